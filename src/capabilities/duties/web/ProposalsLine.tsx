import type { ReactElement, ReactNode } from 'react';
import { PersonText } from '../../../platform/web/text/parts.tsx';
import { useText } from '../../../platform/web/text/TextProvider.tsx';
import type { ProposalLine } from '../queries-proposals.ts';
import { Limits } from './CardLine.tsx';
import styles from './Duties.module.css';

/** One line of a proposal: what begins, changes or ends, for whom, instead of what, and what it rests on. */
export function ProposalsLine({ line, children }: { readonly line: ProposalLine; readonly children?: ReactNode }): ReactElement {
  const t = useText();
  const { change, before } = line;
  const now = change.kind === 'end' ? before : change;
  const backup = (rank: number): string => (rank > 1 ? ` · ${t('duties.backup', { rank })}` : '');
  return (
    <li className={styles.cardLine}>
      <span className={styles.letters} data-role={change.kind === 'end' ? undefined : now?.role}>
        {now?.role}
        {now && now.rank > 1 && now.rank}
      </span>
      <div className="b-rows">
        <div className="b-line">
          <span>{t(`duties.proposal.kind.${change.kind}`)}</span>
          <strong>{t(`duty.${line.duty}`)}</strong>
        </div>
        <div>
          <bdi>{line.title ? `${line.organisation} · ${line.title}` : line.organisation}</bdi>
        </div>
        {now && (
          <div className="b-small b-soft">
            {t(`duties.role.${now.role}`)}
            {backup(now.rank)}
            {change.kind === 'change' &&
              before &&
              ` (${t('duties.proposal.before', { what: t(`duties.role.${before.role}`) + backup(before.rank) })})`}
          </div>
        )}
        {change.kind !== 'end' && <Limits row={change} />}
        {line.delegatedFrom && (
          <div className="b-small">
            {t('duties.proposal.delegatedFrom')} <bdi>{line.delegatedFrom}</bdi>
          </div>
        )}
        <div className="b-small">
          <PersonText>{change.basis}</PersonText>
        </div>
        {children}
      </div>
    </li>
  );
}
