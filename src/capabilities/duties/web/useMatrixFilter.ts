import { useMemo } from 'react';
import { useAddressWords } from '../../../platform/web/shell/address.ts';
import { links, phases } from '../model.ts';
import { levelsAndNone } from '../rules/analysis/model.ts';
import type { MatrixFilter, Occasion } from '../rules/matrix.ts';

/** Words of the address that hold a choice of the matrix. `duty`, `organisation` and `cell` are taken: they open panels. */
const words = ['phase', 'link', 'hazard', 'level', 'grid', 'with', 'critical', 'gaps', 'find'] as const;
export type FilterWord = (typeof words)[number];

export interface MatrixChoice {
  readonly filter: MatrixFilter;
  readonly occasion: Occasion;
  /** What is chosen, as it stands in the address; '' where nothing is. */
  readonly chosen: Readonly<Record<FilterWord, string>>;
  readonly set: (word: FilterWord, value: string) => void;
  readonly clear: () => void;
  /** How many choices narrow what is shown. */
  readonly count: number;
}

/**
 * What is looked for in the matrix. All of it stands in the address, so that what one sees can be sent to somebody; it holds choices and words
 * about duties, never people.
 */
export function useMatrixFilter(): MatrixChoice {
  const [chosen, set] = useAddressWords(words);
  const { phase, link, hazard, level, grid, with: organisation, critical, gaps, find } = chosen;
  const filter = useMemo(
    (): MatrixFilter => ({
      phase: phases.find((one) => one === phase) ?? null,
      link: links.find((one) => String(one) === link) ?? null,
      organisation: organisation || null,
      criticalOnly: critical === '1',
      gapsOnly: gaps === '1',
      text: find,
    }),
    [phase, link, organisation, critical, gaps, find],
  );
  const occasion = useMemo(
    (): Occasion => ({ hazard: hazard || null, level: levelsAndNone.find((one) => one === level) ?? null, grid: grid || null }),
    [hazard, level, grid],
  );
  return {
    filter,
    occasion,
    chosen,
    set,
    clear: () => {
      for (const word of words) set(word, '');
    },
    count: words.filter((word) => chosen[word] !== '').length,
  };
}
