import { NativeSelect } from '@mantine/core';
import type { ReactElement } from 'react';
import { Page } from '../parts/Page.tsx';
import { Go } from '../shell/Go.tsx';
import { isLanguage, languages, ownName } from '../text/languages.ts';
import { useLanguage, useText } from '../text/TextProvider.tsx';
import { useSetting } from '../theme/settings.ts';
import { AccountPart } from './AccountPart.tsx';
import { DevicePart } from './DevicePart.tsx';
import { Invitations } from './Invitations.tsx';
import styles from './SettingsPage.module.css';

/** Language, appearance, size of text, and what this device keeps. */
export default function SettingsPage(): ReactElement {
  const t = useText();
  const { language, choose } = useLanguage();
  const [scheme, setScheme] = useSetting('scheme');
  const [type, setType] = useSetting('type');
  const [contrast, setContrast] = useSetting('contrast');
  return (
    <Page title={t('web.settings.title')}>
      <section className={styles.part}>
        <h2>{t('web.settings.screen')}</h2>
        <NativeSelect
          label={t('web.language')}
          {...(language === 'ug' ? { description: t('web.settings.ugNote') } : {})}
          value={language}
          onChange={(event) => isLanguage(event.currentTarget.value) && choose(event.currentTarget.value)}
          data={languages.map((each) => ({ value: each, label: ownName[each] }))}
        />
        <NativeSelect
          label={t('web.settings.scheme')}
          value={scheme}
          onChange={(event) => setScheme(event.currentTarget.value)}
          data={[
            { value: 'auto', label: t('web.settings.auto') },
            { value: 'light', label: t('web.settings.light') },
            { value: 'dark', label: t('web.settings.dark') },
          ]}
        />
        <NativeSelect
          label={t('web.settings.type')}
          value={type}
          onChange={(event) => setType(event.currentTarget.value)}
          data={[
            { value: 'normal', label: t('web.settings.normal') },
            { value: 'large', label: t('web.settings.large') },
          ]}
        />
        <NativeSelect
          label={t('web.settings.contrast')}
          value={contrast}
          onChange={(event) => setContrast(event.currentTarget.value)}
          data={[
            { value: 'auto', label: t('web.settings.auto') },
            { value: 'more', label: t('web.settings.more') },
          ]}
        />
      </section>
      <Invitations />
      <AccountPart />
      <section className={styles.part}>
        <h2>{t('web.settings.device')}</h2>
        <DevicePart />
        <p>
          <Go to="/devices">{t('web.devices.open')}</Go>
        </p>
      </section>
    </Page>
  );
}
