import type { ReactElement } from 'react';
import { PersonText } from '../../../../platform/web/text/parts.tsx';
import { useText } from '../../../../platform/web/text/TextProvider.tsx';
import type { LedgerSide, PreviewReport } from '../../import-report.ts';
import styles from './import.module.css';
import { SideBySide } from './SideBySide.tsx';

/** Identity numbers whose check digit or date is wrong: imported as written, marked, for somebody to ask. */
export function InvalidIds({ invalid }: { readonly invalid: PreviewReport['invalidIds'] }): ReactElement {
  const t = useText();
  return (
    <div className="b-rows">
      <p className="b-soft">{t('register.import.invalidLead')}</p>
      <ul className={styles.list}>
        {invalid.rows.map((row) => (
          <li key={`${row.sheet} ${row.row}`} className={styles.finding}>
            <strong>
              <PersonText>{row.name || '—'}</PersonText>
            </strong>
            <bdi>{row.door}</bdi>
            <bdi className="b-num">{row.maskedId}</bdi>
            <Place row={row} />
          </li>
        ))}
      </ul>
      {invalid.count > invalid.rows.length && (
        <p className="b-soft">{t('register.import.cut', { shown: invalid.rows.length, all: invalid.count })}</p>
      )}
    </div>
  );
}

/** One identity number under two names: both stay, somebody looks later. */
export function SharedIds({ shared }: { readonly shared: PreviewReport['sharedIds'] }): ReactElement {
  const t = useText();
  return (
    <div className="b-rows">
      <p className="b-soft">{t('register.import.sharedLead')}</p>
      {shared.map((rows) => (
        <SideBySide key={rows.map(({ sheet, row }) => `${sheet} ${row}`).join()} rows={rows} />
      ))}
    </div>
  );
}

/** Rows that are no residents, by reason. */
export function UnreadRows({ unread }: { readonly unread: PreviewReport['unreadRows'] }): ReactElement {
  const t = useText();
  return (
    <div className="b-rows">
      <p className="b-soft">{t('register.import.unreadLead')}</p>
      <dl className={styles.reasons}>
        {[...Map.groupBy(unread.rows, ({ reason, sheet }) => `${reason} ${sheet}`)].map(([key, rows]) => (
          <div key={key}>
            <dt>
              {t(`register.import.unread.${rows[0]?.reason ?? 'note'}`)} · <bdi>{rows[0]?.sheet}</bdi>
            </dt>
            <dd className="b-num">{rows.map(({ row }) => row).join(' · ')}</dd>
          </div>
        ))}
      </dl>
      {unread.count > unread.rows.length && <p className="b-soft">{t('register.import.cut', { shown: unread.rows.length, all: unread.count })}</p>}
    </div>
  );
}

function Place({ row }: { readonly row: LedgerSide }): ReactElement {
  const t = useText();
  return (
    <span className="b-soft b-small">
      <bdi>{row.sheet}</bdi> · {t('register.import.row', { row: row.row })}
    </span>
  );
}
