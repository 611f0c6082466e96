import { useHasText, useText } from '../../../platform/web/text/TextProvider.tsx';
import type { NeedCode } from '../rules/needs-from-text.ts';
import type { Vulnerability } from '../rules/vulnerability.ts';

/** How someone stands to the head of the household: a known word in the reader's language, else the household's own. */
export function useRelation(): (relation: string) => string {
  const t = useText();
  const has = useHasText();
  return (relation) => (relation !== '' && has(`register.relation.${relation}`) ? t(`register.relation.${relation}`) : relation);
}

/** Needs in words, in the order given. */
export function useNeeds(): (codes: readonly NeedCode[]) => string {
  const t = useText();
  return (codes) => codes.map((code) => t(`register.need.${code}`)).join(t('web.comma'));
}

/** Why a door stands where it does in the order of a round: "oxygen 2 · lives alone 1". */
export function useReasons(): (vulnerability: Vulnerability) => string {
  const t = useText();
  return ({ reasons }) => reasons.map(({ code, people, each }) => `${t(`register.need.${code}`)} +${people * each}`).join(' · ');
}
