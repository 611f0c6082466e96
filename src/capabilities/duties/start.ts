import { z } from 'zod';
import { type Command, command } from '../../kernel/command.ts';
import { query } from '../../kernel/query.ts';
import { ok, type Result, refuse } from '../../kernel/result.ts';
import { startNames } from './catalogue/starts.ts';
import { Assignment, type DutyChange, type HeldAssignment } from './model.ts';
import { refusalToPlace } from './rules/placing.ts';
import { keyOf, type StartGround, soleKeeper, startPlan } from './rules/start.ts';

const Start = z.object({
  start: z.enum(startNames),
  /** What was seen when it was chosen, each with the id it is to have. */
  lines: z
    .array(Assignment.pick({ id: true, duty: true, role: true, rank: true, organisationId: true, positionId: true }))
    .min(1)
    .max(600),
});
type Start = z.infer<typeof Start>;

export interface StartState {
  readonly ground: StartGround;
}

/**
 * Takes over a starting matrix, once: while nothing is held but by the organisation that keeps the matrix, nobody is there whose consent could be
 * asked. What is written is what was seen: when organisations, posts or mandates changed in between, it is refused.
 */
export const takeOverStart: Command<Start, StartState, DutyChange> = command({
  name: 'duties.takeOverStart',
  ver: 1,
  duty: 'duties.assign',
  urgency: 'desk',
  offline: false,
  payload: Start,
  decide({ ground }, said, { now }): Result<readonly DutyChange[]> {
    const keeper = soleKeeper(ground.matrix);
    if (!keeper) return refuse('conflict', 'duties.matrixBegun');
    const on = now.toISOString();
    const plan = startPlan(said.start, ground, keeper, on);
    const wanted = new Set(plan.lines.map(keyOf));
    if (said.lines.length !== wanted.size || !said.lines.every((line) => wanted.has(keyOf(line)))) return refuse('conflict', 'duties.startChanged');
    const standing = ground.matrix.standing.map((a) => (plan.ends.includes(a.id) ? { ...a, until: a.since > on ? a.since : on } : a));
    const takenIds = new Set(ground.matrix.takenIds);
    const assignments: HeldAssignment[] = [];
    for (const line of said.lines) {
      const begun: HeldAssignment = { ...line, grids: null, hazards: null, levels: null, since: on, until: null };
      const refused = refusalToPlace({ ...ground.matrix, standing, takenIds }, begun);
      if (refused) return refused;
      standing.push(begun);
      takenIds.add(begun.id);
      assignments.push(begun);
    }
    return ok([
      ...plan.ends.map((assignmentId): DutyChange => ({ type: 'dutyWithdrawn', assignmentId, on })),
      { type: 'dutiesAssigned', assignments },
    ]);
  },
});

/** What each starting matrix would write here; no rows once the matrix has been begun. */
export const startPlans = query({
  name: 'duties.startPlans',
  duty: 'duties.assign',
  args: z.object({}),
  row: z.object({
    start: z.enum(startNames),
    lines: z.array(
      Assignment.pick({ duty: true, role: true, rank: true, organisationId: true, positionId: true }).extend({
        organisation: z.string(),
        title: z.string().nullable(),
      }),
    ),
    missing: z.array(z.object({ kind: z.string(), why: z.enum(['none', 'unmanned', 'mandate']), duties: z.array(z.string()) })),
    standsIn: z.array(z.string()),
  }),
});
export type StartPlanRow = z.infer<typeof startPlans.row>;
