import type { ReactElement } from 'react';
import { Go } from '../../../platform/web/shell/Go.tsx';
import { useText } from '../../../platform/web/text/TextProvider.tsx';
import type { FindingRow } from '../queries-analysis.ts';
import styles from './Analysis.module.css';
import { useFindingText } from './useFindingText.ts';

/** Findings one under another: what is wrong, why it matters, where, and the way to what mends it. */
export function FindingList({ rows }: { readonly rows: readonly FindingRow[] }): ReactElement {
  const t = useText();
  const say = useFindingText();
  return (
    <ul className={styles.findings}>
      {rows.map((row) => {
        const where = say.where(row);
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
            </span>
          </li>
        );
      })}
    </ul>
  );
}
