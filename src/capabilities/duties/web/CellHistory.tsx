import type { ReactElement } from 'react';
import type { Problem } from '../../../kernel/result.ts';
import { ProblemNote } from '../../../platform/web/parts/ProblemNote.tsx';
import { StatusMark } from '../../../platform/web/parts/StatusMark.tsx';
import { Go } from '../../../platform/web/shell/Go.tsx';
import { PersonText, When } from '../../../platform/web/text/parts.tsx';
import { useText } from '../../../platform/web/text/TextProvider.tsx';
import { lastDayOf } from '../../community/index.ts';
import type { Cause, HeldRow, HistoryRow, Talk } from '../queries-record.ts';
import { letterOf } from '../rules/matrix.ts';
import { Limits } from './CardLine.tsx';
import styles from './Duties.module.css';
import matrix from './Matrix.module.css';

interface Props {
  readonly rows: readonly HistoryRow[];
  readonly problem: Problem | null;
  readonly organisationId: string;
}

/** How a cell came to be what it is: who proposed and who answered what, from when to when, on which mandate. Folded, since few ask. */
export function CellHistory({ rows, problem, organisationId }: Props): ReactElement {
  const t = useText();
  return (
    <details className="b-rows">
      <summary>{t('duties.history', { n: rows.length })}</summary>
      {problem && <ProblemNote problem={problem} />}
      {rows.length === 0 && !problem && <p className="b-soft">{t('duties.historyNone')}</p>}
      <ol className={styles.cards}>
        {rows.map((row) =>
          row.is === 'held' ? (
            <Held key={row.id} row={row} organisationId={organisationId} />
          ) : (
            <li key={row.talk.id} className={matrix.past}>
              <StatusMark is={row.talk.state === 'open' ? 'doing' : 'stopped'} word={t(`duties.proposal.${row.talk.state}`)} />
              <TalkPart talk={row.talk} />
            </li>
          ),
        )}
      </ol>
    </details>
  );
}

function Held({ row, organisationId }: { readonly row: HeldRow; readonly organisationId: string }): ReactElement {
  const t = useText();
  return (
    <li className={matrix.past}>
      <div className="b-line">
        <span className={styles.letters} data-role={row.role} title={t(`duties.role.${row.role}`)}>
          {letterOf(row)}
        </span>
        <strong>
          {t('duties.since')} <When at={row.since} style="date" />
          {row.until && (
            <>
              {' '}
              {t('duties.until')} <When at={row.until} style="date" />
            </>
          )}
        </strong>
        {row.title && <bdi>{row.title}</bdi>}
      </div>
      <Limits row={{ grids: row.grids, hazards: row.hazards, levels: row.levels, until: null }} />
      <CausePart cause={row.began} of="began" />
      {row.ended && <CausePart cause={row.ended} of="ended" />}
      {row.mandates && (
        <p className="b-small">
          {row.mandates.length === 0 ? <span className="b-attention">{t('duties.historyNoMandate')}</span> : t('duties.historyMandate')}{' '}
          {row.mandates.map((mandate) => (
            <Go key={mandate.id} to={`/duties/mandates?organisation=${encodeURIComponent(organisationId)}`}>
              <When at={mandate.since} style="date" /> – <When at={lastDayOf(mandate.until)} style="date" />
            </Go>
          ))}
        </p>
      )}
    </li>
  );
}

function CausePart({ cause, of }: { readonly cause: Cause; readonly of: 'began' | 'ended' }): ReactElement {
  const t = useText();
  return (
    <div>
      <div className="b-small">
        {t(`duties.${of}.${cause.how}`)}
        {cause.by && (
          <>
            {' '}
            <bdi>{cause.by}</bdi>
          </>
        )}
      </div>
      {cause.talk && <TalkPart talk={cause.talk} />}
    </div>
  );
}

function TalkPart({ talk }: { readonly talk: Talk }): ReactElement {
  const t = useText();
  const last = Math.max(1, ...talk.said.map((one) => one.revision));
  return (
    <div className="b-small b-rows">
      <div>
        <Go to={`/duties/proposals?proposal=${talk.id}`}>
          <PersonText>{talk.title}</PersonText>
        </Go>{' '}
        <bdi>{talk.post ? `${talk.organisation} · ${talk.post}` : talk.organisation}</bdi> <When at={talk.madeAt} style="date" />
      </div>
      <div>
        {t('duties.proposal.reason')}: <PersonText>{talk.reason}</PersonText>
      </div>
      {talk.basis && (
        <div>
          {t('duties.basis')}: <PersonText>{talk.basis}</PersonText>
        </div>
      )}
      <ul className={matrix.said}>
        {talk.said.map((one) => (
          <li key={`${one.revision} ${one.organisation}`}>
            <StatusMark is={one.accepts ? 'done' : 'stopped'} word={t(one.accepts ? 'duties.proposal.accepted' : 'duties.proposal.declined')} />{' '}
            <bdi>{one.post ? `${one.organisation} · ${one.post}` : one.organisation}</bdi> <When at={one.at} style="date" />
            {last > 1 && ` · ${t('duties.proposal.revision', { n: one.revision })}`}
            {one.reason && (
              <div>
                <PersonText>{one.reason}</PersonText>
              </div>
            )}
          </li>
        ))}
      </ul>
    </div>
  );
}
