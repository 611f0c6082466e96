import { Button } from '@mantine/core';
import type { ReactElement } from 'react';
import { isLate, type ListedDevice, wipeDevice, wipeOwnDevice } from '../../../kernel/devices.ts';
import { Empty } from '../parts/Empty.tsx';
import { Loading } from '../parts/Loading.tsx';
import { useConfirm, useToast } from '../parts/overlays.tsx';
import { Page } from '../parts/Page.tsx';
import { ProblemNote } from '../parts/ProblemNote.tsx';
import { StatusMark } from '../parts/StatusMark.tsx';
import { useLink, useSend } from '../sync/LinkProvider.tsx';
import { useMe } from '../sync/me.tsx';
import { useNow } from '../text/clock.ts';
import { Ago, PersonText } from '../text/parts.tsx';
import { useRichText, useText } from '../text/TextProvider.tsx';
import { useDevices } from './devices.ts';
import { ImportOutbox } from './OutboxFile.tsx';

/** Which devices keep something of this community, whose work has not arrived, and how a lost one is told to forget. */
export default function DevicesPage(): ReactElement {
  const t = useText();
  const { community, may } = useMe();
  const { data, refetch } = useDevices(community.id);
  const now = useNow(60_000).getTime();
  const devices = data?.ok ? data.value.devices.toSorted((a, b) => Number(isLate(b, now)) - Number(isLate(a, now))) : [];
  return (
    <Page title={t('web.devices.title')} lead={t(may('community.manage') ? 'web.devices.leadAll' : 'web.devices.leadMine')}>
      {!data && <Loading />}
      {data && !data.ok && <ProblemNote problem={data.problem} />}
      {data?.ok && devices.length === 0 && <Empty title={t('web.devices.none')} />}
      {devices.map((device) => (
        <Device key={device.id} device={device} onChange={() => void refetch()} />
      ))}
      {may('community.manage') && <ImportOutbox />}
    </Page>
  );
}

function Device({ device, onChange }: { readonly device: ListedDevice; readonly onChange: () => void }): ReactElement {
  const t = useText();
  const now = useNow(60_000).getTime();
  const rich = useRichText();
  const send = useSend();
  const confirm = useConfirm();
  const toast = useToast();
  const { custody } = useLink();
  const wipe = async () => {
    if (!(await confirm({ title: t('web.devices.wipe'), text: t('web.devices.wipeText'), action: t('web.devices.wipe') }))) return;
    const reply = await send(device.mine ? wipeOwnDevice : wipeDevice, { device: device.id });
    if (reply.status === 'refused') toast(t(`problem.${reply.problem.code}`, reply.problem.params));
    onChange();
  };
  const state = device.wipedAt ? 'wiped' : device.wipeAskedAt ? 'wiping' : device.leaseUntil ? 'copy' : 'noCopy';
  return (
    <section className="b-card b-rows">
      <div className="b-line">
        <strong>
          <PersonText>{device.personName}</PersonText> · {t(`web.devices.${device.kind}`)}
        </strong>
        {custody.device === device.id && <span className="b-soft">{t('web.devices.this')}</span>}
        <span className="b-soft">{rich('web.devices.seen', { ago: <Ago at={device.seenAt} /> })}</span>
      </div>
      {device.unsent > 0 && (
        <div className="b-line">
          <StatusMark is={isLate(device, now) ? 'late' : 'todo'} word={t('web.devices.unsent', { n: device.unsent })} />
          {device.unsentSince && (
            <span className="b-soft">
              <Ago at={device.unsentSince} />
            </span>
          )}
        </div>
      )}
      <p className="b-soft">{t(`web.devices.state.${state}`)}</p>
      {!device.wipeAskedAt && (
        <div>
          <Button variant="default" onClick={() => void wipe()}>
            {t('web.devices.wipe')}
          </Button>
        </div>
      )}
    </section>
  );
}
