import type { GridId } from '../../kernel/ids.ts';
import { type Handler, handler } from '../../platform/server/commands/handler.ts';
import {
  addBuilding,
  addDwelling,
  addFacility,
  addGrid,
  addShelter,
  addUnit,
  changeFacility,
  changeShelter,
  endFacility,
  endShelter,
  establish,
  rename,
  type StandingSpot,
} from './commands.ts';
import { endAccess, giveAccess, takeAccess } from './commands-access.ts';
import { acceptAgreement, declineAgreement, endAgreement, offerAgreement, testAgreement, withdrawAgreement } from './commands-agreements.ts';
import { endCover, nameCover } from './commands-cover.ts';
import { rememberLanguage } from './commands-language.ts';
import {
  assessOrganisation,
  bindMandates,
  declineMandate,
  endMandate,
  leaveMandate,
  offerMandate,
  reviewMandate,
  signMandate,
  withdrawMandate,
} from './commands-mandates.ts';
import { answerOffice, stateOffice } from './commands-offices.ts';
import {
  addOrganisation,
  addPerson,
  addPosition,
  assignDeputy,
  assignHolder,
  changeOrganisation,
  changePerson,
  changePosition,
  endOrganisation,
  endPosition,
  enrolMembers,
} from './commands-people.ts';
import { declineRequest, requestMandate, withdrawRequest } from './commands-requests.ts';
import { applyPlaceChange, loadBuilding, loadBuildingState, loadEstablished, loadGridState, loadSpot, loadStandingSpot } from './store.server.ts';
import { applyAccessChange, loadAccess } from './store-access.server.ts';
import { applyAgreementChange, loadAgreement, loadNewAgreement } from './store-agreements.server.ts';
import { applyCoverChange, loadCover, loadEndCover } from './store-cover.server.ts';
import { applyLanguage, loadLanguage } from './store-language.server.ts';
import { applyMandateChange, loadAssessment, loadMandate, loadOffer } from './store-mandates.server.ts';
import {
  applyPeopleChange,
  countUnknownGrids,
  loadAssign,
  loadEnrolment,
  loadNewOrganisation,
  loadNewPosition,
  loadOrganisation,
  loadPersonKnown,
  loadPosition,
} from './store-people.server.ts';
import { idTaken } from './store-signing.server.ts';
import { applyOfficeChange, applyRequestChange, loadNewOffice, loadNewRequest, loadOffice, loadRequest } from './store-standing.server.ts';

export { type Everyone, readEveryone } from './everyone.server.ts';
export { feeds } from './feeds.server.ts';
export { measures } from './measures.server.ts';
export { answers } from './queries.server.ts';
export {
  type About,
  type Acting,
  allDwellings,
  type Directory,
  ensureDwellings,
  type FoundDwelling,
  findDwelling,
  findDwellingByDoor,
  findDwellingsByDoor,
  findPeople,
  findPerson,
  gridOfDwelling,
  type KnownDwelling,
  type Post,
  positionsOf,
  readAbout,
  readDirectory,
  readPosts,
  type WantedDwelling,
} from './reading.server.ts';
export {
  type AgreementInForce,
  readAgreedMandates,
  readAgreementsInForce,
  readBindFrom,
  readInsurances,
  readStandings,
} from './reading-mandates.server.ts';
export { organisationsOf, type Roster, readRoster } from './roster.server.ts';
export { routes } from './routes.server.ts';

const id = (_: unknown, payload: { id: string }) => ({ entity: payload.id });
const constraints = {
  grid_number_once: 'community.gridNumberTaken',
  building_number_once: 'community.buildingNumberTaken',
  unit_number_once: 'community.unitTwice',
  door_once: 'community.doorTaken',
  organisation_name_once: 'community.organisationNameTaken',
  deputy_is_another: 'community.deputyIsHolder',
  dwelling_pkey: 'community.exists',
  unit_pkey: 'community.exists',
} as const;
const place = { apply: applyPlaceChange, constraints } as const;
const staff = { apply: applyPeopleChange, constraints } as const;

