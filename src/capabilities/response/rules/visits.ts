import type { PersonId } from '../../../kernel/ids.ts';
import type { Outcome } from '../model.ts';

/** What is known of a door before this visit. */
export interface Found {
  readonly outcome: Outcome | null;
  readonly noAnswer: number;
  readonly visitedBy: PersonId | null;
}

/** What a visit makes of a door. `kept`: an answer that does not stand but is not lost either. */
export interface VisitStep {
  /** The answer that stands from now on; null: what stood before stands. */
  readonly stands: { readonly outcome: Outcome; readonly noAnswer: number } | null;
  /** Which answer goes into the extra visits. */
  readonly kept: 'none' | 'this' | 'earlier';
  readonly disputed: boolean;
  /** Nobody has opened for the second time: the deputy is asked. */
  readonly secondSilence: boolean;
}

/**
 * One door, one more visit. A first answer stands. The same person corrects their own. Between two people "needs help"
 * always outweighs "safe", whichever came first, and the other answer is kept and flagged; a silent door never undoes an answer.
 */
export function visitStep(before: Found, outcome: Outcome, by: PersonId | null): VisitStep {
  const noAnswer = before.noAnswer + (outcome === 'noAnswer' ? 1 : 0);
  const stand: VisitStep = {
    stands: { outcome, noAnswer },
    kept: 'none',
    disputed: false,
    secondSilence: outcome === 'noAnswer' && noAnswer === 2,
  };
  if (before.outcome === null || before.outcome === 'noAnswer' || before.outcome === outcome) return stand;
  if (by !== null && before.visitedBy === by) return stand;
  if (outcome === 'noAnswer') return { stands: null, kept: 'this', disputed: false, secondSilence: false };
  return outcome === 'help' ? { ...stand, kept: 'earlier', disputed: true } : { stands: null, kept: 'this', disputed: true, secondSilence: false };
}
