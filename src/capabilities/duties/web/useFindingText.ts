import { useMemo } from 'react';
import { useHasText, useText } from '../../../platform/web/text/TextProvider.tsx';
import { findDuty } from '../catalogue.ts';
import type { FindingRow } from '../queries-analysis.ts';
import type { Fix } from '../rules/analysis/model.ts';
import { fixSentence, sentenceOf } from '../rules/analysis/words.ts';

/** How findings are said in the reader's language. */
export function useFindingText() {
  const t = useText();
  const has = useHasText();
  return useMemo(() => {
    const titleOf = (code: string): string => (findDuty(code) ? t(`duty.${code}`) : code);
    const hazardOf = (code: string): string => {
      if (code === '*') return t('duties.otherHazard');
      return has(`readiness.hazard.${code}`) ? t(`readiness.hazard.${code}`) : code;
    };
    return {
      titleOf,
      /** What is wrong. */
      sentence: (finding: FindingRow): string => {
        const { key, slots } = sentenceOf(finding, titleOf);
        return t(key, slots);
      },
      /** What closes it. */
      fix: (finding: FindingRow): string => {
        // The server made it from its own union; the row keeps it open so that an older phone can read a newer server.
        const { key, slots } = fixSentence(finding.fix as Fix, titleOf);
        return has(key) ? t(key, slots) : t('duties.analysis.open');
      },
      /** For what part of the work it holds; null: for all of it. */
      where: ({ where }: FindingRow): string | null => {
        const parts = [
          where.gridNumbers && t('duties.inGrids', { grids: where.gridNumbers.join(', ') }),
          where.hazards?.map(hazardOf).join(' · '),
          where.levels &&
            t('duties.analysis.atLevels', { levels: where.levels.map((one) => (one === 'none' ? t('duties.analysis.noLevel') : one)).join(', ') }),
        ];
        return parts.filter(Boolean).join(' · ') || null;
      },
    };
  }, [t, has]);
}
