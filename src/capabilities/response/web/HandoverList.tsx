import type { ReactElement } from 'react';
import { ProblemNote } from '../../../platform/web/parts/ProblemNote.tsx';
import { useQueryRows } from '../../../platform/web/sync/queries.ts';
import { useNow } from '../../../platform/web/text/clock.ts';
import { useText } from '../../../platform/web/text/TextProvider.tsx';
import { handovers } from '../queries-handovers.ts';
import styles from './field.module.css';
import { HandoverCard } from './HandoverCard.tsx';

/** Hand-overs of an incident: those that wait, the overdue on top; what was answered is folded away. Nothing while there was none. */
export function HandoverList({ incident }: { readonly incident: string }): ReactElement | null {
  const t = useText();
  const now = useNow(30_000);
  const { rows, problem } = useQueryRows(handovers, { incidentId: incident as never, live: false });
  if (problem) return <ProblemNote problem={problem} />;
  if (rows.length === 0) return null;
  const waiting = rows.filter(({ state }) => state === 'offered');
  const over = rows.filter(({ state }) => state !== 'offered');
  const late = waiting.filter(({ dueAt }) => new Date(dueAt) <= now).length;
  return (
    <section aria-labelledby="handovers">
      <h2 id="handovers" className={late > 0 ? 'b-attention' : undefined}>
        {t('response.handover.listTitle', { n: waiting.length, late })}
      </h2>
      {waiting.length > 0 && (
        <ul className={styles.list}>
          {waiting.map((row) => (
            <li key={row.id}>
              <HandoverCard row={row} />
            </li>
          ))}
        </ul>
      )}
      {over.length > 0 && (
        <details>
          <summary>{t('response.handover.answered', { n: over.length })}</summary>
          <ul className={styles.list}>
            {over.map((row) => (
              <li key={row.id}>
                <HandoverCard row={row} />
              </li>
            ))}
          </ul>
        </details>
      )}
    </section>
  );
}
