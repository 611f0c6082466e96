import type { Language } from '../../../platform/web/text/languages.ts';
import { useHasText, useText } from '../../../platform/web/text/TextProvider.tsx';
import type { Words } from '../model.ts';

/** A text in the reader's language; what was not translated is shown in Chinese. */
export const inLanguage = (words: Words, language: Language): string => words[language] || words.zh;

/** A hazard by name; one that a community added itself is shown as written. */
export function useHazard(): (hazard: string) => string {
  const t = useText();
  const has = useHasText();
  return (hazard) => (has(`readiness.hazard.${hazard}`) ? t(`readiness.hazard.${hazard}`) : hazard);
}

/** "within 2 hours": minutes after activation as people say them. */
export function useWithin(): (withinMin: number) => string {
  const t = useText();
  return (withinMin) => {
    if (withinMin === 0) return t('readiness.atOnce');
    if (withinMin < 120) return t('readiness.withinMin', { n: withinMin });
    return withinMin < 2880
      ? t('readiness.withinHours', { n: Math.round(withinMin / 6) / 10 })
      : t('readiness.withinDays', { n: Math.round(withinMin / 144) / 10 });
  };
}
