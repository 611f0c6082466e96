import type { ReactElement } from 'react';
import type { Problem } from '../../../kernel/result.ts';
import { ProblemNote } from '../../../platform/web/parts/ProblemNote.tsx';
import { type Status, StatusMark } from '../../../platform/web/parts/StatusMark.tsx';
import { Num } from '../../../platform/web/text/parts.tsx';
import { useRichText, useText } from '../../../platform/web/text/TextProvider.tsx';
import type { tryChanges } from '../queries-analysis.ts';
import { hundredths } from './CharacteristicPart.tsx';
import { FindingList } from './FindingList.tsx';

type Result = (typeof tryChanges)['row']['_output'];

/** How the findings move: closed, opened, changed; redundancy before and after. */
export function TrialResult({ result }: { readonly result: Result }): ReactElement {
  const t = useText();
  const rich = useRichText();
  if (result.problem) return <ProblemNote problem={result.problem as unknown as Problem} />;
  const { closed, opened, changed, unchanged, redundancy } = result;
  const sides: readonly (readonly [key: string, is: Status, rows: readonly Result['closed'][number][]])[] = [
    ['closed', 'done', closed],
    ['opened', 'late', opened],
    ['changed', 'doing', changed.map((pair) => pair.after)],
  ];
  const figure = (value: number | null, key: string) => (value === null ? '–' : <Num key={key} value={value} format={hundredths} />);
  return (
    <section className="b-rows" aria-live="polite">
      <h2>{t('duties.trial.then', { closed: closed.length, opened: opened.length, changed: changed.length, unchanged })}</h2>
      <p>{rich('duties.trial.redundancy', { before: figure(redundancy.before, 'b'), after: figure(redundancy.after, 'a') })}</p>
      {sides.map(
        ([key, is, rows]) =>
          rows.length > 0 && (
            <div key={key} className="b-rows">
              <h3>
                <StatusMark is={is} word={t(`duties.trial.${key}`)} /> <Num value={rows.length} />
              </h3>
              <FindingList rows={rows} />
            </div>
          ),
      )}
    </section>
  );
}
