import { z } from 'zod';
import { query } from '../../kernel/query.ts';
import {
  careLinkId,
  contactId,
  DuplicateReason,
  duplicateId,
  dwellingId,
  gridId,
  householdId,
  importId,
  lookId,
  NeedCode,
  needId,
  ResidentFields,
  ReviewKind,
  residentId,
  reviewId,
  Sex,
  Tenure,
} from './model.ts';

/** Where a list goes on: the door and the id of its last row. */
const After = z.object({ doorKey: z.string().max(80), id: z.uuid() });

/** Filters of the two lists, and the page: rows after `after` in the order in which people walk. */
const ListArgs = z.object({
  gridId: gridId.optional(),
  tenure: Tenure.optional(),
  /** Only people with this need; takes duty register.readNeeds in their grid. */
  need: NeedCode.optional(),
  /** Only households not verified since this day. */
  notSince: z.iso.date().optional(),
  after: After.optional(),
  limit: z.number().int().min(1).max(5000).default(500),
});
export type ListArgs = z.infer<typeof ListArgs>;

const HouseholdRow = z.object({
  id: householdId,
  dwellingId: dwellingId.nullable(),
  gridId,
  door: z.string(),
  doorKey: z.string(),
  tenure: Tenure,
  headName: z.string(),
  size: z.number().int(),
  /** Order for rounds, see `vulnerabilityOf`; 0: no need is recorded. */
  vulnerability: z.number().int(),
  verifiedAt: z.string().nullable(),
  /** Current needs of the household; null for whoever may not read them there. */
  needs: z.array(NeedCode).nullable(),
});
export type HouseholdRow = z.infer<typeof HouseholdRow>;

/** Households in the order in which people walk. */
export const households = query({ name: 'register.households', duty: 'register.read', args: ListArgs, row: HouseholdRow });

const ResidentRow = z.object({
  id: residentId,
  householdId,
  gridId,
  door: z.string(),
  doorKey: z.string(),
  name: z.string(),
  otherName: z.string(),
  sex: Sex.nullable(),
  birthDate: z.string().nullable(),
  birthYear: z.number().int().nullable(),
  phone: z.string(),
  relation: z.string(),
  tenure: Tenure,
  needs: z.array(NeedCode).nullable(),
});
export type ResidentRow = z.infer<typeof ResidentRow>;

/** Residents in the order in which people walk. */
export const residents = query({ name: 'register.residents', duty: 'register.read', args: ListArgs, row: ResidentRow });

const Found = z.object({
  id: residentId,
  householdId,
  name: z.string(),
  otherName: z.string(),
  door: z.string(),
  phone: z.string(),
  by: z.enum(['name', 'pinyin', 'door', 'phone']),
});
export type Found = z.infer<typeof Found>;

/** Residents by name, pinyin (whole or initials), door or telephone: the best 20. */
export const search = query({
  name: 'register.search',
  duty: 'register.read',
  args: z.object({ text: z.string().trim().min(1).max(40) }),
  row: Found,
});

const Person = z
  .object({ id: residentId, householdId, version: z.number() })
  .extend(ResidentFields.shape)
  .extend({
    /** `99**************1X`; null when no number is recorded. */
    maskedId: z.string().nullable(),
    idValid: z.boolean().nullable(),
    needs: z.array(z.object({ id: needId, code: NeedCode, detail: z.string(), since: z.string() })).nullable(),
    carers: z.array(
      z.object({
        id: careLinkId,
        kind: z.enum(['resident', 'person']),
        carerId: z.string(),
        name: z.string(),
        phone: z.string(),
        door: z.string().nullable(),
        note: z.string(),
      }),
    ),
    /** Residents whom this one looks after. */
    caresFor: z.array(z.object({ id: residentId, householdId, name: z.string(), door: z.string() })),
  });
export type Person = z.infer<typeof Person>;

const HouseholdPage = HouseholdRow.omit({ needs: true }).extend({
  residents: z.array(Person),
  contacts: z.array(z.object({ id: contactId, residentId: residentId.nullable(), name: z.string(), phone: z.string(), relation: z.string() })),
  /** What the asker may see and do here, so that the page can say why. */
  may: z.object({ readNeeds: z.boolean(), readIdentity: z.boolean(), write: z.boolean() }),
});
export type HouseholdPage = z.infer<typeof HouseholdPage>;

/** One household with everything the asker may see. No row when there is none in the asker's area. */
export const household = query({ name: 'register.household', duty: 'register.read', args: z.object({ id: householdId }), row: HouseholdPage });

/**
 * Names of the heads of some households in the asker's area: what tells apart the households behind one door. Asked for those few; the
 * names of all do not lie on phones.
 */
