import { z } from 'zod';
import { type Command, command } from '../../kernel/command.ts';
import { idOf, type OrganisationId, type PersonId, type PositionId } from '../../kernel/ids.ts';
import { ok, refuse } from '../../kernel/result.ts';
import { type Call, mayRing, placesOf } from './rules/contact-test.ts';

export type ContactTestId = string & { readonly contactTest: unique symbol };
export const contactTestId = idOf<ContactTestId>();

export interface ContactTest {
  readonly id: ContactTestId;
  readonly title: string;
  /** Nothing leaves the app: no text message, only what the screens say. */
  readonly exercise: boolean;
  /** Minutes in which an answer is expected; later ones count, and count as late. */
  readonly withinMin: number;
  readonly startedAt: string;
}

export type ContactChange =
  /** The notice that asks people to confirm has the id of the test. */
  | { readonly type: 'contactTestStarted'; readonly test: ContactTest; readonly calls: readonly Call[]; readonly startedBy: PersonId }
  | {
      readonly type: 'callRecorded';
      readonly testId: ContactTestId;
      readonly positionId: PositionId;
      readonly place: number;
      readonly outcome: NonNullable<Call['outcome']>;
    }
  | { readonly type: 'contactTestClosed'; readonly testId: ContactTestId; readonly on: string };

const StartContactTest = z.object({
  testId: contactTestId,
  title: z.string().trim().min(1).max(80),
  exercise: z.boolean(),
  withinMin: z.number().int().min(5).max(1440).default(30),
  positions: z.array(idOf<PositionId>()).min(1).max(400),
});
type StartContactTest = z.infer<typeof StartContactTest>;

/** A post that was chosen, with the people in it. */
export interface ChosenPost {
  readonly id: PositionId;
  readonly organisationId: OrganisationId;
  readonly holder: PersonId | null;
  readonly acting: readonly PersonId[];
  readonly deputy: PersonId | null;
}

export interface StartState {
  readonly idTaken: boolean;
  /** Another test runs: the same people would be asked twice. */
  readonly runs: boolean;
  readonly posts: readonly ChosenPost[];
}

/** Asking many people is telling many people: the same duty. */
const byCaller = { ver: 1, duty: 'warnings.publish', urgency: 'desk', offline: false } as const;

/** Tries who can be reached: everyone in these posts is asked to confirm, and whoever does not is rung. */
export const startContactTest: Command<StartContactTest, StartState, ContactChange> = command({
  ...byCaller,
  name: 'duties.startContactTest',
  payload: StartContactTest,
  decide(state, p, { actor, now }) {
    if (actor.kind !== 'person') return refuse('forbidden', 'duties.notYourPost');
    if (state.idTaken) return refuse('conflict', 'duties.testExists');
    const wanted = [...new Set(p.positions)];
    const known = new Map(state.posts.map((post) => [post.id, post]));
    if (wanted.some((id) => !known.has(id))) return refuse('missing', 'duties.positionGone');
    if (state.runs) return refuse('conflict', 'duties.testRuns');
    const calls = wanted.flatMap((id) => {
      const post = known.get(id) as ChosenPost;
      return placesOf(post).map(
        (personId, index): Call => ({ positionId: id, organisationId: post.organisationId, place: index + 1, personId, outcome: null, at: null }),
      );
    });
    if (calls.every(({ personId }) => personId === null)) return refuse('conflict', 'duties.testOfNobody');
    const { testId: id, title, exercise, withinMin } = p;
    return ok([
      { type: 'contactTestStarted', test: { id, title, exercise, withinMin, startedAt: now.toISOString() }, calls, startedBy: actor.person },
    ]);
  },
});

export type TestState = { readonly at: 'nowhere' } | { readonly at: 'runs' | 'closed'; readonly calls: readonly Call[] };

const RecordCall = z.object({
  testId: contactTestId,
  positionId: idOf<PositionId>(),
  place: z.number().int().min(1).max(20),
  outcome: z.enum(['reached', 'notReached', 'wrongNumber']),
});
type RecordCall = z.infer<typeof RecordCall>;

/** What came of ringing somebody. In the order of the tree: the deputy when the holder could not be reached. What people confirmed themselves stands. */
export const recordCall: Command<RecordCall, TestState, ContactChange> = command({
  ...byCaller,
  name: 'duties.recordCall',
  payload: RecordCall,
  decide(state, p) {
    if (state.at === 'nowhere') return refuse('missing', 'duties.testGone');
    if (state.at === 'closed') return refuse('conflict', 'duties.testClosed');
    const call = state.calls.find(({ positionId, place }) => positionId === p.positionId && place === p.place);
    if (!call) return refuse('missing', 'duties.callGone');
    if (call.personId === null) return refuse('conflict', 'duties.callVacant');
    if (call.outcome === 'reached') return refuse('conflict', 'duties.callReached');
    if (!mayRing(state.calls, p)) return refuse('conflict', 'duties.callOrder');
    return ok([{ type: 'callRecorded', ...p }]);
  },
});

const CloseContactTest = z.object({ testId: contactTestId });

/** Ends the test: what was found then stays. */
export const closeContactTest: Command<{ testId: ContactTestId }, TestState, ContactChange> = command({
  ...byCaller,
  name: 'duties.closeContactTest',
  payload: CloseContactTest,
  decide(state, { testId }, { now }) {
    if (state.at === 'nowhere') return refuse('missing', 'duties.testGone');
    if (state.at === 'closed') return refuse('conflict', 'duties.testClosed');
    return ok([{ type: 'contactTestClosed', testId, on: now.toISOString() }]);
  },
});