/** Accounts belong to the community as a whole: a keeper of single grids cannot open any. */
const access = {
  load: loadAccess,
  apply: applyAccessChange,
  area: () => null,
  note: (_: unknown, p: { personId: string }) => ({ entity: p.personId }),
} as const;

/** A mandate speaks for the community as a whole: whoever assigns duties in single grids signs none. */
const mandate = {
  load: loadMandate,
  apply: applyMandateChange,
  area: () => null,
  note: (_: unknown, p: { mandateId: string }) => ({ entity: p.mandateId }),
  constraints: { two_names: 'community.selfAcceptance' },
} as const;
/** Said for an organisation by one of its posts, wherever that post works. */
const byOrganisation = { load: loadMandate, apply: applyMandateChange, note: mandate.note, constraints: mandate.constraints } as const;
const agreement = {
  load: loadAgreement,
  apply: applyAgreementChange,
  note: (_: unknown, p: { agreementId: string }) => ({ entity: p.agreementId }),
  constraints: { two_accept: 'community.selfAcceptance' },
} as const;

/** Asked by an organisation through one of its posts; answered for the community as a whole. */
const request = {
  load: loadRequest,
  apply: applyRequestChange,
  note: (_: unknown, p: { requestId: string }) => ({ entity: p.requestId }),
} as const;
const office = {
  apply: applyOfficeChange,
  constraints: { two_agree: 'community.selfAcceptance', office_open_once: 'community.officeSettled' },
} as const;

/** A place that moves from one grid to another takes the duty in both, which only the whole community gives. */
const areaOfSpot = (state: StandingSpot, { gridId: to }: { readonly gridId?: GridId | null }): GridId | null | undefined =>
  state.at === 'nowhere' ? undefined : to !== undefined && to !== state.gridId ? null : state.gridId;

