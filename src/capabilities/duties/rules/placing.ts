import { type Refusal, refuse } from '../../../kernel/result.ts';
import { findDuty } from '../catalogue.ts';
import type { HeldAssignment, MandateGround } from '../model.ts';
import { accountableTwice, heldTwice } from './assignments.ts';
import { lackOf } from './mandates.ts';

/** What a new assignment is held against: the matrix and the organisations as they stand. */
export interface MatrixState {
  /** Assignments that have not ended, of the duties concerned. */
  readonly standing: readonly HeldAssignment[];
  readonly takenIds: ReadonlySet<string>;
  /** Active organisations, positions that stand (with their organisation) and grids, as far as the payload names them. */
  readonly organisations: ReadonlySet<string>;
  readonly positions: ReadonlyMap<string, string>;
  readonly grids: ReadonlySet<string>;
  readonly mandates: MandateGround;
}

/** Why this assignment cannot be written beside those that stand; null: it can. `state.standing` and `takenIds` include what the same command wrote before it. */
export function refusalToPlace(state: MatrixState, wanted: HeldAssignment): Refusal | null {
  const duty = findDuty(wanted.duty);
  if (!duty) return refuse('invalid', 'duties.unknownDuty');
  if (state.takenIds.has(wanted.id)) return refuse('conflict', 'duties.exists');
  if (!state.organisations.has(wanted.organisationId)) return refuse('missing', 'duties.organisationGone');
  if (wanted.positionId && state.positions.get(wanted.positionId) !== wanted.organisationId) return refuse('missing', 'duties.positionGone');
  if (wanted.grids?.some((grid) => !state.grids.has(grid))) return refuse('missing', 'duties.gridGone');
  if (duty.opens && (wanted.hazards || wanted.levels)) return refuse('invalid', 'duties.limitNotHere', { duty: duty.code });
  if (wanted.until !== null && wanted.until <= wanted.since) return refuse('invalid', 'duties.endsBeforeItBegins');
  const mandated = refusalByMandate(state.mandates, wanted, wanted.since);
  if (mandated) return mandated;
  if (accountableTwice(state.standing, wanted)) return refuse('conflict', 'duties.alreadyAccountable', { duty: duty.code });
  if (heldTwice(state.standing, wanted)) return refuse('conflict', 'duties.overlappingDates', { duty: duty.code });
  return null;
}

/** Why an organisation's mandate does not let it hold this from an instant on; null: it does, or none is needed. */
export function refusalByMandate(mandates: MandateGround, wanted: HeldAssignment, instant: string): Refusal | null {
  const lack = lackOf(mandates, wanted, instant);
  if (lack === null) return null;
  return lack === 'mandate'
    ? refuse('conflict', 'duties.noMandate', { duty: wanted.duty })
    : refuse('conflict', 'duties.outsideMandate', { duty: wanted.duty, lack });
}
