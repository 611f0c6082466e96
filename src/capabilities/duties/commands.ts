import { z } from 'zod';
import { type Command, command } from '../../kernel/command.ts';
import { ok, refuse } from '../../kernel/result.ts';
import { findDuty } from './catalogue.ts';
import { Assignment, type AssignmentId, assignmentId, type DutyChange, type HeldAssignment } from './model.ts';
import { accountableTwice } from './rules/assignments.ts';

/** Permissions change online only, by whoever holds `duties.assign`; an installation lays out the first matrix. */
const byKeeper = { ver: 1, duty: 'duties.assign', bySystem: true, urgency: 'desk', offline: false } as const;

export interface MatrixState {
  /** Assignments that have not ended, of the duties concerned. */
  readonly standing: readonly HeldAssignment[];
  readonly takenIds: ReadonlySet<string>;
  /** Active organisations, positions that stand (with their organisation) and grids, as far as the payload names them. */
  readonly organisations: ReadonlySet<string>;
  readonly positions: ReadonlyMap<string, string>;
  readonly grids: ReadonlySet<string>;
}

const Assign = z.object({ assignments: z.array(Assignment).min(1).max(600) });
export type Assign = z.infer<typeof Assign>;

/** Writes cells of the matrix: all of them or none. */
export const assign: Command<Assign, MatrixState, DutyChange> = command({
  ...byKeeper,
  name: 'duties.assign',
  payload: Assign,
  decide(state, { assignments }, { now }) {
    const standing = [...state.standing];
    const ids = new Set(state.takenIds);
    const assigned: HeldAssignment[] = [];
    for (const wanted of assignments) {
      const duty = findDuty(wanted.duty);
      if (!duty) return refuse('invalid', 'duties.unknownDuty');
      if (ids.has(wanted.id)) return refuse('conflict', 'duties.exists');
      if (!state.organisations.has(wanted.organisationId)) return refuse('missing', 'duties.organisationGone');
      if (wanted.positionId && state.positions.get(wanted.positionId) !== wanted.organisationId) return refuse('missing', 'duties.positionGone');
      if (wanted.grids?.some((grid) => !state.grids.has(grid))) return refuse('missing', 'duties.gridGone');
      if (duty.opens && (wanted.hazards || wanted.levels)) return refuse('invalid', 'duties.limitNotHere', { duty: duty.code });
      const since = wanted.since ? new Date(wanted.since).toISOString() : now.toISOString();
      const until = wanted.until ? new Date(wanted.until).toISOString() : null;
      if (until !== null && until <= since) return refuse('invalid', 'duties.endsBeforeItBegins');
      const assignment: HeldAssignment = { ...wanted, since, until };
      if (accountableTwice(standing, assignment)) return refuse('conflict', 'duties.alreadyAccountable', { duty: duty.code });
      standing.push(assignment);
      ids.add(wanted.id);
      assigned.push(assignment);
    }
    return ok([{ type: 'dutiesAssigned', assignments: assigned }]);
  },
});

const Withdraw = z.object({ assignmentId });
export type WithdrawState = { readonly at: 'nowhere' } | { readonly at: 'standing' | 'ended'; readonly lastKeeper: boolean };

/** Takes a duty back from now on; what was done under it stays in the record. The last way to assign duties cannot be taken back. */
export const withdraw: Command<{ assignmentId: AssignmentId }, WithdrawState, DutyChange> = command({
  ...byKeeper,
  name: 'duties.withdraw',
  payload: Withdraw,
  decide(state, payload, { now }) {
    if (state.at === 'nowhere') return refuse('missing', 'duties.assignmentGone');
    if (state.at === 'ended') return refuse('conflict', 'duties.assignmentEnded');
    if (state.lastKeeper) return refuse('conflict', 'duties.lastKeeper');
    return ok([{ type: 'dutyWithdrawn', assignmentId: payload.assignmentId, on: now.toISOString() }]);
  },
});