export const handlers: Handler[] = [
  handler(giveAccess, access),
  handler(takeAccess, access),
  handler(endAccess, access),
  handler(nameCover, {
    load: loadCover,
    apply: applyCoverChange,
    alsoTakes: (state) => (state.byHolder || state.position.at === 'nowhere' ? undefined : 'community.manage'),
    note: (_, p) => ({ entity: p.positionId }),
    constraints: { cover_pkey: 'community.exists' },
  }),
  handler(endCover, {
    load: loadEndCover,
    apply: applyCoverChange,
    alsoTakes: (state) => (state.at === 'nowhere' || state.byHolder ? undefined : 'community.manage'),
    note: (state) => (state.at === 'nowhere' ? {} : { entity: state.positionId }),
  }),
  handler(rememberLanguage, {
    load: loadLanguage,
    apply: applyLanguage,
    alsoTakes: (state) => (state.organisation === 'nowhere' || state.byOwn ? undefined : 'community.manage'),
    note: (_, p) => ({ entity: p.organisationId }),
  }),
  handler(establish, { ...place, load: loadEstablished }),
  handler(rename, { ...place, load: async () => null }),
  handler(addGrid, { ...place, load: loadGridState, note: id }),
  handler(addBuilding, { ...place, load: loadBuildingState, area: (_, p) => p.gridId, note: id }),
  handler(addUnit, {
    ...place,
    load: (tx, p) => loadBuilding(tx, p.buildingId, { id: p.id, unit: p.number }),
    area: (state) => (state.at === 'standing' ? state.gridId : undefined),
  }),
  handler(addDwelling, {
    ...place,
    load: (tx, p) => loadBuilding(tx, p.buildingId, p.door),
    area: (state) => (state.at === 'standing' ? state.gridId : undefined),
    note: (state, p) => ({
      entity: p.door.id,
      params: { door: state.at === 'standing' ? `${state.number}-${p.door.unit}-${p.door.room}` : '' },
    }),
  }),
  handler(addFacility, { ...place, load: loadSpot('facility'), area: (_, p) => p.gridId, note: id }),
  handler(addShelter, { ...place, load: loadSpot('shelter'), area: (_, p) => p.gridId, note: id }),
  handler(changeFacility, { ...place, load: loadStandingSpot('facility'), area: areaOfSpot, note: id }),
  handler(changeShelter, { ...place, load: loadStandingSpot('shelter'), area: areaOfSpot, note: id }),
  handler(endFacility, { ...place, load: loadStandingSpot('facility'), area: (state) => areaOfSpot(state, {}), note: id }),
  handler(endShelter, { ...place, load: loadStandingSpot('shelter'), area: (state) => areaOfSpot(state, {}), note: id }),
  handler(addOrganisation, { ...staff, load: loadNewOrganisation, note: id }),
  handler(changeOrganisation, {
    ...staff,
    load: async (tx, p) => {
      const [organisation, { nameTaken }] = await Promise.all([loadOrganisation(tx, p.id), loadNewOrganisation(tx, p)]);
      return { organisation, nameTaken };
    },
    note: id,
  }),
  handler(endOrganisation, { ...staff, load: (tx, p) => loadOrganisation(tx, p.organisationId), note: (_, p) => ({ entity: p.organisationId }) }),
  handler(addPerson, { ...staff, load: (tx, p) => loadPersonKnown(tx, p.id), note: id }),
  handler(changePerson, { ...staff, load: (tx, p) => loadPersonKnown(tx, p.id), note: id }),
  handler(addPosition, { ...staff, load: loadNewPosition, note: id }),
  handler(enrolMembers, {
    ...staff,
    load: (tx, p) => loadEnrolment(tx, p.organisationId, p.members),
    note: (_, p) => ({ entity: p.organisationId, params: { members: p.members.length } }),
  }),
  handler(changePosition, {
    ...staff,
    load: async (tx, p) => {
      const [position, unknownGrids] = await Promise.all([loadPosition(tx, p.positionId), countUnknownGrids(tx, p.grids)]);
      return { position, unknownGrids };
    },
    note: (_, p) => ({ entity: p.positionId }),
  }),
  handler(endPosition, { ...staff, load: (tx, p) => loadPosition(tx, p.positionId), note: (_, p) => ({ entity: p.positionId }) }),
  handler(assignHolder, { ...staff, load: loadAssign, note: (_, p) => ({ entity: p.positionId }) }),
  handler(assignDeputy, { ...staff, load: loadAssign, note: (_, p) => ({ entity: p.positionId }) }),
  handler(assessOrganisation, { load: loadAssessment, apply: applyMandateChange, note: (_, p) => ({ entity: p.organisationId }) }),
  handler(offerMandate, { ...mandate, load: loadOffer, names: (p) => p.duties }),
  handler(requestMandate, {
    load: loadNewRequest,
    apply: applyRequestChange,
    names: (p) => p.duties,
    note: id,
    constraints: { request_open_once: 'community.requestOpen' },
  }),
  handler(declineRequest, { ...request, area: () => null }),
  handler(withdrawRequest, request),
  handler(stateOffice, { ...office, load: loadNewOffice, area: () => null, note: (_, p) => ({ entity: p.organisationId }) }),
  handler(answerOffice, { ...office, load: loadOffice, note: (_, p) => ({ entity: p.officeId }) }),
  handler(signMandate, byOrganisation),
  handler(declineMandate, byOrganisation),
  handler(withdrawMandate, mandate),
  handler(endMandate, mandate),
  handler(leaveMandate, byOrganisation),
  handler(reviewMandate, {
    ...mandate,
    load: async (tx, p, facts) => {
      const [seen, taken] = await Promise.all([loadMandate(tx, p, facts), idTaken(tx, 'mandate_review', p.id)]);
      return { ...seen, idTaken: taken };
    },
  }),
  handler(bindMandates, { apply: applyMandateChange, load: async () => null, area: () => null }),
  handler(offerAgreement, { ...agreement, load: loadNewAgreement }),
  handler(acceptAgreement, agreement),
  handler(declineAgreement, agreement),
  handler(withdrawAgreement, agreement),
  handler(endAgreement, agreement),
  handler(testAgreement, {
    ...agreement,
    load: async (tx, p, facts) => {
      const [seen, taken] = await Promise.all([loadAgreement(tx, p, facts), idTaken(tx, 'agreement_test', p.id)]);
      return { ...seen, idTaken: taken };
    },
  }),
];
