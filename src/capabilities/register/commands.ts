import { z } from 'zod';
import { command } from '../../kernel/command.ts';
import type { GridId } from '../../kernel/ids.ts';
import { ok, refuse } from '../../kernel/result.ts';
import {
  dwellingId,
  type Home,
  type HouseholdState,
  householdId,
  IdNumber,
  lookId,
  type RegisterChange,
  type ResidentField,
  ResidentFields,
  type ResidentState,
  residentId,
  SomeResidentFields,
  Tenure,
} from './model.ts';
import { readIdNumber } from './rules/id-number.ts';

/** Grid where it happens, for the area of the duty. Nothing found: no grid, and the rule then says that it is missing. */
export const gridOf = (state: HouseholdState | ResidentState): GridId | undefined => {
  if (state.at === 'nowhere') return undefined;
  return 'household' in state ? state.household.grid : state.resident.grid;
};

const AddHousehold = z.object({ householdId, dwellingId, tenure: Tenure });

export interface NewHouseholdState {
  readonly household: HouseholdState;
  readonly home: Home | null;
}

/** A household moves in behind a door. Several may share one door (shared flats). */
export const addHousehold = command<z.infer<typeof AddHousehold>, NewHouseholdState, RegisterChange>({
  name: 'register.addHousehold',
  ver: 1,
  payload: AddHousehold,
  duty: 'register.write',
  urgency: 'desk',
  offline: true,
  decide(state, p) {
    if (state.household.at !== 'nowhere') return refuse('conflict', 'register.householdExists');
    if (!state.home) return refuse('missing', 'register.dwellingGone');
    return ok([{ type: 'householdAdded', id: p.householdId, home: state.home, tenure: p.tenure }]);
  },
});

const CorrectHousehold = z.object({ householdId, tenure: Tenure });

/** Says how the household lives there. */
export const correctHousehold = command<z.infer<typeof CorrectHousehold>, HouseholdState, RegisterChange>({
  name: 'register.correctHousehold',
  ver: 1,
  payload: CorrectHousehold,
  duty: 'register.write',
  urgency: 'desk',
  offline: true,
  decide(state, p) {
    if (state.at === 'nowhere') return refuse('missing', 'register.householdGone');
    return ok(state.household.tenure === p.tenure ? [] : [{ type: 'householdCorrected', id: p.householdId, tenure: p.tenure }]);
  },
});

const MoveHousehold = z.object({ householdId, dwellingId });

/** The whole household moves behind another door of this community. */
export const moveHousehold = command<z.infer<typeof MoveHousehold>, NewHouseholdState, RegisterChange>({
  name: 'register.moveHousehold',
  ver: 1,
  payload: MoveHousehold,
  duty: 'register.write',
  urgency: 'desk',
  offline: false,
  decide(state, p) {
    if (state.household.at === 'nowhere') return refuse('missing', 'register.householdGone');
    if (!state.home) return refuse('missing', 'register.dwellingGone');
    const from = state.household.household;
    if (from.dwellingId === state.home.dwellingId) return refuse('conflict', 'register.sameDoor');
    return ok([{ type: 'householdMoved', id: p.householdId, from, home: state.home }]);
  },
});

const VerifyHousehold = z.object({ householdId });

/** Someone stood at the door and what is written is right. */
export const verifyHousehold = command<z.infer<typeof VerifyHousehold>, HouseholdState, RegisterChange>({
  name: 'register.verifyHousehold',
  ver: 1,
  payload: VerifyHousehold,
  duty: 'register.write',
  urgency: 'field',
  offline: true,
  decide: (state, p) =>
    state.at === 'nowhere' ? refuse('missing', 'register.householdGone') : ok([{ type: 'householdVerified', id: p.householdId }]),
});

const AddResident = z.object({ residentId, householdId, fields: ResidentFields });

export const addResident = command<z.infer<typeof AddResident>, { readonly household: HouseholdState; readonly taken: boolean }, RegisterChange>({
  name: 'register.addResident',
  ver: 1,
  payload: AddResident,
  duty: 'register.write',
  urgency: 'desk',
  offline: true,
  decide(state, p, { now }) {
    if (state.household.at === 'nowhere') return refuse('missing', 'register.householdGone');
    if (state.taken) return refuse('conflict', 'register.residentExists');
    if (isInFuture(p.fields.birthDate, now)) return refuse('invalid', 'register.birthInFuture');
    return ok([{ type: 'residentAdded', id: p.residentId, household: state.household.household, fields: p.fields }]);
  },
});

const CorrectResident = z.object({
  residentId,
  /** Version of the row that the writer had before them. */
  baseVersion: z.number().int().min(0),
  set: SomeResidentFields,
});

/**
 * Corrects what is written about a resident. Routine fields: the last one received wins, and what it replaced is kept; when someone else
 * changed the record after `baseVersion`, the correction is applied and labelled parallel.
 */
export const correctResident = command<z.infer<typeof CorrectResident>, ResidentState, RegisterChange>({
  name: 'register.correctResident',
  ver: 1,
  payload: CorrectResident,
  duty: 'register.write',
  urgency: 'desk',
  offline: true,
  decide(state, p, { now }) {
    if (state.at !== 'here') return refuse('missing', 'register.residentGone');
    if (isInFuture(p.set.birthDate, now)) return refuse('invalid', 'register.birthInFuture');
    const fields = Object.keys(p.set) as ResidentField[];
    const changed = fields.filter((field) => p.set[field] !== undefined && p.set[field] !== state.resident[field]);
    if (changed.length === 0) return ok([]);
    const set = Object.fromEntries(changed.map((field) => [field, p.set[field]])) as Partial<ResidentFields>;
    return ok([{ type: 'residentCorrected', before: state.resident, set, parallel: state.version > p.baseVersion }]);
  },
});

const RecordDeparture = z.object({ residentId, why: z.enum(['moved', 'died']) });

/** The resident no longer lives here. The record leaves all lists and phones. */
export const recordDeparture = command<z.infer<typeof RecordDeparture>, ResidentState, RegisterChange>({
  name: 'register.recordDeparture',
  ver: 1,
  payload: RecordDeparture,
  duty: 'register.write',
  urgency: 'desk',
  offline: true,
  decide: (state, p) =>
    state.at === 'here' ? ok([{ type: 'residentLeft', resident: state.resident, why: p.why }]) : refuse('missing', 'register.residentGone'),
});

const RecordIdentity = z.object({ residentId, idNumber: IdNumber });

/** Writes a resident's identity number. A protected field: whoever may write it may also read it. */
export const recordIdentity = command<z.infer<typeof RecordIdentity>, ResidentState, RegisterChange>({
  name: 'register.recordIdentity',
  ver: 1,
  payload: RecordIdentity,
  duty: 'register.readIdentity',
  urgency: 'desk',
  offline: false,
  decide(state, p) {
    if (state.at !== 'here') return refuse('missing', 'register.residentGone');
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

const isInFuture = (date: string | null | undefined, now: Date): boolean =>
  !!date && date > new Date(now.getTime() + 86_400_000).toISOString().slice(0, 10);
