import { Button, NativeSelect } from '@mantine/core';
import { type ReactElement, useEffect, useState } from 'react';
import { Page } from '../parts/Page.tsx';
import { useLinkState } from '../sync/LinkProvider.tsx';
import { isLanguage, languages, ownName } from '../text/languages.ts';
import { sayNumber } from '../text/moments.ts';
import { useLanguage, useText } from '../text/TextProvider.tsx';
import { useSetting } from '../theme/settings.ts';
import { AccountPart } from './AccountPart.tsx';
import { Invitations } from './Invitations.tsx';
import styles from './SettingsPage.module.css';

/** Language, appearance, size of text, and what this device keeps. */
export default function SettingsPage(): ReactElement {
  const t = useText();
  const { language, choose } = useLanguage();
  const [scheme, setScheme] = useSetting('scheme');
  const [type, setType] = useSetting('type');
  const [contrast, setContrast] = useSetting('contrast');
  const { copy } = useLinkState();
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
        <p>{t(`web.settings.copy.${copy}`)}</p>
        <Storage />
      </section>
    </Page>
  );
}

interface Kept {
  readonly used: number;
  readonly quota: number;
  readonly persisted: boolean;
}

/** How much the browser keeps for us, and whether it promises to. Without a secure context it tells nothing. */
function Storage(): ReactElement | null {
  const t = useText();
  const { language } = useLanguage();
  const [kept, setKept] = useState<Kept | null>(null);
  const look = async () => {
    const storage: StorageManager | undefined = navigator.storage;
    if (!storage) return;
    const [{ usage = 0, quota = 0 }, persisted] = await Promise.all([storage.estimate(), storage.persisted()]);
    setKept({ used: usage, quota, persisted });
  };
  useEffect(() => void look(), []);
  if (!kept) return null;
  const size = (bytes: number) => `${sayNumber(language, bytes / 1_000_000, { maximumFractionDigits: 0 })} MB`;
  return (
    <>
      <p>
        {t('web.settings.storage')}: <bdi>{t('web.settings.storageOf', { used: size(kept.used), quota: size(kept.quota) })}</bdi>
      </p>
      <p className="b-soft">{kept.persisted ? t('web.settings.kept') : t('web.settings.notKept')}</p>
      {!kept.persisted && (
        <div>
          <Button variant="default" onClick={() => void navigator.storage.persist().then(look)}>
            {t('web.settings.keep')}
          </Button>
        </div>
      )}
    </>
  );
}
