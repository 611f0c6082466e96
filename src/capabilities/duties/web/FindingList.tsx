import type { ReactElement } from 'react';
import { Go } from '../../../platform/web/shell/Go.tsx';
import { useText } from '../../../platform/web/text/TextProvider.tsx';
import type { FindingRow } from '../queries-analysis.ts';
import type { Fix } from '../rules/analysis/model.ts';
import styles from './Analysis.module.css';
import { type Beginning, proposePath } from './propose-path.ts';
import { useFindingText } from './useFindingText.ts';

/** Findings one under another: what is wrong, why it matters, where, and the way to what mends it. */
export function FindingList({ rows }: { readonly rows: readonly FindingRow[] }): ReactElement {
  const t = useText();
  const say = useFindingText();
  return (
    <ul className={styles.findings}>
      {rows.map((row) => {
        const where = say.where(row);
        const begins = beginningOf(row.fix as Fix);
        return (
          <li key={row.id}>
            <span className={styles.says}>{say.sentence(row)}</span>
            <span className="b-small b-soft">
              {t(`duties.why.${row.code}`)}
              {where && (
                <>
                  {' '}
                  · <bdi>{where}</bdi>
                </>
              )}
            </span>
            <span>
              <Go to={row.page}>{say.fix(row)}</Go>
              {begins && (
                <>
                  {' · '}
                  <Go to={proposePath(begins)}>{t('duties.propose')}</Go>
                </>
              )}
            </span>
          </li>
        );
      })}
    </ul>
  );
}

/** How a proposal begins that makes the smallest change; null: it is mended by something else than the matrix. */
function beginningOf(fix: Fix): Beginning | null {
  if (fix.kind === 'assign') return { duty: fix.duty, organisation: fix.organisationId ?? undefined, role: fix.role, rank: fix.rank };
  if (fix.kind === 'makeBackup') return { ends: fix.assignmentId, rank: fix.rank };
  if (fix.kind === 'withdraw') return { kind: 'end', ends: fix.assignmentId };
  if (fix.kind === 'liftLimit') return { ends: fix.assignmentId };
  if (fix.kind === 'giveDuty') return { organisation: fix.organisationId };
  return null;
}
