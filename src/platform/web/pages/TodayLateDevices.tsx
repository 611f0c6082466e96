import type { ReactElement } from 'react';
import { isLate } from '../../../kernel/devices.ts';
import { StatusMark } from '../parts/StatusMark.tsx';
import { Go } from '../shell/Go.tsx';
import { useMe } from '../sync/me.tsx';
import { useNow } from '../text/clock.ts';
import { Ago, PersonText } from '../text/parts.tsx';
import { useRichText, useText } from '../text/TextProvider.tsx';
import { useDevices } from './devices.ts';

/** So many are named; the rest is on the page of devices. */
const named = 5;

/** For the desk: whose devices hold work that should have arrived a day ago. Nothing where there are none. */
export default function TodayLateDevices(): ReactElement | null {
  const t = useText();
  const rich = useRichText();
  const now = useNow(60_000).getTime();
  const { community } = useMe();
  const { data } = useDevices(community.id);
  const late = data?.ok ? data.value.devices.filter((device) => isLate(device, now)).toSorted((a, b) => a.seenAt.localeCompare(b.seenAt)) : [];
  if (late.length === 0) return null;
  return (
    <section className="b-card b-rows" aria-labelledby="late-devices">
      <h2 id="late-devices">{t('web.devices.lateTitle')}</h2>
      <div className="b-line">
        <StatusMark is="late" word={t('web.devices.late', { n: late.length })} />
        <Go to="/devices">{t('web.devices.lateOpen')}</Go>
      </div>
      <ul className="b-rows">
        {late.slice(0, named).map((device) => (
          <li key={device.id} className="b-line">
            <PersonText>{device.personName}</PersonText>
            <span>{t(`web.devices.${device.kind}`)}</span>
            <span>{t('web.devices.unsent', { n: device.unsent })}</span>
            <span className="b-soft">{rich('web.devices.seen', { ago: <Ago key="ago" at={device.seenAt} /> })}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
