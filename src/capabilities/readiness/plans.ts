import type { PlanText } from './model.ts';
import { suddenPlans } from './rules/plans/sudden.ts';
import { weatherPlans } from './rules/plans/weather.ts';

/**
 * Ready-made plans: our own reading of what a residents' committee does, written to be changed by each community. They cite no norm for
 * deadlines or amounts; where a law grades warnings it is named beside the trigger. Code: `<hazard>-<level>`, e.g. `storm-III`.
 */
export const readyMadePlans: ReadonlyMap<string, PlanText> = new Map(
  [...weatherPlans, ...suddenPlans].map((plan) => [`${plan.hazard}-${plan.level}`, plan]),
);

export const readyMadePlan = (code: string): PlanText | undefined => readyMadePlans.get(code);
