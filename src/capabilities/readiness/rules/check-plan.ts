import { ok, type Result, refuse } from '../../../kernel/result.ts';
import type { PlanText } from '../model.ts';

/** Actions in order of their deadline with running numbers; refuses two actions with one number. */
export function checkPlanText(text: PlanText): Result<PlanText> {
  const orders = new Set(text.actions.map((action) => action.order));
  if (orders.size !== text.actions.length) return refuse('invalid', 'readiness.actionNumberTwice');
  if (text.trigger.words.length > 0 && text.trigger.colours.length === 0 && text.trigger.levelWords.length === 0) {
    return refuse('invalid', 'readiness.triggerWithoutLevel');
  }
  return ok({ ...text, actions: [...text.actions].sort((a, b) => a.order - b.order) });
}
