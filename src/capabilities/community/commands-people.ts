import { z } from 'zod';
import { type Command, command } from '../../kernel/command.ts';
import type { GridId, PersonId } from '../../kernel/ids.ts';
import { ok, type Result, refuse } from '../../kernel/result.ts';
import { byKeeper } from './by-keeper.ts';
import {
  Member,
  name,
  Organisation,
  type OrganisationState,
  organisationId,
  type PeopleChange,
  Person,
  Position,
  type PositionState,
  personId,
  positionId,
} from './model.ts';
import { statutoryKinds } from './rules/mandates.ts';

type PeopleCommand<P, S> = Command<P, S, PeopleChange>;

export interface NewOrganisation {
  readonly idTaken: boolean;
  readonly nameTaken: boolean;
}

/**
 * A new organisation. Of a kind that takes part by law it is one only once two people have agreed on the ground for it; what the installation
 * itself writes down stands at once.
 */
export const addOrganisation: PeopleCommand<Organisation, NewOrganisation> = command({
  ...byKeeper,
  name: 'community.addOrganisation',
  payload: Organisation,
  decide(state, organisation, { actor }) {
    if (state.idTaken) return refuse('conflict', 'community.exists');
    if (state.nameTaken) return refuse('conflict', 'community.organisationNameTaken');
    return ok([{ type: 'organisationAdded', organisation, byLaw: actor.kind === 'system' && statutoryKinds.has(organisation.kind) }]);
  },
});

/**
 * New name, telephone or kind of an organisation that is still there. One that takes part by law keeps its kind: what two have agreed on
 * one does not change, neither into another office nor out of it.
 */
export const changeOrganisation: PeopleCommand<Organisation, { readonly organisation: OrganisationState; readonly nameTaken: boolean }> = command({
  ...byKeeper,
  name: 'community.changeOrganisation',
  payload: Organisation,
  decide(state, organisation) {
    if (state.organisation.at === 'nowhere') return refuse('missing', 'community.organisationGone');
    if (state.organisation.at === 'ended') return refuse('conflict', 'community.organisationEnded');
    if (state.nameTaken) return refuse('conflict', 'community.organisationNameTaken');
    if (state.organisation.byLaw && organisation.kind !== state.organisation.organisation.kind) return refuse('conflict', 'community.kindByLaw');
    return ok([{ type: 'organisationChanged', organisation }]);
  },
});

/** An organisation that no longer takes part: its positions stand in the record, but hold nothing from now on. */
export const endOrganisation: PeopleCommand<{ organisationId: Organisation['id'] }, OrganisationState> = command({
  ...byKeeper,
  name: 'community.endOrganisation',
  payload: z.object({ organisationId }),
  decide(state, payload, { now }) {
    if (state.at === 'nowhere') return refuse('missing', 'community.organisationGone');
    if (state.at === 'ended') return refuse('conflict', 'community.organisationEnded');
    return ok([{ type: 'organisationEnded', organisationId: payload.organisationId, on: now.toISOString() }]);
  },
});

export const addPerson: PeopleCommand<Person, { readonly known: boolean }> = command({
  ...byKeeper,
  name: 'community.addPerson',
  payload: Person,
  decide(state, person) {
    if (state.known) return refuse('conflict', 'community.exists');
    return ok([{ type: 'personAdded', person }]);
  },
});

export const changePerson: PeopleCommand<Person, { readonly known: boolean }> = command({
  ...byKeeper,
  name: 'community.changePerson',
  payload: Person,
  decide(state, person) {
    if (!state.known) return refuse('missing', 'community.personGone');
    return ok([{ type: 'personChanged', person }]);
  },
});

export interface NewPosition {
  readonly idTaken: boolean;
  readonly organisation: OrganisationState['at'];
  /** Grids of the payload that do not exist here. */
  readonly unknownGrids: number;
  readonly holderKnown: boolean;
  readonly deputyKnown: boolean;
}

const AddPosition = Position.extend({ holderId: personId.nullable().default(null), deputyId: personId.nullable().default(null) });
type AddPosition = z.infer<typeof AddPosition>;

/** A new post or seat, with the people in it where they are known already. */
export const addPosition: PeopleCommand<AddPosition, NewPosition> = command({
  ...byKeeper,
  name: 'community.addPosition',
  payload: AddPosition,
  decide(state, { holderId, deputyId, ...position }, { now }) {
    if (state.idTaken) return refuse('conflict', 'community.exists');
    if (state.organisation === 'nowhere') return refuse('missing', 'community.organisationGone');
    if (state.organisation === 'ended') return refuse('conflict', 'community.organisationEnded');
    if (state.unknownGrids > 0) return refuse('missing', 'community.gridGone');
    if (!state.holderKnown || !state.deputyKnown) return refuse('missing', 'community.personGone');
    if (holderId !== null && holderId === deputyId) return refuse('invalid', 'community.deputyIsHolder');
    const on = now.toISOString();
    const changes: PeopleChange[] = [{ type: 'positionAdded', position, since: on }];
    if (holderId) changes.push({ type: 'holderAssigned', positionId: position.id, personId: holderId, on });
    if (deputyId) changes.push({ type: 'deputyAssigned', positionId: position.id, personId: deputyId, on });
    return ok(changes);
  },
});

