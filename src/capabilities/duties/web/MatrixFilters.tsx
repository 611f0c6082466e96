import { Button, Checkbox, NativeSelect, TextInput } from '@mantine/core';
import type { ReactElement } from 'react';
import { usePhone } from '../../../platform/web/shell/usePhone.ts';
import { useQueryRows } from '../../../platform/web/sync/queries.ts';
import { useText } from '../../../platform/web/text/TextProvider.tsx';
import { places } from '../../community/index.ts';
import { links, phases } from '../model.ts';
import type { CellRow } from '../queries.ts';
import { levelsAndNone } from '../rules/analysis/model.ts';
import type { MatrixColumn } from '../rules/matrix.ts';
import styles from './Duties.module.css';
import type { FilterWord, MatrixChoice } from './useMatrixFilter.ts';
import { useHazards } from './useOccasion.ts';

interface Props {
  readonly choice: MatrixChoice;
  /** What hazards are gathered from. */
  readonly rows: readonly CellRow[];
  readonly organisations: readonly MatrixColumn[];
  /** Words that are not asked for here, since the page asks for them otherwise. */
  readonly without?: readonly FilterWord[];
}

/** What is looked for in the matrix: on a phone folded away, with the number of choices in its title. */
export function MatrixFilters({ choice, rows, organisations, without = [] }: Props): ReactElement {
  const t = useText();
  const phone = usePhone();
  const { chosen, set, clear, count } = choice;
  const hazards = useHazards(rows, chosen.hazard || null);
  const grounds = useQueryRows(places, {});
  const select = (word: FilterWord, label: string, all: string, choices: readonly { readonly value: string; readonly label: string }[]) =>
    !without.includes(word) && (
      <NativeSelect
        label={label}
        value={chosen[word]}
        onChange={(event) => set(word, event.currentTarget.value)}
        data={[{ value: '', label: all }, ...choices]}
      />
    );
  const tick = (word: 'critical' | 'gaps', label: string) =>
    !without.includes(word) && (
      <Checkbox label={label} checked={chosen[word] === '1'} onChange={(event) => set(word, event.currentTarget.checked ? '1' : '')} />
    );
  const fields = (
    <div className={styles.filters} role="search">
      {!without.includes('find') && (
        <TextInput label={t('duties.find')} type="search" value={chosen.find} onChange={(event) => set('find', event.currentTarget.value)} />
      )}
      {select(
        'phase',
        t('duties.phases'),
        t('duties.allPhases'),
        phases.map((one) => ({ value: one, label: t(`duties.phase.${one}`) })),
      )}
      {select(
        'link',
        t('duties.link'),
        t('duties.allLinks'),
        links.map((one) => ({ value: String(one), label: t(`duties.link.${one}`) })),
      )}
      {select('hazard', t('duties.analysis.hazard'), t('duties.allHazards'), hazards)}
      {select(
        'level',
        t('duties.analysis.level'),
        t('duties.allLevels'),
        levelsAndNone.map((one) => ({ value: one, label: one === 'none' ? t('duties.ordinary') : t('duties.analysis.levelIs', { level: one }) })),
      )}
      {select(
        'grid',
        t('duties.grids'),
        t('duties.allGrids'),
        grounds.rows.filter((place) => place.at === 'grid').map((place) => ({ value: place.id, label: place.name })),
      )}
      {select(
        'with',
        t('duties.organisation'),
        t('duties.allOrganisations'),
        organisations.map((one) => ({ value: one.id, label: one.name })),
      )}
      {tick('critical', t('duties.criticalOnly'))}
      {tick('gaps', t('duties.gapsOnly'))}
      {count > 0 && (
        <Button variant="default" onClick={clear}>
          {t('duties.clearFilters')}
        </Button>
      )}
    </div>
  );
  return phone ? (
    <details className="b-noprint">
      <summary>{t('duties.filters', { n: count })}</summary>
      {fields}
    </details>
  ) : (
    <div className="b-noprint">{fields}</div>
  );
}
