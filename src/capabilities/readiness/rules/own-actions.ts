import type { Level, PlanAction, Words } from '../model.ts';

/** A plan as phones copy it; `actions` in the order in which they are due, empty once the plan is retired. */
export interface PlanHere {
  readonly id: string;
  readonly hazard: string;
  readonly level: Level;
  readonly title: Words;
  readonly actions: readonly Pick<PlanAction, 'order' | 'title' | 'duty' | 'withinMin'>[];
}

/**
 * What somebody does in each plan: the actions of the duties that they hold, plans of one hazard together and the highest level first.
 * Who owns the task in the end is chosen when the plan is activated; it is one of those who hold the duty.
 */
export const ownActions = (plans: readonly PlanHere[], may: (duty: string) => boolean): readonly PlanHere[] =>
  plans
    .map((plan) => ({ ...plan, actions: plan.actions.filter((action) => may(action.duty)) }))
    .filter((plan) => plan.actions.length > 0)
    .toSorted((a, b) => compare(a.hazard, b.hazard) || compare(a.level, b.level) || compare(a.id, b.id));

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
