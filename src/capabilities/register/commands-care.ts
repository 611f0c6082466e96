import { z } from 'zod';
import { command, formerPayload } from '../../kernel/command.ts';
import type { GridId } from '../../kernel/ids.ts';
import { ok, refuse } from '../../kernel/result.ts';
import { notKnown, reviewOf } from './commands.ts';
import {
  Carer,
  ContactFields,
  careLinkId,
  contactId,
  duplicateId,
  type HouseholdState,
  householdId,
  NeedCode,
  type NeedId,
  needId,
  type RegisterChange,
  type ResidentFields,
  type ResidentState,
  residentFields,
  residentId,
} from './model.ts';
import { changedMeanwhile, type Difference, Seen, type Stamp } from './rules/conflicts.ts';

const RecordNeed = z.object({ needId, residentId, code: NeedCode, detail: z.string().trim().max(200).default('') });

export interface NeedState {
  readonly resident: ResidentState;
  /** A current need of this code that the resident already has. */
  readonly current: { readonly id: NeedId; readonly detail: string; readonly since: number } | null;
  /** Is the id in use, for whichever need? */
  readonly taken: boolean;
}

/**
 * Writes down what someone will need in an emergency. Protected: where the need is recorded already with other particulars, what is
 * recorded stands and the desk decides.
 */
export const recordNeed = command<z.infer<typeof RecordNeed>, NeedState, RegisterChange>({
  name: 'register.recordNeed',
  ver: 1,
  payload: RecordNeed,
  duty: 'register.write',
  urgency: 'field',
  offline: true,
  decide(state, p, facts) {
    if (state.resident.at !== 'here') return refuse('missing', 'register.residentGone');
    const { current } = state;
    if (current && current.id !== p.needId && p.detail !== '' && p.detail !== current.detail) {
      const said: Difference[] = [{ field: 'detail', earlier: current.detail, later: p.detail, since: current.since, basis: notKnown }];
      return ok([reviewOf(state.resident.resident, 'need', said, facts, { subject: current.id })]);
    }
    if (current || state.taken) return refuse('conflict', 'register.needKnown');
    return ok([{ type: 'needRecorded', needId: p.needId, resident: state.resident.resident, code: p.code, detail: p.detail }]);
  },
});

export type RecordedNeedState =
  | { readonly at: 'nowhere' }
  | { readonly at: 'ended'; readonly grid: GridId }
  | {
      readonly at: 'current';
      readonly code: NeedCode;
      readonly detail: string;
      readonly stamp: Stamp | undefined;
      readonly resident: Extract<ResidentState, { at: 'here' }>['resident'];
    };

const EndNeed = z.object({ needId, basis: Seen.nullable() });

/** The need is over. Protected: a need whose particulars somebody changed meanwhile stays until the desk has decided. */
export const endNeed = command<z.infer<typeof EndNeed>, RecordedNeedState, RegisterChange>({
  name: 'register.endNeed',
  ver: 2,
  formerly: [formerPayload(z.object({ needId }), (p) => ({ ...p, basis: notKnown }))],
  payload: EndNeed,
  duty: 'register.write',
  urgency: 'desk',
  offline: true,
  decide(state, p, facts) {
    if (state.at === 'nowhere') return refuse('missing', 'register.needGone');
    if (state.at === 'ended') return refuse('conflict', 'register.needEnded');
    // Who ended it without saying what they had seen may have seen what stood there from the beginning, and nothing later.
    if (changedMeanwhile(state.stamp, p.basis)) {
      const said: Difference[] = [{ field: 'detail', earlier: state.detail, later: null, since: state.stamp?.[0] ?? 0, basis: p.basis }];
      return ok([reviewOf(state.resident, 'needEnd', said, facts, { subject: p.needId })]);
    }
    return ok([{ type: 'needEnded', needId: p.needId, resident: state.resident, code: state.code }]);
  },
});

const AddContact = z.object({ contactId, householdId, contact: ContactFields });

export interface ContactState {
  readonly household: HouseholdState;
  readonly taken: boolean;
  /** Is the resident named in the contact one of this household? True when none is named. */
  readonly residentFits: boolean;
}

/** Whom to ring in an emergency. */
export const addContact = command<z.infer<typeof AddContact>, ContactState, RegisterChange>({
  name: 'register.addContact',
  ver: 1,
  payload: AddContact,
  duty: 'register.write',
  urgency: 'desk',
  offline: true,
  decide(state, p) {
    if (state.household.at === 'nowhere') return refuse('missing', 'register.householdGone');
    if (!state.residentFits) return refuse('missing', 'register.residentGone');
    if (state.taken) return refuse('conflict', 'register.contactExists');
    return ok([{ type: 'contactAdded', contactId: p.contactId, household: state.household.household, contact: p.contact }]);
  },
});

