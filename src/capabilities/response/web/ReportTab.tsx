import { Button } from '@mantine/core';
import type { ReactElement } from 'react';
import { Loading } from '../../../platform/web/parts/Loading.tsx';
import { PrintSheet, printPage } from '../../../platform/web/parts/PrintSheet.tsx';
import { ProblemNote } from '../../../platform/web/parts/ProblemNote.tsx';
import { useLocal } from '../../../platform/web/sync/LinkProvider.tsx';
import { useQueryRows } from '../../../platform/web/sync/queries.ts';
import { sayMoment, sayNumber } from '../../../platform/web/text/moments.ts';
import { useHasText, useLanguage, useText } from '../../../platform/web/text/TextProvider.tsx';
import { situationReport as facts } from '../queries.ts';
import { type Line, type Slot, situationReport, toMarkdown } from '../rules/situation-report.ts';
import styles from './room.module.css';
import { inLanguage, useHazard } from './words.ts';

/** The situation report: nobody writes it. On the page, on paper, as Markdown. */
export function ReportTab({ incident }: { readonly incident: string }): ReactElement {
  const t = useText();
  const { language } = useLanguage();
  const { value, say, word } = useReportWords();
  const { rows: grids } = useLocal<{ readonly id: string; readonly number: number }>('community.grid');
  const { rows, loading, problem } = useQueryRows(facts, { incidentId: incident as never });
  const [found] = rows;
  if (problem) return <ProblemNote problem={problem} />;
  if (!found) return loading ? <Loading /> : <ProblemNote problem={{ code: 'response.incidentGone', kind: 'missing' }} />;
  const numbers = new Map(grids.map((grid) => [grid.id, grid.number]));
  const sections = situationReport({ ...found, perGrid: found.perGrid.toSorted((a, b) => (numbers.get(a.grid) ?? 0) - (numbers.get(b.grid) ?? 0)) });
  const title = t('response.report.title', { title: found.title, at: sayMoment(language, new Date(found.at), 'full') });
  const download = () => {
    const address = URL.createObjectURL(new Blob([toMarkdown(title, sections, say, value, word)], { type: 'text/markdown;charset=utf-8' }));
    const link = document.createElement('a');
    link.href = address;
    link.download = `situation-${found.at.slice(0, 16).replaceAll(/[:T]/g, '-')}.md`;
    link.click();
    URL.revokeObjectURL(address);
  };
  return (
    <div className={styles.report}>
      <div className="b-line b-noprint">
        <Button onClick={printPage}>{t('response.report.print')}</Button>
        <Button variant="default" onClick={download}>
          {t('response.report.markdown')}
        </Button>
      </div>
      <PrintSheet title={title}>
        {sections.map(({ heading, lines, table }) => (
          <section key={heading}>
            <h2>{word(heading)}</h2>
            <ul>
              {lines.map((line) => (
                <li key={`${line.key} ${JSON.stringify(line.slots)}`}>
                  <bdi>{say(line)}</bdi>
                </li>
              ))}
            </ul>
            {table && (
              <table>
                <thead>
                  <tr>
                    {table.columns.map((column) => (
                      <th key={column} scope="col">
                        {word(column)}
                      </th>
                    ))}
                  </tr>
                </thead>
                <tbody>
                  {table.rows.map((row) => (
                    <tr key={JSON.stringify(row[0])}>
                      {row.map((slot, index) => (
                        // Columns have a fixed order, so their place is their identity.
                        <td key={table.columns[index]}>
                          <bdi>{value(slot)}</bdi>
                        </td>
                      ))}
                    </tr>
                  ))}
                </tbody>
              </table>
            )}
          </section>
        ))}
      </PrintSheet>
    </div>
  );
}

/** Turns the report's keys and slots into the reader's language. */
function useReportWords() {
  const t = useText();
  const has = useHasText();
  const hazard = useHazard();
  const { language } = useLanguage();
  const { rows: grids } = useLocal<{ readonly id: string; readonly name: string }>('community.grid');
  const word = (key: string) => (has(key) ? t(key) : key.replace(/^duty\./, ''));
  const value = (slot: Slot): string => {
    if (typeof slot === 'string') return slot;
    if (typeof slot === 'number') return sayNumber(language, slot);
    if ('at' in slot) return sayMoment(language, new Date(slot.at), 'short');
    if ('words' in slot) return inLanguage(slot.words, language);
    if ('grid' in slot) return grids.find((grid) => grid.id === slot.grid)?.name ?? '—';
    if ('hazard' in slot) return hazard(slot.hazard);
    return word(slot.key);
  };
  const say = ({ key, slots }: Line): string => {
    const filled = Object.entries(slots).map(([name, slot]) => [name, typeof slot === 'number' ? slot : value(slot)]);
    return t(key, Object.fromEntries(filled) as Record<string, string | number>);
  };
  return { value, say, word };
}
