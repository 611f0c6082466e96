import type { Language } from '../../../platform/web/text/languages.ts';
import { useHasText, useLanguage, useText } from '../../../platform/web/text/TextProvider.tsx';
import type { Words } from '../model.ts';

/** The reader's language, else Chinese, which is always there. */
export const inLanguage = (words: Words, language: Language): string => words[language] || words.zh;

/** What a task is called: its own title, else what kind of help it is. */
export function useTaskTitle(): (task: { readonly kind: string; readonly title: Words }) => string {
  const t = useText();
  const { language } = useLanguage();
  return ({ kind, title }) => inLanguage(title, language) || t(`response.kind.${kind}`);
}

/** A hazard by name; one that a community added itself is shown as written. */
export function useHazard(): (hazard: string) => string {
  const t = useText();
  const has = useHasText();
  return (hazard) => (has(`readiness.hazard.${hazard}`) ? t(`readiness.hazard.${hazard}`) : hazard);
}
