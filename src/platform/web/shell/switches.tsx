import type { ReactElement } from 'react';
import { isLanguage, languages, ownName } from '../text/languages.ts';
import { useLanguage, useText } from '../text/TextProvider.tsx';
import { useSetting } from '../theme/settings.ts';
import { Icon, type IconName } from './Icon.tsx';
import styles from './switches.module.css';

interface Props {
  readonly icon: IconName;
  readonly label: string;
  readonly value: string;
  readonly options: readonly { readonly value: string; readonly label: string; readonly lang?: string }[];
  readonly onChoose: (value: string) => void;
}

/** A small choice in a bar: the browser's own list, which every keyboard and screen reader knows. */
function Switch({ icon, label, value, options, onChoose }: Props): ReactElement {
  return (
    <label className={styles.switch}>
      <Icon name={icon} size={18} />
      <span className="b-hidden">{label}</span>
      <select value={value} onChange={(event) => onChoose(event.currentTarget.value)}>
        {options.map((option) => (
          <option key={option.value} value={option.value} lang={option.lang}>
            {option.label}
          </option>
        ))}
      </select>
    </label>
  );
}

export function LanguageSwitch(): ReactElement {
  const t = useText();
  const { language, choose } = useLanguage();
  return (
    <Switch
      icon="language"
      label={t('web.language')}
      value={language}
      options={languages.map((each) => ({ value: each, label: ownName[each], lang: each }))}
      onChoose={(value) => isLanguage(value) && choose(value)}
    />
  );
}

export function ThemeSwitch(): ReactElement {
  const t = useText();
  const [scheme, choose] = useSetting('scheme');
  return (
    <Switch
      icon="theme"
      label={t('web.theme')}
      value={scheme}
      options={[
        { value: 'auto', label: t('web.settings.auto') },
        { value: 'light', label: t('web.settings.light') },
        { value: 'dark', label: t('web.settings.dark') },
      ]}
      onChoose={choose}
    />
  );
}
