import { z } from 'zod';
import { type Command, command } from '../../kernel/command.ts';
import { query } from '../../kernel/query.ts';
import { ok, type Result, refuse } from '../../kernel/result.ts';
import { everyPostHolds, findDuty } from './catalogue.ts';
import type { Duty } from './model.ts';

/** What a community puts in the place of the catalogue's estimates for one duty. */
export const Estimate = z.object({
  /** Person-hours a day for every 1,000 residents while the duty is carried out in full. */
  effort: z.number().min(0).max(200),
  /** Minutes to the first action, up to 14 days; null: no clock runs. */
  targetMin: z.number().int().min(1).max(20_160).nullable().default(null),
  /** Any one of these makes a person able to do it; empty: anyone is able. */
  skills: z
    .array(z.string().regex(/^[a-z][a-z_]{1,39}$/))
    .max(10)
    .default([]),
});
export type Estimate = z.infer<typeof Estimate>;

const SetEstimate = z.object({
  /** Code of the catalogue. */
  duty: z.string().max(60),
  /** null: back to the catalogue's. */
  estimate: Estimate.nullable(),
});
type SetEstimate = z.infer<typeof SetEstimate>;

export type EstimateChange =
  | { readonly type: 'dutyEstimated'; readonly duty: string; readonly estimate: Estimate; readonly on: string }
  | { readonly type: 'estimateDropped'; readonly duty: string };

/** Replaces the catalogue's estimates of one duty by the community's own, or goes back to them. Load, gaps and remedy count with them from then on. */
export const setEstimate: Command<SetEstimate, null, EstimateChange> = command({
  name: 'duties.setEstimate',
  ver: 1,
  duty: 'duties.assign',
  urgency: 'desk',
  offline: false,
  payload: SetEstimate,
  decide(_, { duty, estimate }, { now }): Result<readonly EstimateChange[]> {
    if (!findDuty(duty)) return refuse('invalid', 'duties.unknownDuty');
    if (!estimate) return ok([{ type: 'estimateDropped', duty }]);
    return ok([{ type: 'dutyEstimated', duty, estimate: { ...estimate, skills: [...new Set(estimate.skills)] }, on: now.toISOString() }]);
  },
});

/** Estimates of the community's own; duties without a row keep the catalogue's. */
export const estimates = query({
  name: 'duties.estimates',
  duty: everyPostHolds,
  args: z.object({}),
  row: Estimate.extend({ duty: z.string(), since: z.string() }),
});
export type EstimateRow = z.infer<typeof estimates.row>;

/** The catalogue with a community's own estimates in it. */
export function withEstimates(
  duties: readonly Duty[],
  own: readonly Pick<EstimateRow, 'duty' | 'effort' | 'targetMin' | 'skills'>[],
): readonly Duty[] {
  const byDuty = new Map(own.map((e) => [e.duty, e]));
  return duties.map((duty) => {
    const found = byDuty.get(duty.code);
    return found ? { ...duty, effort: found.effort, targetMin: found.targetMin, skills: found.skills } : duty;
  });
}
