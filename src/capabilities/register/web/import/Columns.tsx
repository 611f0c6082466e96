import { NativeSelect } from '@mantine/core';
import type { ReactElement } from 'react';
import { StatusMark } from '../../../../platform/web/parts/StatusMark.tsx';
import { PersonText } from '../../../../platform/web/text/parts.tsx';
import { useText } from '../../../../platform/web/text/TextProvider.tsx';
import type { PreviewReport } from '../../import-report.ts';
import { NeedCode } from '../../model.ts';
import { type ColumnChoice, type ColumnMapping, type LedgerField, ledgerFields, refusedFields } from '../../rules/ledger/model.ts';
import { needCodes } from '../../rules/needs-from-text.ts';
import styles from './import.module.css';

/** Below this a reading is a guess and somebody should look. */
const sureFrom = 0.8;

const isRefused = (field: LedgerField): boolean => refusedFields.some((refused) => refused === field);

/** Columns with the same heading that were read the same way, over all sheets. */
function columnGroups(report: PreviewReport): ColumnMapping[][] {
  const columns = report.sheets.flatMap((sheet) => sheet.columns);
  return [...Map.groupBy(columns, ({ heading, column, field, need }) => `${heading || column} ${field} ${need ?? ''}`).values()];
}

interface Props {
  readonly report: PreviewReport;
  readonly busy: boolean;
  readonly onCorrect: (corrections: readonly ColumnChoice[]) => void;
}

/** What each column was taken for, with a value, and the way to say otherwise; refused columns say why. */
export function Columns({ report, busy, onCorrect }: Props): ReactElement {
  const t = useText();
  const correct = (group: readonly ColumnMapping[], value: string) => {
    const code = NeedCode.safeParse(value.replace('need ', ''));
    const field = ledgerFields.find((one) => one === value.split(' ')[0]);
    if (!field) return;
    const said = group.map(({ sheet, column }): ColumnChoice => ({ sheet, column, field, ...(code.success ? { need: code.data } : {}) }));
    const others = report.corrections.filter((one) => !said.some(({ sheet, column }) => sheet === one.sheet && column === one.column));
    onCorrect([...others, ...said]);
  };
  return (
    <div className="b-rows">
      <p className="b-soft">{t('register.import.columnsLead')}</p>
      <ul className={styles.columns} aria-busy={busy}>
        {columnGroups(report).map((group) => {
          const [first] = group;
          if (!first) return null;
          const id = `${first.sheet} ${first.column}`;
          return (
            <li key={`${id} ${first.field}`} className={styles.column}>
              <span className={styles.heading}>
                <strong>
                  <bdi>{first.heading || t('register.import.noHeading', { n: first.column + 1 })}</bdi>
                </strong>
                {first.sample && (
                  <span className="b-soft b-small">
                    {t('register.import.example')} <PersonText>{first.sample}</PersonText>
                  </span>
                )}
              </span>
              {isRefused(first.field) ? (
                <StatusMark is="stopped" word={t('register.import.refusedColumn')} />
              ) : (
                <Meaning column={first} busy={busy} onChoose={(value) => correct(group, value)} />
              )}
            </li>
          );
        })}
      </ul>
    </div>
  );
}

function Meaning({
  column,
  busy,
  onChoose,
}: {
  readonly column: ColumnMapping;
  readonly busy: boolean;
  readonly onChoose: (value: string) => void;
}): ReactElement {
  const t = useText();
  const fields = ledgerFields
    .filter((field) => field !== 'need' && !isRefused(field))
    .map((field) => ({ value: field, label: t(`register.column.${field}`) }));
  const needs = needCodes.map((code) => ({ value: `need ${code}`, label: t(`register.need.${code}`) }));
  return (
    <span className={styles.meaning}>
      <NativeSelect
        aria-label={t('register.import.meaning', { heading: column.heading || String(column.column + 1) })}
        value={column.field === 'need' ? `need ${column.need ?? 'other'}` : column.field}
        disabled={busy}
        onChange={(event) => onChoose(event.currentTarget.value)}
        data={[
          { group: t('register.import.fields'), items: fields },
          { group: t('register.import.needColumn'), items: needs },
        ]}
      />
      {column.confidence < sureFrom && column.field !== 'ignored' && <StatusMark is="unknown" word={t('register.import.unsure')} />}
    </span>
  );
}
