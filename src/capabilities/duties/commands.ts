import { z } from 'zod';
import { type Command, command } from '../../kernel/command.ts';
import { ok, refuse } from '../../kernel/result.ts';
import { Assignment, type AssignmentId, assignmentId, type DutyChange, type HeldAssignment } from './model.ts';
import { type MatrixState, refusalToPlace } from './rules/placing.ts';

/** Permissions change online only, by whoever holds `duties.assign`; an installation lays out the first matrix. */
const byKeeper = { ver: 1, duty: 'duties.assign', bySystem: true, urgency: 'desk', offline: false } as const;

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
      const since = wanted.since ? new Date(wanted.since).toISOString() : now.toISOString();
      const until = wanted.until ? new Date(wanted.until).toISOString() : null;
      const assignment: HeldAssignment = { ...wanted, since, until };
      const refused = refusalToPlace({ ...state, standing, takenIds: ids }, assignment);
      if (refused) return refused;
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
