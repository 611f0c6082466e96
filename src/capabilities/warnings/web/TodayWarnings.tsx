import type { ReactElement } from 'react';
import { useGo } from '../../../platform/web/shell/address.ts';
import { useQueryRows } from '../../../platform/web/sync/queries.ts';
import { useText } from '../../../platform/web/text/TextProvider.tsx';
import { alerts } from '../queries.ts';
import { AlertCard } from './AlertCard.tsx';

/** On the Today page: warnings in force for this community. */
export default function TodayWarnings(): ReactElement | null {
  const t = useText();
  const go = useGo();
  const { rows } = useQueryRows(alerts, { show: 'now', limit: 20 });
  const ours = rows.filter((row) => row.matched.length > 0);
  if (ours.length === 0) return null;
  return (
    <section className="b-rows" aria-labelledby="today-warnings">
      <h2 id="today-warnings">{t('warnings.today.alerts')}</h2>
      {ours.map((row) => (
        <AlertCard key={row.id} row={row} onOpen={() => go(`/warnings?alert=${row.id}`)} />
      ))}
    </section>
  );
}