const EnrolMembers = z.object({
  organisationId,
  /** Title of every seat: "volunteer". */
  title: name(60),
  members: z.array(Member).min(1).max(500),
});
type EnrolMembers = z.infer<typeof EnrolMembers>;

/** Takes a list of new people into a team at once: one seat each. */
export const enrolMembers: PeopleCommand<EnrolMembers, { readonly organisation: OrganisationState['at']; readonly idsTaken: number }> = command({
  ...byKeeper,
  name: 'community.enrolMembers',
  payload: EnrolMembers,
  decide(state, payload, { now }) {
    if (state.organisation === 'nowhere') return refuse('missing', 'community.organisationGone');
    if (state.organisation === 'ended') return refuse('conflict', 'community.organisationEnded');
    const people = new Set(payload.members.map((m) => m.person.id));
    const seats = new Set(payload.members.map((m) => m.positionId));
    if (state.idsTaken > 0 || people.size < payload.members.length || seats.size < payload.members.length)
      return refuse('conflict', 'community.exists');
    return ok([{ type: 'membersEnrolled', ...payload, on: now.toISOString() }]);
  },
});

const ChangePosition = Position.pick({ title: true, grids: true }).extend({ positionId });
type ChangePosition = z.infer<typeof ChangePosition>;

/** New title or other grids. */
export const changePosition: PeopleCommand<ChangePosition, { readonly position: PositionState; readonly unknownGrids: number }> = command({
  ...byKeeper,
  name: 'community.changePosition',
  payload: ChangePosition,
  decide(state, payload) {
    const standing = mustStand(state.position);
    if (!standing.ok) return standing;
    if (state.unknownGrids > 0) return refuse('missing', 'community.gridGone');
    return ok([{ type: 'positionChanged', positionId: payload.positionId, title: payload.title, grids: payload.grids as readonly GridId[] | null }]);
  },
});

/** A position that is given up: nobody holds it any more, its history stays. */
export const endPosition: PeopleCommand<{ positionId: Position['id'] }, PositionState> = command({
  ...byKeeper,
  name: 'community.endPosition',
  payload: z.object({ positionId }),
  decide(state, payload, { now }) {
    const standing = mustStand(state);
    if (!standing.ok) return standing;
    return ok(ending(payload.positionId, standing.value, now.toISOString()));
  },
});

const Assign = z.object({
  positionId,
  /** Who takes it over; null leaves it vacant. */
  personId: personId.nullable(),
  /** Who is in it now, as the writer saw it: when someone else has been named meanwhile, nothing changes. */
  replaces: personId.nullable(),
});
type Assign = z.infer<typeof Assign>;
export interface AssignState {
  readonly position: PositionState;
  readonly personKnown: boolean;
}

/** Names the one holder of a position, or leaves it vacant. */
export const assignHolder: PeopleCommand<Assign, AssignState> = command({
  ...byKeeper,
  name: 'community.assignHolder',
  payload: Assign,
  decide(state, payload, { now }) {
    const position = mustTake(state, payload.personId);
    if (!position.ok) return position;
    const { holder, deputy } = position.value;
    if (holder !== payload.replaces) return refuse('conflict', 'community.positionHeld');
    if (payload.personId !== null && payload.personId === deputy) return refuse('invalid', 'community.deputyIsHolder');
    if (holder === payload.personId) return ok([]);
    return ok([{ type: 'holderAssigned', positionId: payload.positionId, personId: payload.personId, on: now.toISOString() }]);
  },
});

/** Names the deputy, who may act for the holder at any time, or leaves the deputy's place vacant. */
export const assignDeputy: PeopleCommand<Assign, AssignState> = command({
  ...byKeeper,
  name: 'community.assignDeputy',
  payload: Assign,
  decide(state, payload, { now }) {
    const position = mustTake(state, payload.personId);
    if (!position.ok) return position;
    const { holder, deputy } = position.value;
    if (deputy !== payload.replaces) return refuse('conflict', 'community.positionHeld');
    if (payload.personId !== null && payload.personId === holder) return refuse('invalid', 'community.deputyIsHolder');
    if (deputy === payload.personId) return ok([]);
    return ok([{ type: 'deputyAssigned', positionId: payload.positionId, personId: payload.personId, on: now.toISOString() }]);
  },
});

type Standing = Extract<PositionState, { at: 'standing' | 'ended' }>;

function mustStand(state: PositionState): Result<Standing> {
  if (state.at === 'nowhere') return refuse('missing', 'community.positionGone');
  if (state.at === 'ended') return refuse('conflict', 'community.positionEnded');
  return ok(state);
}

/** A position can be taken when it stands, its organisation is active, and the person is known. Vacating needs only that it stands. */
function mustTake(state: AssignState, person: PersonId | null): Result<Standing> {
  const standing = mustStand(state.position);
  if (!standing.ok || person === null) return standing;
  if (standing.value.organisation === 'ended') return refuse('conflict', 'community.organisationEnded');
  if (!state.personKnown) return refuse('missing', 'community.personGone');
  return standing;
}

function ending(id: Position['id'], position: Standing, on: string): PeopleChange[] {
  const changes: PeopleChange[] = [];
  if (position.holder) changes.push({ type: 'holderAssigned', positionId: id, personId: null, on });
  if (position.deputy) changes.push({ type: 'deputyAssigned', positionId: id, personId: null, on });
  return [...changes, { type: 'positionEnded', positionId: id, on }];
}