/** A row that lies in a grid, or is not there. */
export type PlacedState = { readonly at: 'nowhere' } | { readonly at: 'here'; readonly grid: GridId };

const RemoveContact = z.object({ contactId });

export const removeContact = command<z.infer<typeof RemoveContact>, PlacedState, RegisterChange>({
  name: 'register.removeContact',
  ver: 1,
  payload: RemoveContact,
  duty: 'register.write',
  urgency: 'desk',
  offline: true,
  decide: (state, p) =>
    state.at === 'nowhere' ? refuse('missing', 'register.contactGone') : ok([{ type: 'contactRemoved', contactId: p.contactId, grid: state.grid }]),
});

const LinkCarer = z.object({ linkId: careLinkId, residentId, carer: Carer, note: z.string().trim().max(200).default('') });

export interface CarerState {
  readonly resident: ResidentState;
  readonly carerKnown: boolean;
  readonly linked: boolean;
}

/** Says who looks after a resident. */
export const linkCarer = command<z.infer<typeof LinkCarer>, CarerState, RegisterChange>({
  name: 'register.linkCarer',
  ver: 1,
  payload: LinkCarer,
  duty: 'register.write',
  urgency: 'desk',
  offline: true,
  decide(state, p) {
    if (state.resident.at !== 'here') return refuse('missing', 'register.residentGone');
    if (!state.carerKnown) return refuse('missing', 'register.carerGone');
    if (p.carer.kind === 'resident' && p.carer.residentId === p.residentId) return refuse('invalid', 'register.ownCarer');
    if (state.linked) return refuse('conflict', 'register.carerLinked');
    return ok([{ type: 'carerLinked', linkId: p.linkId, resident: state.resident.resident, carer: p.carer, note: p.note }]);
  },
});

const UnlinkCarer = z.object({ linkId: careLinkId });

export const unlinkCarer = command<z.infer<typeof UnlinkCarer>, PlacedState, RegisterChange>({
  name: 'register.unlinkCarer',
  ver: 1,
  payload: UnlinkCarer,
  duty: 'register.write',
  urgency: 'desk',
  offline: true,
  decide: (state, p) =>
    state.at === 'nowhere' ? refuse('missing', 'register.carerGone') : ok([{ type: 'carerUnlinked', linkId: p.linkId, grid: state.grid }]),
});

const MergeResidents = z.object({
  /** The question that this answers, when there is one. */
  duplicateId: duplicateId.nullable().default(null),
  keepId: residentId,
  goneId: residentId,
  /** Fields to take from the record that goes; empty ones of the kept record are filled anyway. */
  take: z.array(z.enum(residentFields)).max(8).default([]),
});

export interface MergeState {
  readonly keep: ResidentState;
  readonly gone: ResidentState;
}

/** Two records are one person. The second record's needs, contacts and carers go over to the first; its fields are kept as history. */
export const mergeResidents = command<z.infer<typeof MergeResidents>, MergeState, RegisterChange>({
  name: 'register.mergeResidents',
  ver: 1,
  payload: MergeResidents,
  duty: 'register.write',
  urgency: 'desk',
  offline: false,
  decide({ keep, gone }, p) {
    if (p.keepId === p.goneId) return refuse('invalid', 'register.sameRecord');
    if (keep.at !== 'here' || gone.at !== 'here') return refuse('missing', 'register.residentGone');
    const taken = residentFields.filter((field) => gone.resident[field] && (!keep.resident[field] || p.take.includes(field)));
    const set = Object.fromEntries(taken.map((field) => [field, gone.resident[field]])) as Partial<ResidentFields>;
    const merged: RegisterChange = { type: 'residentsMerged', kept: keep.resident, gone: gone.resident, set };
    return ok(p.duplicateId ? [merged, { type: 'duplicateDecided', id: p.duplicateId, state: 'merged' }] : [merged]);
  },
});

/** The two residents of a question, in their grids, and whether it was answered. */
export type DuplicateState = { readonly at: 'nowhere' } | { readonly at: 'open' | 'decided'; readonly grid: GridId | null };

const KeepBoth = z.object({ duplicateId });

/** Two records are two people. */
export const keepBoth = command<z.infer<typeof KeepBoth>, DuplicateState, RegisterChange>({
  name: 'register.keepBoth',
  ver: 1,
  payload: KeepBoth,
  duty: 'register.write',
  urgency: 'desk',
  offline: false,
  decide(state, p) {
    if (state.at === 'nowhere') return refuse('missing', 'register.duplicateGone');
    if (state.at === 'decided') return refuse('conflict', 'register.duplicateDecided');
    return ok([{ type: 'duplicateDecided', id: p.duplicateId, state: 'kept' }]);
  },
});
