import { z } from 'zod';
import { type DwellingId, type GridId, type HouseholdId, idOf, type PersonId, type ResidentId } from '../../kernel/ids.ts';
import type { Difference, Stamps } from './rules/conflicts.ts';
import { needCodes } from './rules/needs-from-text.ts';

declare const brand: unique symbol;
type Id<Name extends string> = string & { readonly [brand]: Name };

export type NeedId = Id<'need'>;
export type ContactId = Id<'contact'>;
export type CareLinkId = Id<'careLink'>;
export type ImportId = Id<'import'>;
export type PreviewId = Id<'preview'>;
export type DuplicateId = Id<'duplicate'>;
export type LookId = Id<'look'>;
export type ReviewId = Id<'review'>;

export const householdId = idOf<HouseholdId>();
export const residentId = idOf<ResidentId>();
export const dwellingId = idOf<DwellingId>();
export const gridId = idOf<GridId>();
export const personId = idOf<PersonId>();
export const needId = idOf<NeedId>();
export const contactId = idOf<ContactId>();
export const careLinkId = idOf<CareLinkId>();
export const importId = idOf<ImportId>();
export const previewId = idOf<PreviewId>();
export const duplicateId = idOf<DuplicateId>();
export const lookId = idOf<LookId>();
export const reviewId = idOf<ReviewId>();

/** How a household lives there. */
export const Tenure = z.enum(['owner', 'renter', 'other']);
export type Tenure = z.infer<typeof Tenure>;

export const Sex = z.enum(['female', 'male']);
export type Sex = z.infer<typeof Sex>;

/** Individual needs that matter in an emergency. */
export const NeedCode = z.enum(needCodes);
export type NeedCode = z.infer<typeof NeedCode>;

const plain = (max: number) =>
  z
    .string()
    .trim()
    .max(max)
    .regex(/^[^\p{Cc}]*$/u);

/** A person's name as they write it, Chinese or other, 1 to 60 characters. */
export const PersonName = plain(60).min(1);
/** One or two telephone numbers as kept in the register: digits, separated by a blank; empty when there is none. */
export const Phones = z
  .string()
  .trim()
  .max(64)
  .regex(/^$|^\+?\d[\d\s-]{1,62}$/);

const fields = {
  name: PersonName,
  /** The name in another script, e.g. Uyghur beside Chinese; empty when there is none. */
  otherName: plain(120),
  sex: Sex.nullable(),
  birthDate: z.iso.date().nullable(),
  /** Year of birth where only an age is known; may be off by one. */
  birthYear: z.number().int().min(1880).max(2200).nullable(),
  phone: Phones,
  /** To the head of the household: a code of `relations`, or the household's own word; empty when unknown. */
  relation: plain(40),
  movedIn: z.iso.date().nullable(),
};

/** The basic tier of a resident: what whoever reads the register of the grid sees. */
export const ResidentFields = z.object({
  ...fields,
  otherName: fields.otherName.default(''),
  sex: fields.sex.default(null),
  birthDate: fields.birthDate.default(null),
  birthYear: fields.birthYear.default(null),
  phone: fields.phone.default(''),
  relation: fields.relation.default(''),
  movedIn: fields.movedIn.default(null),
});
/** Some of the fields: those that a correction sets. The others stay as they are. */
export const SomeResidentFields = z.object(fields).partial();
export type ResidentFields = z.infer<typeof ResidentFields>;
export const residentFields = ['name', 'otherName', 'sex', 'birthDate', 'birthYear', 'phone', 'relation', 'movedIn'] as const;
export type ResidentField = (typeof residentFields)[number];

/** How residents stand to the head of their household. */
export const relations = [
  'head',
  'spouse',
  'son',
  'daughter',
  'child',
  'parent',
  'grandparent',
  'grandchild',
  'sibling',
  'childInLaw',
  'parentInLaw',
  'flatmate',
  'carer',
  'other',
] as const;

export interface Resident extends ResidentFields {
  readonly id: ResidentId;
  readonly householdId: HouseholdId;
  readonly grid: GridId;
  readonly door: string;
}

/** A home as a rule sees it: where the door is. */
export interface Home {
  /** null while the door is not known (a ledger row without a room). */
  readonly dwellingId: DwellingId | null;
  readonly grid: GridId;
  readonly door: string;
}

export interface Household extends Home {
  readonly id: HouseholdId;
  readonly tenure: Tenure;
}

/** A citizen identity number (GB 11643): 18 characters, or 15 as issued before 1999; wrong ones are kept as written so that someone can ask. */
export const IdNumber = z
  .string()
  .trim()
  .toUpperCase()
  .regex(/^[0-9A-Z]{4,24}$/);

export type HouseholdState =
  | { readonly at: 'nowhere' }
  | { readonly at: 'here'; readonly household: Household; readonly version: number; readonly stamps: Stamps };
export type ResidentState =
  | { readonly at: 'nowhere' }
  | { readonly at: 'here'; readonly resident: Resident; readonly version: number; readonly stamps: Stamps }
  | { readonly at: 'left'; readonly why: LeftWhy; readonly resident: Resident; readonly stamps: Stamps };

