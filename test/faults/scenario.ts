import fc from 'fast-check';
import { countStock, issueStock } from '../../src/capabilities/readiness/commands.ts';
import { claimTask, closeTask, raiseTask, releaseTask, undoVisit, visitDoor } from '../../src/capabilities/response/commands.ts';
import type { Sayable } from '../../src/platform/web/sync/link.ts';
import { households, lots, round, tasks } from './world/founding.ts';
import type { Chance } from './world/loop.ts';

/** One thing that happens, some time after the one before it. */
export type Step = { readonly afterMs: number } & (
  | { readonly kind: 'say'; readonly device: number; readonly tab: number; readonly what: (typeof sayings)[number]; readonly which: number }
  | { readonly kind: 'openTab' | 'killTab' | 'powerCut'; readonly device: number }
  | { readonly kind: 'online' | 'full'; readonly device: number; readonly on: boolean }
  | { readonly kind: 'clock'; readonly device: number; readonly byMs: number }
  | { readonly kind: 'killServer' | 'startServer' | 'loseDatabase' | 'backUp' | 'restore' | 'statementFails' }
  | { readonly kind: 'reading'; readonly which: number; readonly given: boolean }
);

/** A whole run: everything that happens follows from it. */
export interface Scenario {
  readonly seed: number;
  readonly servers: number;
  /** Rows of one page of a pull. */
  readonly pageRows: number;
  /** Who holds each device: number of the person. */
  readonly devices: readonly number[];
  readonly weather: { readonly lost: number; readonly twice: number; readonly unanswered: number; readonly slow: number; readonly signedOut: number };
  readonly steps: readonly Step[];
}

const sayings = ['visit', 'visit', 'visit', 'undo', 'claim', 'claim', 'release', 'close', 'raise', 'issue', 'count'] as const;

const minute = 60_000;
const afterMs = fc.oneof(fc.nat(200), fc.nat(3_000), fc.nat(minute));
const share = fc.constantFrom(0, 0, 0.05, 0.3);
const device = fc.nat(2);
const on = fc.boolean();
const say = fc.record({ kind: fc.constant('say' as const), afterMs, device, tab: fc.nat(2), what: fc.constantFrom(...sayings), which: fc.nat(30) });

const fault: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ kind: fc.constantFrom('openTab' as const, 'killTab' as const, 'powerCut' as const), afterMs, device }),
  fc.record({ kind: fc.constantFrom('online' as const, 'full' as const), afterMs, device, on }),
  fc.record({
    kind: fc.constant('clock' as const),
    afterMs,
    device,
    byMs: fc.constantFrom(-20 * 86_400_000, -3_600_000, 30_000, 3_600_000, 20 * 86_400_000),
  }),
  fc.record({
    kind: fc.constantFrom(
      'killServer' as const,
      'startServer' as const,
      'loseDatabase' as const,
      'backUp' as const,
      'restore' as const,
      'statementFails' as const,
    ),
    afterMs,
  }),
  fc.record({ kind: fc.constant('reading' as const), afterMs, which: fc.nat(1), given: on }),
);

/** What fast-check makes runs of; it also makes failing ones small. */
export const anyScenario: fc.Arbitrary<Scenario> = fc.record({
  seed: fc.integer(),
  servers: fc.integer({ min: 1, max: 2 }),
  pageRows: fc.integer({ min: 1, max: 9 }),
  devices: fc.array(fc.nat(3), { minLength: 1, maxLength: 3 }),
  weather: fc.record({ lost: share, twice: share, unanswered: share, slow: share, signedOut: fc.constantFrom(0, 0, 0.1) }),
  steps: fc.array(fc.oneof({ weight: 1, arbitrary: say }, { weight: 1, arbitrary: fault }), { minLength: 1, maxLength: 16, size: 'max' }),
});

/** What a person taps. */
export function saying(
  what: (typeof sayings)[number],
  which: number,
  chance: Chance,
  freshId: () => string,
): { command: Sayable<never>; payload: unknown } {
  const of = <P>(command: Sayable<P>, payload: unknown) => ({ command: command as unknown as Sayable<never>, payload });
  const householdId = households[which % households.length];
  const taskId = tasks[which % tasks.length];
  switch (what) {
    case 'visit':
      return of(visitDoor, { roundId: round, householdId, outcome: chance.pick(['safe', 'help', 'noAnswer']) });
    case 'undo':
      return of(undoVisit, { roundId: round, householdId });
    case 'claim':
      return of(claimTask, { taskId });
    case 'release':
      return of(releaseTask, { taskId });
    case 'close':
      return of(closeTask, { taskId });
    case 'raise':
      return of(raiseTask, { taskId: freshId(), kind: 'food' });
    case 'issue':
      return of(issueStock, { movementId: freshId(), lotId: lots[which % lots.length], quantity: 1 + (which % 4) });
    case 'count':
      return of(countStock, { movementId: freshId(), lotId: lots[which % lots.length], counted: which });
    default:
      return what satisfies never;
  }
}