export const heads = query({
  name: 'register.heads',
  duty: 'register.read',
  args: z.object({ households: z.array(householdId).min(1).max(500) }),
  row: z.object({ id: householdId, headName: z.string() }),
});

const Counts = z.object({
  households: z.number().int(),
  residents: z.number().int(),
  /** Residents of rented homes. */
  renters: z.number().int(),
  /** Households verified within 180 days. */
  verified: z.number().int(),
  openDuplicates: z.number().int(),
  /** Residents by need, where the asker may read needs; null for whoever may not. */
  needs: z.array(z.object({ code: NeedCode, people: z.number().int() })).nullable(),
});
export type Counts = z.infer<typeof Counts>;

/** Figures of the asker's area. */
export const counts = query({ name: 'register.counts', duty: 'register.read', args: z.object({}), row: Counts });

/** Residents by need and grid, for whoever may read needs. */
export const needCounts = query({
  name: 'register.needCounts',
  duty: 'register.readNeeds',
  args: z.object({}),
  row: z.object({ gridId, code: NeedCode, people: z.number().int() }),
});

/** The number that a look was asked for: to the person who asked, within ten minutes. */
export const identity = query({
  name: 'register.identity',
  duty: 'register.readIdentity',
  args: z.object({ lookId }),
  row: z.object({ residentId, idNumber: z.string(), valid: z.boolean() }),
});

/** Who looked at a resident's identity number, when and why, newest first. */
export const looks = query({
  name: 'register.looks',
  duty: 'register.read',
  args: z.object({ residentId }),
  row: z.object({ id: z.string(), by: z.string(), at: z.string(), reason: z.string() }),
});

const Side = z.object({ id: residentId, householdId, door: z.string(), maskedId: z.string().nullable() }).extend(ResidentFields.shape);
const DuplicateRow = z.object({ id: duplicateId, reason: DuplicateReason, foundAt: z.string(), first: Side, second: Side });
export type DuplicateRow = z.infer<typeof DuplicateRow>;

/** Pairs that may be one person and that nobody has decided yet. */
export const duplicates = query({ name: 'register.duplicates', duty: 'register.write', args: z.object({}), row: DuplicateRow });

const ImportRow = z.object({
  id: importId,
  fileName: z.string(),
  importedAt: z.string(),
  /** Who agreed to it; null: the command line. */
  importedBy: z.string().nullable(),
  rows: z.number().int(),
  residentsAdded: z.number().int(),
  residentsChanged: z.number().int(),
  householdsAdded: z.number().int(),
  needsAdded: z.number().int(),
  notImported: z.array(z.string()),
  undoneAt: z.string().nullable(),
  keptRows: z.number().int(),
});
export type ImportRow = z.infer<typeof ImportRow>;

/** Ledgers that were imported, newest first. */
export const imports = query({ name: 'register.imports', duty: 'register.import', args: z.object({}), row: ImportRow });

/** Rows of an import that were changed since and would stay if it were taken back. */
export const importBlockers = query({
  name: 'register.importBlockers',
  duty: 'register.import',
  args: z.object({ importId }),
  row: z.object({ entity: z.string(), id: z.string(), label: z.string(), door: z.string(), why: z.enum(['changed', 'usedSince']) }),
});

/** Who said something: their name (or what said it, where it was no person), when their device says so, and when it was received. */
const SaidBy = z.object({
  by: z.string().nullable(),
  /** The command, where no person is known: an import, the community's own clock. */
  through: z.string(),
  claimedAt: z.string(),
  receivedAt: z.string(),
});

const ReviewRow = z.object({
  id: reviewId,
  kind: ReviewKind,
  householdId,
  residentId: residentId.nullable(),
  door: z.string(),
  /** Of the resident, or of the head of the household. */
  name: z.string(),
  needCode: NeedCode.nullable(),
  /** Does the later value stand until somebody decides? */
  applied: z.boolean(),
  said: z.array(
    z.object({
      field: z.string(),
      /** Both sides, and what stands now; identity numbers masked. */
      earlier: z.string().nullable(),
      later: z.string().nullable(),
      now: z.string().nullable(),
      earlierBy: SaidBy.nullable(),
      /** When what the writer of the later value had before them was written; null: not known, or from the beginning. */
      basisAt: z.string().nullable(),
    }),
  ),
  laterBy: SaidBy,
});
export type ReviewRow = z.infer<typeof ReviewRow>;

/** Conflicts that wait for a person, oldest first; only where the asker may read the grid and the kind of data. */
export const reviews = query({ name: 'register.reviews', duty: 'register.write', args: z.object({}), row: ReviewRow });

/** How many of them there are. */
export const openReviews = query({
  name: 'register.openReviews',
  duty: 'register.write',
  args: z.object({}),
  row: z.object({ open: z.number().int() }),
});
