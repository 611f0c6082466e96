import { z } from 'zod';
import { command } from '../../kernel/command.ts';
import type { GridId } from '../../kernel/ids.ts';
import { ok, type Result, refuse } from '../../kernel/result.ts';
import type { RecordedNeedState } from './commands-care.ts';
import {
  Choice,
  type HouseholdState,
  IdNumber,
  Presence,
  type RegisterChange,
  type ResidentFields,
  type ResidentState,
  type Review,
  reviewId,
  SomeResidentFields,
  Tenure,
  type Tier,
} from './model.ts';
import type { Stamps } from './rules/conflicts.ts';
import { readIdNumber } from './rules/id-number.ts';

/** A review as its decision meets it, with the record as it is now. */
export type ReviewState =
  | { readonly at: 'nowhere' }
  | { readonly at: 'decided'; readonly grid: GridId; readonly tier: Tier }
  | { readonly at: 'open'; readonly tier: Tier; readonly review: Review; readonly now: Subject };

/** What a review is about, as it stands now. */
export type Subject =
  | { readonly kind: 'resident' | 'departure'; readonly resident: ResidentState }
  | { readonly kind: 'household'; readonly household: HouseholdState }
  | { readonly kind: 'need' | 'needEnd'; readonly need: RecordedNeedState }
  | { readonly kind: 'identity'; readonly resident: ResidentState; readonly version: number };

const DecideReview = z.object({
  reviewId,
  choice: Choice,
  /** What is right where neither side is: only with choice `other`. */
  set: SomeResidentFields.extend({ tenure: Tenure, detail: z.string().trim().max(200), presence: Presence, idNumber: IdNumber })
    .partial()
    .default({}),
  /** Highest version of the values that the reviewer had before them; a record that changed after it is looked at again. */
  seen: z.number().int().min(0),
});
type DecideReview = z.infer<typeof DecideReview>;

/** A person says which side of a conflict stands. What gives way stays on record. */
export const decideReview = command<DecideReview, ReviewState, RegisterChange>({
  name: 'register.decideReview',
  ver: 1,
  payload: DecideReview,
  duty: 'register.write',
  urgency: 'desk',
  offline: false,
  decide(state, p) {
    if (state.at === 'nowhere') return refuse('missing', 'register.reviewGone');
    if (state.at === 'decided') return refuse('conflict', 'register.reviewDecided');
    const { review, now } = state;
    if (p.choice === 'other' && !review.said.some(({ field }) => p.set[field as keyof DecideReview['set']] !== undefined)) {
      return refuse('invalid', 'register.reviewWithoutValue');
    }
    const changes = settled(now, review, p);
    if (!changes.ok) return changes;
    return ok([...changes.value, { type: 'reviewDecided', id: review.id, choice: p.choice }]);
  },
});

type Changes = Result<readonly RegisterChange[]>;
const nothing: Changes = ok([]);

/** The value that the decision gives a field. */
function wanted(review: Review, p: DecideReview, field: string): unknown {
  const said = review.said.find((each) => each.field === field);
  return p.choice === 'other' ? p.set[field as keyof DecideReview['set']] : said?.[p.choice];
}

/** Did anybody change one of the fields in question after the reviewer looked? */
const movedOn = (stamps: Stamps, review: Review, { seen }: DecideReview): boolean =>
  review.said.some(({ field }) => (stamps[field]?.[0] ?? 0) > seen);

/** What it takes for the record to say what the decision says. */
function settled(now: Subject, review: Review, p: DecideReview): Changes {
  switch (now.kind) {
    case 'household': {
      const { household } = now;
      if (household.at === 'nowhere') return goneUnless(p, 'register.householdGone');
      if (movedOn(household.stamps, review, p)) return refuse('conflict', 'register.reviewMoved');
      const tenure = wanted(review, p, 'tenure') as Tenure | undefined;
      return tenure && tenure !== household.household.tenure ? ok([{ type: 'householdCorrected', id: household.household.id, tenure }]) : nothing;
    }
    case 'resident':
      return settleFields(now.resident, review, p);
    case 'departure':
      return settleDeparture(now.resident, review, p);
    case 'need':
    case 'needEnd':
      return settleNeed(now.need, review, p);
    case 'identity': {
      const { resident, version } = now;
      if (resident.at === 'nowhere') return goneUnless(p, 'register.residentGone');
      if (version > p.seen) return refuse('conflict', 'register.reviewMoved');
      const idNumber = p.choice === 'earlier' ? undefined : p.choice === 'later' ? review.idNumber : p.set.idNumber;
      const { id } = resident.resident;
      return idNumber ? ok([{ type: 'identityRecorded', id, idNumber, valid: readIdNumber(idNumber).valid }]) : nothing;
    }
    default:
      return now satisfies never;
  }
}

/** A record that is there no more can only be left as it is. */
const goneUnless = (p: DecideReview, code: 'register.householdGone' | 'register.residentGone' | 'register.needEnded'): Changes =>
  p.choice === 'earlier' ? nothing : refuse('missing', code);

function settleFields(state: ResidentState, review: Review, p: DecideReview): Changes {
  if (state.at === 'nowhere') return goneUnless(p, 'register.residentGone');
  if (movedOn(state.stamps, review, p)) return refuse('conflict', 'register.reviewMoved');
  const { resident } = state;
  const set = Object.fromEntries(
    review.said
      .map(({ field }) => [field, wanted(review, p, field)] as const)
      .filter(([field, value]) => value !== undefined && value !== resident[field as keyof ResidentFields]),
  ) as Partial<ResidentFields>;
  return Object.keys(set).length > 0 ? ok([{ type: 'residentCorrected', before: resident, set, parallel: false }]) : nothing;
}

function settleDeparture(state: ResidentState, review: Review, p: DecideReview): Changes {
  if (state.at === 'nowhere') return goneUnless(p, 'register.residentGone');
  const current = state.at === 'left' ? state.why : 'here';
  const presence = wanted(review, p, 'presence') as Presence | undefined;
  if (p.choice === 'earlier' || !presence || presence === current) return nothing;
  const { resident } = state;
  return ok([
    presence === 'here' || state.at === 'left' ? { type: 'leavingCorrected', resident, presence } : { type: 'residentLeft', resident, why: presence },
  ]);
}

function settleNeed(need: RecordedNeedState, review: Review, p: DecideReview): Changes {
  if (need.at !== 'current') return goneUnless(p, 'register.needEnded');
  if ((need.stamp?.[0] ?? 0) > p.seen) return refuse('conflict', 'register.reviewMoved');
  const { resident, code } = need;
  const needId = review.subject as Extract<RegisterChange, { type: 'needEnded' }>['needId'];
  const detail = wanted(review, p, 'detail') as string | null | undefined;
  if (detail === null) return ok([{ type: 'needEnded', needId, resident, code }]);
  return detail === undefined || detail === need.detail ? nothing : ok([{ type: 'needCorrected', needId, resident, detail }]);
}
