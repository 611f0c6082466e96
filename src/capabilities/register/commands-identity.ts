import { z } from 'zod';
import { command, formerPayload } from '../../kernel/command.ts';
import { ok, refuse } from '../../kernel/result.ts';
import { reviewOf } from './commands.ts';
import { IdNumber, lookId, type RegisterChange, type ResidentState, residentId } from './model.ts';
import type { Difference } from './rules/conflicts.ts';
import { readIdNumber } from './rules/id-number.ts';

/** A resident, and the identity number that is recorded: its version, and whether it is the one now said. */
export interface IdentityState {
  readonly resident: ResidentState;
  readonly recorded: { readonly version: number; readonly same: boolean } | null;
}

const RecordIdentity = z.object({
  residentId,
  idNumber: IdNumber,
  /** The community's version that the writer had before them, with the recorded number masked; 0: nothing. */
  basis: z.number().int().min(0),
});

/**
 * Writes a resident's identity number. A protected field: whoever may write it may also read it, and a number that the writer did not know
 * of is not written over.
 */
export const recordIdentity = command<z.infer<typeof RecordIdentity>, IdentityState, RegisterChange>({
  name: 'register.recordIdentity',
  ver: 2,
  formerly: [formerPayload(z.object({ residentId, idNumber: IdNumber }), (p) => ({ ...p, basis: 0 }))],
  payload: RecordIdentity,
  duty: 'register.readIdentity',
  urgency: 'desk',
  offline: false,
  decide({ resident: state, recorded }, p, facts) {
    if (state.at !== 'here') return refuse('missing', 'register.residentGone');
    if (recorded?.same) return ok([]);
    if (recorded && recorded.version > p.basis) {
      // The values themselves stay sealed.
      const said: Difference[] = [{ field: 'idNumber', earlier: null, later: null, since: recorded.version, basis: p.basis }];
      return ok([reviewOf(state.resident, 'identity', said, facts, { idNumber: p.idNumber })]);
    }
    return ok([{ type: 'identityRecorded', id: p.residentId, idNumber: p.idNumber, valid: readIdNumber(p.idNumber).valid }]);
  },
});

const LookAtIdentity = z.object({ lookId, residentId, reason: z.string().trim().min(2).max(200) });

/** Asks to see an identity number: recorded with who and why before it is shown, also to the resident. */
export const lookAtIdentity = command<z.infer<typeof LookAtIdentity>, ResidentState, RegisterChange>({
  name: 'register.lookAtIdentity',
  ver: 1,
  payload: LookAtIdentity,
  duty: 'register.readIdentity',
  urgency: 'desk',
  offline: false,
  decide(state, p, { actor }) {
    if (state.at !== 'here') return refuse('missing', 'register.residentGone');
    if (actor.kind !== 'person') return refuse('forbidden', 'register.onlyPeopleLook');
    return ok([{ type: 'identityLookedAt', lookId: p.lookId, id: p.residentId, by: actor.person, reason: p.reason }]);
  },
});
