import { useCallback } from 'react';
import { useHasText, useText } from '../../../platform/web/text/TextProvider.tsx';

/** The name of a word from an open list (kinds of organisation or facility, skills, spoken languages); a word that nobody translated is shown as it is. */
export function useKindName(list: 'kind' | 'facility' | 'skill' | 'tongue'): (word: string) => string {
  const t = useText();
  const has = useHasText();
  return useCallback((word) => (has(`community.${list}.${word}`) ? t(`community.${list}.${word}`) : word.replaceAll('_', ' ')), [list, t, has]);
}
