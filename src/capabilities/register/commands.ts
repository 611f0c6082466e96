import { z } from 'zod';
import { command, type Facts, formerPayload } from '../../kernel/command.ts';
import type { GridId } from '../../kernel/ids.ts';
import { ok, refuse } from '../../kernel/result.ts';
import {
  dwellingId,
  type Home,
  type HouseholdState,
  householdId,
  LeftWhy,
  type RegisterChange,
  type Resident,
  ResidentFields,
  type ResidentState,
  type Review,
  type ReviewId,
  residentFields,
  residentId,
  SomeResidentFields,
  Tenure,
} from './model.ts';
import { allDifferences, type Difference, mergeFields, Seen } from './rules/conflicts.ts';

/** Grid where it happens, for the area of the duty. Nothing found: no grid, and the rule then says that it is missing. */
export const gridOf = (state: HouseholdState | CorrectionState): GridId | undefined => {
  if (state.at === 'nowhere') return undefined;
  if (state.at === 'merged') return state.into.resident.grid;
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

/** Basis of a field of which an older app did not say what its writer had before them. */
export const notKnown = null;

/** Opens a review about a resident's record. */
export const reviewOf = (
  resident: Resident,
  kind: Review['kind'],
  said: readonly Difference[],
  { newId }: Facts,
  more: Partial<Review> = {},
): RegisterChange => ({
  type: 'reviewOpened',
  review: {
    id: newId() as ReviewId,
    kind,
    subject: resident.id,
    householdId: resident.householdId,
    residentId: resident.id,
    grid: resident.grid,
    door: resident.door,
    said,
    applied: false,
    idNumber: null,
    ...more,
  },
});

const CorrectHousehold = z.object({ householdId, tenure: Tenure, basis: Seen.nullable() });

/** Says how the household lives there. */
export const correctHousehold = command<z.infer<typeof CorrectHousehold>, HouseholdState, RegisterChange>({
  name: 'register.correctHousehold',
  ver: 2,
  formerly: [formerPayload(z.object({ householdId, tenure: Tenure }), (p) => ({ ...p, basis: notKnown }))],
  payload: CorrectHousehold,
  duty: 'register.write',
  urgency: 'desk',
  offline: true,
  decide(state, p, { newId }) {
    if (state.at === 'nowhere') return refuse('missing', 'register.householdGone');
    const { id, grid, door, tenure } = state.household;
    const { set, differences } = mergeFields({ tenure }, state.stamps, { tenure: p.tenure }, { tenure: p.basis ?? undefined });
    if (!set.tenure) return ok([]);
    const corrected: RegisterChange = { type: 'householdCorrected', id, tenure: set.tenure };
    if (differences.length === 0) return ok([corrected]);
    const review: Review = {
      id: newId() as ReviewId,
      kind: 'household',
      subject: id,
      householdId: id,
      residentId: null,
      grid,
      door,
      said: differences,
      applied: true,
      idNumber: null,
    };
    return ok([corrected, { type: 'reviewOpened', review }]);
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

/** A resident's record as a correction meets it; `merged`: the record the writer had went into this one. */
export type CorrectionState = ResidentState | { readonly at: 'merged'; readonly into: Extract<ResidentState, { at: 'here' | 'left' }> };

const CorrectResident = z.object({
  residentId,
  set: SomeResidentFields,
  /** For each field set, what the writer had before them. */
  basis: z.partialRecord(z.enum(residentFields), Seen),
});
const CorrectResident1 = z.object({ residentId, baseVersion: z.number().int().min(0), set: SomeResidentFields });

/**
 * Corrects what is written about a resident, field by field. A field that somebody else changed meanwhile: the last one received wins and a
 * review keeps both. Other fields changed meanwhile: applied and labelled parallel. A record that left or went into another one meanwhile is
 * not touched: what was said waits for the desk.
 */
export const correctResident = command<z.infer<typeof CorrectResident>, CorrectionState, RegisterChange>({
  name: 'register.correctResident',
  ver: 2,
  formerly: [
    formerPayload(CorrectResident1, ({ residentId: id, baseVersion, set }) => ({
      residentId: id,
      set,
      basis: Object.fromEntries(Object.keys(set).map((field) => [field, baseVersion])),
    })),
  ],
  payload: CorrectResident,
  duty: 'register.write',
  urgency: 'desk',
  offline: true,
  decide(state, p, facts) {
    if (state.at === 'nowhere') return refuse('missing', 'register.residentGone');
    if (isInFuture(p.set.birthDate, facts.now)) return refuse('invalid', 'register.birthInFuture');
    if (state.at !== 'here') {
      const { resident, stamps } = state.at === 'merged' ? state.into : state;
      const said = allDifferences<ResidentFields>(resident, stamps, p.set, p.basis);
      return ok(said.length === 0 ? [] : [reviewOf(resident, 'resident', said, facts)]);
    }
    const { set, differences, parallel } = mergeFields<ResidentFields>(state.resident, state.stamps, p.set, p.basis);
    if (Object.keys(set).length === 0) return ok([]);
    const corrected: RegisterChange = { type: 'residentCorrected', before: state.resident, set, parallel };
    return ok(differences.length === 0 ? [corrected] : [corrected, reviewOf(state.resident, 'resident', differences, facts, { applied: true })]);
  },
});

/** A resident, and the version at which the newest of their current needs was written down; 0: there is none, or from the beginning. */
export interface DepartureState {
  readonly resident: ResidentState;
  readonly needs: number;
  readonly needsSince: number;
}

const RecordDeparture = z.object({ residentId, why: LeftWhy, basis: z.number().int().min(0).nullable() });

/**
 * The resident no longer lives here. The record leaves all lists and phones, and their needs end. Protected: where somebody recorded a need
 * that the writer did not know of, or said that they left for another reason, nothing is written until the desk has decided.
 */
export const recordDeparture = command<z.infer<typeof RecordDeparture>, DepartureState, RegisterChange>({
  name: 'register.recordDeparture',
  ver: 2,
  formerly: [formerPayload(z.object({ residentId, why: LeftWhy }), (p) => ({ ...p, basis: notKnown }))],
  payload: RecordDeparture,
  duty: 'register.write',
  urgency: 'desk',
  offline: true,
  decide({ resident: state, needs, needsSince }, p, facts) {
    if (state.at === 'nowhere') return refuse('missing', 'register.residentGone');
    const said = (earlier: string): Difference[] => [{ field: 'presence', earlier, later: p.why, since: needsSince, basis: p.basis }];
    if (state.at === 'left') {
      return state.why === p.why ? refuse('missing', 'register.residentGone') : ok([reviewOf(state.resident, 'departure', said(state.why), facts)]);
    }
    const unseenNeeds = p.basis === null ? needs > 0 : needsSince > p.basis;
    if (unseenNeeds) return ok([reviewOf(state.resident, 'departure', said('here'), facts)]);
    return ok([{ type: 'residentLeft', resident: state.resident, why: p.why }]);
  },
});

const isInFuture = (date: string | null | undefined, now: Date): boolean =>
  !!date && date > new Date(now.getTime() + 86_400_000).toISOString().slice(0, 10);
