import { NativeSelect } from '@mantine/core';
import type { ReactElement } from 'react';
import { useText } from '../../../../platform/web/text/TextProvider.tsx';
import styles from './import.module.css';

export interface NewBuilding {
  readonly building: string;
  readonly residents: number;
  /** The grid that it will belong to, by number. */
  readonly grid: number;
}

interface Props {
  readonly buildings: readonly NewBuilding[];
  /** Numbers of the grids that the community has. */
  readonly grids: ReadonlySet<number>;
  readonly onGrid: (buildings: readonly string[], grid: number) => void;
}

/** Buildings that the community does not know yet, and which grid each of them belongs to. */
export function Buildings({ buildings, grids, onGrid }: Props): ReactElement {
  const t = useText();
  const numbers = [...new Set([...grids, ...buildings.map(({ grid }) => grid)])].sort((a, b) => a - b);
  const next = Math.max(0, ...numbers) + 1;
  const choices = [...numbers, next].map((n) => ({
    value: String(n),
    label: t(grids.has(n) ? 'register.import.grid' : 'register.import.newGrid', { n }),
  }));
  return (
    <div className="b-rows">
      <p className="b-soft">{t('register.import.buildingsLead')}</p>
      {buildings.length > 1 && (
        <NativeSelect
          className={styles.narrow}
          label={t('register.import.allToGrid')}
          value=""
          onChange={(event) => {
            const grid = Number(event.currentTarget.value);
            if (grid > 0)
              onGrid(
                buildings.map(({ building }) => building),
                grid,
              );
          }}
          data={[{ value: '', label: t('web.choose') }, ...choices]}
        />
      )}
      <ul className={styles.buildings}>
        {buildings.map(({ building, residents, grid }) => (
          <li key={building} className={styles.building}>
            <span>
              <strong>{t('register.import.building', { building })}</strong>{' '}
              <span className="b-soft">{t('register.import.buildingRows', { n: residents })}</span>
            </span>
            <NativeSelect
              aria-label={t('register.import.gridOf', { building })}
              value={String(grid)}
              onChange={(event) => onGrid([building], Number(event.currentTarget.value))}
              data={choices}
            />
          </li>
        ))}
      </ul>
    </div>
  );
}
