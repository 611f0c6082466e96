import type { ReactElement } from 'react';
import { Go } from '../../../platform/web/shell/Go.tsx';
import { useLanguage, useText } from '../../../platform/web/text/TextProvider.tsx';
import type { CellRow } from '../queries.ts';
import type { CellChange, DutyChanges, Move } from '../rules/compare.ts';
import { letterOf } from '../rules/matrix.ts';
import { Limits } from './CardLine.tsx';
import styles from './Duties.module.css';
import matrix from './Matrix.module.css';

const signs: Readonly<Record<Move, string>> = { comes: '+', goes: '−', role: '≠', rank: '#', reach: '~' };

/** What becomes of a cell: a sign and a word, told apart by their shape. */
export function MoveMark({ move }: { readonly move: Move }): ReactElement {
  const t = useText();
  return (
    <span className={matrix.move} data-move={move}>
      <span aria-hidden="true" className={matrix.sign}>
        {signs[move]}
      </span>
      {t(`duties.move.${move}`)}
    </span>
  );
}

interface Props {
  readonly changes: DutyChanges<CellRow>;
  readonly names: ReadonlyMap<string, string>;
}

/** One duty: what becomes of each of its cells, before and after side by side. */
export function CompareDuty({ changes, names }: Props): ReactElement {
  const t = useText();
  return (
    <section className={`b-card ${matrix.compared}`}>
      <h3>
        <Go to={`/duties?duty=${encodeURIComponent(changes.duty)}`}>{t(`duty.${changes.duty}`)}</Go>
        {changes.answer && <span className={changes.answer === 'lost' ? styles.gap : matrix.found}>{t(`duties.answer.${changes.answer}`)}</span>}
      </h3>
      <ul className={matrix.changes}>
        {changes.cells.map((cell) => (
          <Cell key={cell.organisationId} cell={cell} name={names.get(cell.organisationId) ?? ''} />
        ))}
      </ul>
    </section>
  );
}

function Cell({ cell, name }: { readonly cell: CellChange<CellRow>; readonly name: string }): ReactElement {
  const t = useText();
  const { direction } = useLanguage();
  return (
    <li>
      <MoveMark move={cell.move} />
      <div>
        <strong>
          <bdi>{name}</bdi>
        </strong>
        {cell.byMandate && <div className="b-small b-attention">{t(`duties.byMandate.${cell.move === 'goes' ? 'goes' : 'comes'}`)}</div>}
      </div>
      <div className={matrix.sides}>
        <Side entries={cell.before} word={t('duties.compareBefore')} />
        <span aria-hidden="true">{direction === 'rtl' ? '←' : '→'}</span>
        <Side entries={cell.after} word={t('duties.compareAfter')} />
      </div>
    </li>
  );
}

function Side({ entries, word }: { readonly entries: readonly CellRow[]; readonly word: string }): ReactElement {
  const t = useText();
  return (
    <div className={matrix.side}>
      <span className="b-hidden">{word}</span>
      {entries.length === 0 && <span className={matrix.nothing}>{t('duties.cellEmpty')}</span>}
      {entries.map((entry) => (
        <div key={entry.id}>
          <span className={styles.letters} data-role={entry.role} title={t(`duties.role.${entry.role}`)}>
            {letterOf(entry)}
          </span>{' '}
          {entry.title && <bdi className="b-small">{entry.title}</bdi>}
          <Limits row={{ grids: entry.grids, hazards: entry.hazards, levels: entry.levels, until: null }} />
        </div>
      ))}
    </div>
  );
}
