import type { ReactElement } from 'react';
import { Empty } from '../../../../platform/web/parts/Empty.tsx';
import { Loading } from '../../../../platform/web/parts/Loading.tsx';
import { ProblemNote } from '../../../../platform/web/parts/ProblemNote.tsx';
import { StatusMark } from '../../../../platform/web/parts/StatusMark.tsx';
import { useMe } from '../../../../platform/web/sync/me.tsx';
import { useQueryRows } from '../../../../platform/web/sync/queries.ts';
import { Ago, PersonText } from '../../../../platform/web/text/parts.tsx';
import { useText } from '../../../../platform/web/text/TextProvider.tsx';
import { type ImportRow, imports } from '../../queries.ts';
import styles from './import.module.css';
import { UndoButton } from './UndoButton.tsx';

/** Ledgers imported so far: who, when, what came of it, and the way back. */
export function EarlierImports(): ReactElement | null {
  const t = useText();
  const { may } = useMe();
  const { rows, loading, problem } = useQueryRows(imports, {}, { when: may('register.import') });
  if (!may('register.import')) return null;
  return (
    <section className="b-rows" aria-labelledby="earlier-imports">
      <h2 id="earlier-imports">{t('register.import.earlier')}</h2>
      {problem && <ProblemNote problem={problem} />}
      {loading && <Loading />}
      {!loading && !problem && rows.length === 0 && <Empty title={t('register.import.none')} text={t('register.import.noneText')} />}
      <ul className={styles.imports}>
        {rows.map((row) => (
          <li key={row.id} className="b-card b-rows">
            <div className="b-line">
              <strong>
                <bdi>{row.fileName}</bdi>
              </strong>
              {row.undoneAt && <StatusMark is="stopped" word={t('register.import.takenBack')} />}
            </div>
            <p className="b-soft b-small">
              <PersonText>{row.importedBy ?? t('register.import.bySystem')}</PersonText> · <Ago at={row.importedAt} />
              {row.undoneAt && (
                <>
                  {' · '}
                  {t('register.import.takenBack')} <Ago at={row.undoneAt} />
                </>
              )}
            </p>
            <ImportFigures row={row} />
            {!row.undoneAt && <UndoButton importId={row.id} residents={row.residentsAdded} />}
          </li>
        ))}
      </ul>
    </section>
  );
}

/** What came of an import. */
export function ImportFigures({ row }: { readonly row: ImportRow }): ReactElement {
  const t = useText();
  const { rows, residentsAdded, residentsChanged, householdsAdded, needsAdded, notImported, keptRows } = row;
  return (
    <>
      <p>{t('register.import.came', { rows, residentsAdded, residentsChanged, householdsAdded, needsAdded })}</p>
      {notImported.length > 0 && <p className="b-soft b-small">{t('register.import.left', { columns: notImported.join(' · ') })}</p>}
      {keptRows > 0 && <p className="b-soft b-small">{t('register.import.keptRows', { n: keptRows })}</p>}
    </>
  );
}
