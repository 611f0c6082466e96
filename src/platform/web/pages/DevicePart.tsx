import { Button, Group } from '@mantine/core';
import { type ReactElement, useEffect, useState } from 'react';
import { ProgressBar } from '../parts/ProgressBar.tsx';
import { type Status, StatusMark } from '../parts/StatusMark.tsx';
import { useLink, useLinkState } from '../sync/LinkProvider.tsx';
import { askToPersist, type Room, readStorage, type Storage } from '../sync/storage.ts';
import { sayMoment, sayNumber } from '../text/moments.ts';
import { useLanguage, useText } from '../text/TextProvider.tsx';
import { EnterPinForm, SetPinForm } from './PinForms.tsx';

/** What this device keeps, how it is locked, and how much room there is. */
export function DevicePart(): ReactElement {
  const t = useText();
  const { language } = useLanguage();
  const { custody } = useLink();
  const { copy, vault, full } = useLinkState();
  const [asking, setAsking] = useState<'set' | 'enter' | null>(null);
  const done = () => setAsking(null);
  useEffect(() => {
    if (vault.lock === 'open') setAsking((now) => (now === 'enter' ? null : now));
  }, [vault.lock]);
  const secondary = { word: t('web.cancel'), act: done };
  if (asking === 'set') return <SetPinForm onDone={done} secondary={secondary} />;
  if (asking === 'enter') return <EnterPinForm secondary={secondary} />;
  const until = vault.untilMs === null ? '' : sayMoment(language, new Date(vault.untilMs), 'full');
  return (
    <>
      <p>{t(`web.vault.${vault.lock}`, { until })}</p>
      <p className="b-soft">{t(`web.settings.copy.${copy}`)}</p>
      {full && <p role="alert">{t('web.room.gaveUp')}</p>}
      {vault.lock !== 'unable' && (
        <Group>
          {vault.lock === 'locked' && <Button onClick={() => setAsking('enter')}>{t('web.pin.unlock')}</Button>}
          {vault.lock !== 'locked' && (
            <Button variant="default" onClick={() => setAsking('set')}>
              {t(vault.lock === 'none' ? 'web.pin.set' : 'web.pin.change')}
            </Button>
          )}
          {(vault.lock === 'open' || vault.lock === 'over') && (
            <Button variant="default" onClick={() => void custody.lock()}>
              {t('web.pin.lock')}
            </Button>
          )}
        </Group>
      )}
      <StoragePart />
    </>
  );
}

const roomStatus: Readonly<Record<Room, Status>> = { enough: 'done', gettingFull: 'doing', full: 'stopped' };

/** Room for us, in three steps, and whether the browser promises to keep what is there. Without a secure context it tells nothing. */
function StoragePart(): ReactElement | null {
  const t = useText();
  const { language } = useLanguage();
  const [kept, setKept] = useState<Storage | null>(null);
  const [refused, setRefused] = useState(false);
  const look = () => readStorage().then(setKept);
  useEffect(() => void look(), []);
  if (!kept) return null;
  const size = (bytes: number) => `${sayNumber(language, bytes / 1_000_000, { maximumFractionDigits: 0 })} MB`;
  const ask = async () => {
    setRefused(!(await askToPersist()));
    await look();
  };
  return (
    <>
      <ProgressBar
        label={t('web.settings.storage')}
        value={kept.used}
        max={Math.max(kept.quota, 1)}
        words={t('web.settings.storageOf', { used: size(kept.used), quota: size(kept.quota) })}
      />
      <StatusMark is={roomStatus[kept.room]} word={t(`web.room.${kept.room}`)} />
      <p className="b-soft">{kept.persisted ? t('web.settings.kept') : t('web.settings.notKept')}</p>
      {!kept.persisted && (
        <div>
          <Button variant="default" onClick={() => void ask()}>
            {t('web.settings.keep')}
          </Button>
        </div>
      )}
      {refused && <p role="status">{t('web.room.refused')}</p>}
    </>
  );
}
