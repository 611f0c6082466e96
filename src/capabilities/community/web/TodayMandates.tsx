import type { ReactElement } from 'react';
import { StatusMark } from '../../../platform/web/parts/StatusMark.tsx';
import { Go } from '../../../platform/web/shell/Go.tsx';
import { useQueryRows } from '../../../platform/web/sync/queries.ts';
import { useText } from '../../../platform/web/text/TextProvider.tsx';
import { type DueRow, mandateDues } from '../queries-mandates.ts';

/** Lines that the card shows; the page has them all. */
const shown = 5;

const isLate = ({ kind, days }: DueRow): boolean => kind === 'mandateOver' || kind === 'insuranceOver' || (days < 0 && kind !== 'offerWaits');

function pageOf({ kind, id, organisationId }: DueRow): string {
  if (kind === 'testDue' || kind === 'agreementWaits') return `/duties/agreements?agreement=${id}`;
  if (kind === 'officeWaits') return `/organisations?organisation=${organisationId}`;
  return organisationId === null ? '/duties/mandates' : `/duties/mandates?organisation=${organisationId}`;
}

/** Mandates, insurances and agreements that end soon, are over, or wait for a name. Nothing where all is well. */
export default function TodayMandates(): ReactElement | null {
  const t = useText();
  const { rows } = useQueryRows(mandateDues, {});
  if (rows.length === 0) return null;
  return (
    <section className="b-card b-rows" aria-labelledby="mandate-dues">
      <h2 id="mandate-dues">{t('community.due')}</h2>
      <ul className="b-rows">
        {rows.slice(0, shown).map((row) => (
          <li key={`${row.kind}${row.id}`} className="b-line">
            <StatusMark is={isLate(row) ? 'late' : 'todo'} word={t(`community.due.${row.kind}`, { days: Math.abs(row.days) })} />
            {row.organisation && (
              <Go to={pageOf(row)}>
                <bdi>{row.organisation}</bdi>
              </Go>
            )}
          </li>
        ))}
      </ul>
      {(rows.length > shown || rows.some((row) => row.organisation === '')) && (
        <Go to="/duties/mandates">{t('community.due.all', { n: rows.length })}</Go>
      )}
    </section>
  );
}
