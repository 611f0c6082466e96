import type { ReactElement, ReactNode } from 'react';
import { useQueryRows } from '../../../platform/web/sync/queries.ts';
import { PersonText, When } from '../../../platform/web/text/parts.tsx';
import { useHasText, useText } from '../../../platform/web/text/TextProvider.tsx';
import { places } from '../../community/index.ts';
import type { CardRow } from '../queries.ts';
import { letterOf } from '../rules/matrix.ts';
import styles from './Duties.module.css';

interface Props {
  readonly row: CardRow;
  /** What stands in the first line: who holds the duty, or which duty is held. */
  readonly what: 'holder' | 'duty';
  readonly onDuty?: (code: string) => void;
  readonly children?: ReactNode;
}

/** What an assignment is limited to; without `since`, from when is not said. */
type Limited = Pick<CardRow, 'grids' | 'hazards' | 'levels' | 'until'> & { readonly since?: string };

/** One assignment: role and rank, who or what, its limits, since when, and how to call. */
export function CardLine({ row, what, onDuty, children }: Props): ReactElement {
  const t = useText();
  return (
    <li className={styles.cardLine}>
      <span className={styles.letters} data-role={row.role} title={t(`duties.role.${row.role}`)}>
        {letterOf(row)}
      </span>
      <div className="b-rows">
        <div className="b-line">
          {what === 'holder' ? (
            <strong>
              <bdi>{row.title ? `${row.organisation} · ${row.title}` : row.organisation}</bdi>
            </strong>
          ) : (
            <button type="button" className={styles.dutyName} onClick={() => onDuty?.(row.duty)}>
              {t(`duty.${row.duty}`)}
            </button>
          )}
          <span className="b-soft b-small">
            {t(`duties.role.${row.role}`)}
            {row.rank > 1 && ` · ${t('duties.backup', { rank: row.rank })}`}
          </span>
        </div>
        <div className="b-line b-small">
          {what === 'duty' && row.title && <bdi>{row.title}</bdi>}
          {row.holder ? <PersonText>{row.holder}</PersonText> : <span className="b-attention">{t('duties.vacant')}</span>}
          {row.phone && (
            <a href={`tel:${row.phone}`} dir="ltr">
              {row.phone}
            </a>
          )}
          {row.deputy && (
            <span>
              {t('duties.deputy')} <PersonText>{row.deputy}</PersonText>
            </span>
          )}
          {row.deputyPhone && (
            <a href={`tel:${row.deputyPhone}`} dir="ltr">
              {row.deputyPhone}
            </a>
          )}
        </div>
        {!row.carried && <span className="b-attention b-small">{t('duties.uncarried')}</span>}
        <Limits row={row} />
        {children && <div>{children}</div>}
      </div>
    </li>
  );
}

/** From when to when, where, for which hazards and levels. */
export function Limits({ row }: { readonly row: Limited }): ReactElement | null {
  const t = useText();
  const has = useHasText();
  const hazard = (code: string) => (has(`readiness.hazard.${code}`) ? t(`readiness.hazard.${code}`) : code);
  if (!row.since && !row.until && !row.grids && !row.hazards && !row.levels) return null;
  return (
    <div className="b-line b-small b-soft">
      {row.since && (
        <span>
          {t('duties.since')} <When at={row.since} style="date" />
        </span>
      )}
      {row.until && (
        <span>
          {t('duties.until')} <When at={row.until} style="date" />
        </span>
      )}
      {row.grids && <Grids ids={row.grids} />}
      {row.hazards && <span>{t('duties.onlyFor', { what: row.hazards.map(hazard).join(' · ') })}</span>}
      {row.levels && <span>{t('duties.onlyFor', { what: row.levels.join(' · ') })}</span>}
    </div>
  );
}

function Grids({ ids }: { readonly ids: readonly string[] }): ReactElement {
  const t = useText();
  const { rows } = useQueryRows(places, {});
  const names = rows.filter((place) => place.at === 'grid' && ids.includes(place.id)).map((place) => place.name);
  return <span>{t('duties.onlyFor', { what: names.join(' · ') })}</span>;
}
