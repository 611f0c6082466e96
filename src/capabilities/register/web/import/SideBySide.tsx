import type { ReactElement } from 'react';
import { PersonText } from '../../../../platform/web/text/parts.tsx';
import { useText } from '../../../../platform/web/text/TextProvider.tsx';
import type { LedgerSide } from '../../import-report.ts';
import { useFieldWords } from './field-words.ts';
import styles from './SideBySide.module.css';

/** Rows of a ledger beside each other, field by field; where they differ, a mark and heavier letters say so. */
export function SideBySide({ rows }: { readonly rows: readonly LedgerSide[] }): ReactElement {
  const t = useText();
  const words = useFieldWords();
  const lines: readonly { readonly title: string; readonly of: (row: LedgerSide) => string }[] = [
    { title: t('register.field.name'), of: (row) => words('name', row.name) },
    { title: t('register.field.otherName'), of: (row) => words('otherName', row.otherName) },
    { title: t('register.field.idNumber'), of: (row) => row.maskedId ?? '—' },
    { title: t('register.field.door'), of: (row) => row.door || '—' },
    { title: t('register.field.sex'), of: (row) => words('sex', row.sex) },
    { title: t('register.field.birthDate'), of: (row) => words('birthDate', row.birthDate) },
    { title: t('register.field.phone'), of: (row) => words('phone', row.phone) },
    { title: t('register.field.relation'), of: (row) => words('relation', row.relation) },
  ];
  return (
    <div className={styles.scroll}>
      <table className={styles.beside}>
        <thead>
          <tr>
            <td />
            {rows.map((row) => (
              <th key={`${row.sheet} ${row.row}`} scope="col">
                <bdi>{row.sheet}</bdi> · {t('register.import.row', { row: row.row })}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {lines
            .filter(({ of }) => rows.some((row) => of(row) !== '—'))
            .map(({ title, of }) => {
              const differs = new Set(rows.map(of)).size > 1;
              return (
                <tr key={title} className={differs ? styles.differs : undefined}>
                  <th scope="row">
                    {title}
                    {differs && <span title={t('register.import.differs')}> ≠</span>}
                  </th>
                  {rows.map((row) => (
                    <td key={`${row.sheet} ${row.row}`}>
                      <PersonText>{of(row)}</PersonText>
                    </td>
                  ))}
                </tr>
              );
            })}
        </tbody>
      </table>
    </div>
  );
}
