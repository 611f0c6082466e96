import type { ReactElement } from 'react';
import { DutyButton } from '../../../platform/web/parts/DutyButton.tsx';
import { ColourMark, LevelMark } from '../../../platform/web/parts/marks.tsx';
import { useGo } from '../../../platform/web/shell/address.ts';
import { Go } from '../../../platform/web/shell/Go.tsx';
import { useQueryRows } from '../../../platform/web/sync/queries.ts';
import { When } from '../../../platform/web/text/parts.tsx';
import { useLanguage, useText } from '../../../platform/web/text/TextProvider.tsx';
import { type ProposalRow, proposals } from '../queries.ts';
import { useReason } from './reasons.ts';
import { inLanguage } from './words.ts';

/** On the Today page: plans that the alerts of this hour speak for, with reasons. The first of the two clicks that activate one. */
export default function TodayProposals(): ReactElement | null {
  const t = useText();
  const { rows } = useQueryRows(proposals, {});
  if (rows.length === 0) return null;
  return (
    <section className="b-rows" aria-labelledby="today-proposals">
      <h2 id="today-proposals">{t('readiness.proposals')}</h2>
      {rows.map((row) => (
        <Proposal key={`${row.planId} ${row.alertId}`} row={row} />
      ))}
    </section>
  );
}

function Proposal({ row }: { readonly row: ProposalRow }): ReactElement {
  const t = useText();
  const go = useGo();
  const reason = useReason();
  const { language } = useLanguage();
  const headline =
    row.headlines.find((one) => one.language.toLowerCase().startsWith(language)) ??
    row.headlines.find((one) => one.language.toLowerCase().startsWith('zh')) ??
    row.headlines[0];
  return (
    <article className="b-card b-rows">
      <div className="b-line">
        <LevelMark level={row.level} />
        {row.colour && <ColourMark colour={row.colour} />}
        <strong>
          <bdi>{inLanguage(row.title, language)}</bdi>
        </strong>
        {row.exercise && <strong>{t('readiness.exercise')}</strong>}
      </div>
      {headline && (
        <p>
          <bdi>{headline.text}</bdi> · <bdi>{row.sender}</bdi> · <When at={row.sent} style="full" />
        </p>
      )}
      <ul className="b-small">
        {row.reasons.map((one) => (
          <li key={one.kind}>
            <bdi>{reason(one)}</bdi>
          </li>
        ))}
      </ul>
      <p className="b-soft b-small">{t('readiness.wouldStart', { tasks: row.kinds.task, notices: row.kinds.notice, rounds: row.kinds.round })}</p>
      <div className="b-line">
        <DutyButton
          duty="response.command"
          onClick={() => go(`/response/activate?plan=${row.planId}&alert=${row.alertId}${row.exercise ? '&exercise=true' : ''}`)}
        >
          {t('readiness.activate')}
        </DutyButton>
        <Go to={`/readiness/${row.planId}`}>{t('readiness.openPlan')}</Go>
      </div>
    </article>
  );
}