/** Why somebody no longer lives here. */
export const LeftWhy = z.enum(['moved', 'died']);
export type LeftWhy = z.infer<typeof LeftWhy>;
/** Whether somebody lives here; a protected field: where two people disagree, nothing is written until the desk has decided. */
export const Presence = z.enum(['here', ...LeftWhy.options]);
export type Presence = z.infer<typeof Presence>;

/** What two people disagree about: fields of a resident or household, whether someone left, a need, the end of a need, an identity number. */
export const ReviewKind = z.enum(['resident', 'household', 'departure', 'need', 'needEnd', 'identity']);
export type ReviewKind = z.infer<typeof ReviewKind>;
/** Who may see the two sides: whoever reads the register there, its needs, or identity numbers. */
export const Tier = z.enum(['basic', 'needs', 'identity']);
export type Tier = z.infer<typeof Tier>;
/** Which side stands: what was there before, what came later, or neither. */
export const Choice = z.enum(['earlier', 'later', 'other']);
export type Choice = z.infer<typeof Choice>;

/** Both sides of a conflict, kept until a person decides. */
export interface Review {
  readonly id: ReviewId;
  readonly kind: ReviewKind;
  /** The record it is about: a resident, a household or a need. */
  readonly subject: string;
  readonly householdId: HouseholdId;
  readonly residentId: ResidentId | null;
  readonly grid: GridId;
  readonly door: string;
  readonly said: readonly Difference[];
  /** Does the later value stand until somebody decides? */
  readonly applied: boolean;
  /** The identity number that was said; kept sealed. Only with kind `identity`. */
  readonly idNumber: string | null;
}

/** Who looks after someone: another resident, or someone who acts in the community. */
export const Carer = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('resident'), residentId }),
  z.object({ kind: z.literal('person'), personId }),
]);
export type Carer = z.infer<typeof Carer>;

/** Why two records may be one person; `sharedId`: one number under two names, which are two people until someone has looked. */
export const DuplicateReason = z.enum(['sameIdAndName', 'sameNameAndBirthDate', 'sameNameAndPhone', 'sameNameAndDoor', 'sharedId']);
export type DuplicateReason = z.infer<typeof DuplicateReason>;

export type RegisterChange =
  | { readonly type: 'householdAdded'; readonly id: HouseholdId; readonly home: Home; readonly tenure: Tenure }
  | { readonly type: 'householdCorrected'; readonly id: HouseholdId; readonly tenure: Tenure }
  | { readonly type: 'reviewOpened'; readonly review: Review }
  | { readonly type: 'reviewDecided'; readonly id: ReviewId; readonly choice: Choice }
  | { readonly type: 'householdMoved'; readonly id: HouseholdId; readonly from: Home; readonly home: Home }
  | { readonly type: 'householdVerified'; readonly id: HouseholdId }
  | { readonly type: 'residentAdded'; readonly id: ResidentId; readonly household: Household; readonly fields: ResidentFields }
  | { readonly type: 'residentCorrected'; readonly before: Resident; readonly set: Partial<ResidentFields>; readonly parallel: boolean }
  | { readonly type: 'residentLeft'; readonly resident: Resident; readonly why: LeftWhy }
  | { readonly type: 'leavingCorrected'; readonly resident: Resident; readonly presence: Presence }
  | { readonly type: 'identityRecorded'; readonly id: ResidentId; readonly idNumber: string; readonly valid: boolean }
  | { readonly type: 'identityLookedAt'; readonly lookId: LookId; readonly id: ResidentId; readonly by: PersonId; readonly reason: string }
  | { readonly type: 'needRecorded'; readonly needId: NeedId; readonly resident: Resident; readonly code: NeedCode; readonly detail: string }
  | { readonly type: 'needCorrected'; readonly needId: NeedId; readonly resident: Resident; readonly detail: string }
  | { readonly type: 'needEnded'; readonly needId: NeedId; readonly resident: Resident; readonly code: NeedCode }
  | { readonly type: 'contactAdded'; readonly contactId: ContactId; readonly household: Household; readonly contact: ContactFields }
  | { readonly type: 'contactRemoved'; readonly contactId: ContactId; readonly grid: GridId }
  | { readonly type: 'carerLinked'; readonly linkId: CareLinkId; readonly resident: Resident; readonly carer: Carer; readonly note: string }
  | { readonly type: 'carerUnlinked'; readonly linkId: CareLinkId; readonly grid: GridId }
  | { readonly type: 'residentsMerged'; readonly kept: Resident; readonly gone: Resident; readonly set: Partial<ResidentFields> }
  | { readonly type: 'duplicateDecided'; readonly id: DuplicateId; readonly state: 'merged' | 'kept' };

/** What other slices follow when a household goes behind another door. */
export type HouseholdMoved = Extract<RegisterChange, { type: 'householdMoved' }>;

export const ContactFields = z.object({
  residentId: residentId.nullable().default(null),
  name: PersonName,
  phone: z
    .string()
    .trim()
    .regex(/^\+?\d[\d\s-]{2,22}$/),
  relation: plain(40).default(''),
});
export type ContactFields = z.infer<typeof ContactFields>;
