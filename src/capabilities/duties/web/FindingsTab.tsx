import type { ReactElement } from 'react';
import { Empty } from '../../../platform/web/parts/Empty.tsx';
import { Loading } from '../../../platform/web/parts/Loading.tsx';
import { ProblemNote } from '../../../platform/web/parts/ProblemNote.tsx';
import { type Status, StatusMark } from '../../../platform/web/parts/StatusMark.tsx';
import type { QueryRows } from '../../../platform/web/sync/queries.ts';
import { Num } from '../../../platform/web/text/parts.tsx';
import { useText } from '../../../platform/web/text/TextProvider.tsx';
import type { FindingRow } from '../queries-analysis.ts';
import { type Severity, severities } from '../rules/analysis/model.ts';
import styles from './Analysis.module.css';
import { FindingList } from './FindingList.tsx';

const mark: Readonly<Record<Severity, Status>> = { critical: 'late', warning: 'doing', note: 'todo' };

/** What is wrong with who answers for what, the gravest first. */
export function FindingsTab({ found }: { readonly found: QueryRows<FindingRow> }): ReactElement {
  const t = useText();
  const { rows, loading, problem } = found;
  if (loading) return <Loading />;
  if (problem) return <ProblemNote problem={problem} />;
  if (rows.length === 0) return <Empty title={t('duties.analysis.nothing')} text={t('duties.analysis.nothingText')} />;
  return (
    <div className="b-rows">
      {severities.map((severity) => {
        const of = rows.filter((row) => row.severity === severity);
        return (
          of.length > 0 && (
            <section key={severity} className="b-rows" aria-label={t(`duties.severity.${severity}`)}>
              <h2 className={styles.severity}>
                <StatusMark is={mark[severity]} word={t(`duties.severity.${severity}`)} /> <Num value={of.length} />
              </h2>
              <FindingList rows={of} />
            </section>
          )
        );
      })}
    </div>
  );
}
