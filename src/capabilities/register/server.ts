import type { GridId } from '../../kernel/ids.ts';
import { type Handler, handler } from '../../platform/server/commands/handler.ts';
import {
  addHousehold,
  addResident,
  type CorrectionState,
  correctHousehold,
  correctResident,
  gridOf,
  moveHousehold,
  type NewHouseholdState,
  recordDeparture,
  verifyHousehold,
} from './commands.ts';
import {
  addContact,
  endNeed,
  keepBoth,
  linkCarer,
  mergeResidents,
  type PlacedState,
  recordNeed,
  removeContact,
  unlinkCarer,
} from './commands-care.ts';
import { lookAtIdentity, recordIdentity } from './commands-identity.ts';
import { importLedger, undoImport } from './commands-import.ts';
import { decideReview } from './commands-review.ts';
import { loadIdentity } from './identity.server.ts';
import { applyImport } from './import-apply.server.ts';
import { loadImport } from './import-rows.server.ts';
import { applyUndo, loadUndo } from './import-undo.server.ts';
import type { HouseholdState, RegisterChange } from './model.ts';
import { sweepPreviews } from './previews.server.ts';
import { findHome, loadForCorrection, loadHousehold, loadResident } from './rows.server.ts';
import { dutyOfTier } from './rules/tiers.ts';
import { applyRegisterChange as apply } from './store.server.ts';
import {
  loadCarer,
  loadContact,
  loadDeparture,
  loadDuplicate,
  loadNeed,
  loadPlacedContact,
  loadPlacedLink,
  loadRecordedNeed,
} from './store-care.server.ts';
import { loadReview } from './store-review.server.ts';

export { feeds } from './feeds.server.ts';
export { importFile } from './import-file.server.ts';
export { readImports } from './import-rows.server.ts';
export { openLedger, previewLedger } from './ledger-file.server.ts';
export { measures } from './measures.server.ts';
export { answers, countResidents } from './queries.server.ts';
export { type HouseholdToVisit, householdsToVisit } from './rounds.server.ts';
export { routes } from './routes.server.ts';
export { type HouseholdToTell, householdsToTell, phonesOfHouseholds } from './telling.server.ts';
export { openVault, useVault } from './vault.server.ts';

/** Previews nobody agreed to do not stay. */
export const chores = [{ name: 'register.sweepPreviews', everyMin: 60, run: () => sweepPreviews(Date.now()) }];

const constraints = {
  household_pkey: 'register.householdExists',
  resident_pkey: 'register.residentExists',
  need_pkey: 'register.needKnown',
  need_once: 'register.needKnown',
  contact_pkey: 'register.contactExists',
  care_link_pkey: 'register.carerLinked',
  identity_look_pkey: 'register.lookExists',
} as const;

/** Doors may stand in the journal, names may not. */
const say = (door: string, entity: string) => ({ entity, ...(door ? { params: { door } } : {}) });
const doorIn = (state: HouseholdState | CorrectionState): string => {
  if (state.at === 'nowhere') return '';
  if (state.at === 'merged') return state.into.resident.door;
  return 'household' in state ? state.household.door : state.resident.door;
};
/** The review that these changes open. */
const review = (changes: readonly RegisterChange[]): string | undefined => changes.find((change) => change.type === 'reviewOpened')?.review.id;
/** The grid a household comes from and the one it goes to. */
const bothGrids = ({ household, home }: NewHouseholdState): GridId[] => [gridOf(household), home?.grid].filter((grid) => grid !== undefined);
const placeOf = (state: PlacedState): GridId | undefined => (state.at === 'here' ? state.grid : undefined);

export const handlers: Handler[] = [
  handler(addHousehold, {
    load: async (tx, p) => ({ household: await loadHousehold(tx, p.householdId), home: await findHome(tx, p.dwellingId) }),
    apply,
    area: (state) => state.home?.grid,
    note: (state, p) => say(state.home?.door ?? '', p.householdId),
    constraints,
  }),
  handler(correctHousehold, {
    load: (tx, p) => loadHousehold(tx, p.householdId),
    apply,
    area: gridOf,
    note: (state, p) => say(doorIn(state), p.householdId),
    review,
  }),
  handler(moveHousehold, {
    load: async (tx, p) => ({ household: await loadHousehold(tx, p.householdId), home: await findHome(tx, p.dwellingId) }),
    apply,
    area: bothGrids,
    note: (state, p) => say(state.home?.door ?? '', p.householdId),
  }),
  handler(verifyHousehold, {
    load: (tx, p) => loadHousehold(tx, p.householdId),
    apply,
    area: gridOf,
    note: (state, p) => say(doorIn(state), p.householdId),
  }),
  handler(addResident, {
    load: async (tx, p) => ({ household: await loadHousehold(tx, p.householdId), taken: (await loadResident(tx, p.residentId)).at !== 'nowhere' }),
    apply,
    area: (state) => gridOf(state.household),
    note: (state, p) => say(doorIn(state.household), p.residentId),
    constraints,
  }),
  handler(correctResident, {
    load: (tx, p) => loadForCorrection(tx, p.residentId),
    apply,
    area: gridOf,
    note: (state, p) => say(doorIn(state), p.residentId),
    review,
  }),
  handler(recordDeparture, {
    load: (tx, p) => loadDeparture(tx, p.residentId),
    apply,
    area: ({ resident }) => gridOf(resident),
    note: ({ resident }, p) => say(doorIn(resident), p.residentId),
    review,
  }),
  handler(recordIdentity, {
    load: (tx, p, { community }) => loadIdentity(tx, community, p.residentId, p.idNumber),
    apply,
    area: ({ resident }) => gridOf(resident),
    note: (_, p) => ({ entity: p.residentId }),
    review,
  }),
  handler(decideReview, {
    load: (tx, p, { community }) => loadReview(tx, community, p.reviewId),
    apply,
    area: (state) => (state.at === 'nowhere' ? undefined : state.at === 'open' ? state.review.grid : state.grid),
    alsoTakes: (state) => (state.at === 'nowhere' ? undefined : dutyOfTier[state.tier]),
    note: (state, p) => ({ entity: p.reviewId, params: { choice: p.choice, ...(state.at === 'open' ? { door: state.review.door } : {}) } }),
  }),
  handler(lookAtIdentity, {
    load: (tx, p) => loadResident(tx, p.residentId),
    apply,
    area: gridOf,
    note: (_, p) => ({ entity: p.residentId }),
    constraints,
  }),
  handler(recordNeed, {
    load: loadNeed,
    apply,
    area: (state) => gridOf(state.resident),
    note: (state, p) => say(doorIn(state.resident), p.residentId),
    review,
    constraints,
  }),
  handler(endNeed, {
    load: (tx, p) => loadRecordedNeed(tx, p.needId),
    apply,
    area: (state) => (state.at === 'current' ? state.resident.grid : state.at === 'ended' ? state.grid : undefined),
    note: (state) => (state.at === 'current' ? say(state.resident.door, state.resident.id) : {}),
    review,
  }),
  handler(addContact, {
    load: loadContact,
    apply,
    area: (state) => gridOf(state.household),
    note: (state, p) => say(doorIn(state.household), p.householdId),
    constraints,
  }),
  handler(removeContact, { load: (tx, p) => loadPlacedContact(tx, p.contactId), apply, area: placeOf }),
  handler(linkCarer, {
    load: loadCarer,
    apply,
    area: (state) => gridOf(state.resident),
    note: (state, p) => say(doorIn(state.resident), p.residentId),
    constraints,
  }),
  handler(unlinkCarer, { load: (tx, p) => loadPlacedLink(tx, p.linkId), apply, area: placeOf }),
  handler(mergeResidents, {
    load: async (tx, p) => ({ keep: await loadResident(tx, p.keepId), gone: await loadResident(tx, p.goneId) }),
    apply,
    // Records in two grids take the duty in both, which only the whole community gives.
    area: ({ keep, gone }) => (keep.at === 'here' && gone.at === 'here' && keep.resident.grid !== gone.resident.grid ? null : gridOf(keep)),
    note: ({ keep }, p) => say(doorIn(keep), p.keepId),
  }),
  handler(keepBoth, { load: (tx, p) => loadDuplicate(tx, p.duplicateId), apply, area: (state) => (state.at === 'nowhere' ? undefined : state.grid) }),
  handler(importLedger, {
    load: loadImport,
    apply: (tx, change, at) => (change.type === 'ledgerImported' ? applyImport(tx, change, at) : applyUndo(tx, change, at)),
    area: () => null,
    note: (state, p) => ({ entity: p.importId, params: { rows: state.at === 'previewed' ? state.reading.residents.length : 0 } }),
    constraints: { import_pkey: 'register.alreadyImported', ...constraints },
  }),
  handler(undoImport, {
    load: (tx, p) => loadUndo(tx, p.importId),
    apply: (tx, change, at) => (change.type === 'importUndone' ? applyUndo(tx, change, at) : applyImport(tx, change, at)),
    area: () => null,
    note: (_, p) => ({ entity: p.importId }),
  }),
];
