import type { OrganisationId } from '../../../kernel/ids.ts';
import { ok, type Result, refuse } from '../../../kernel/result.ts';
import type { AssignmentId, HeldAssignment } from '../model.ts';
import type { AssignmentGround, MatrixChange, Outcome } from '../model-proposals.ts';
import { holdsAt } from './area.ts';
import { meets } from './assignments.ts';
import { type MatrixState, refusalToPlace } from './placing.ts';

/** What proposals are held against: the matrix, and who handed down what to whom. */
export interface ProposalGround extends MatrixState {
  /** The organisation that handed an assignment down. */
  readonly delegations: ReadonlyMap<AssignmentId, OrganisationId>;
}

const keeping = 'duties.assign';
const mayDo = (a: HeldAssignment): boolean => a.role === 'A' || a.role === 'R';

/**
 * What the changes make of the matrix from an instant on, or why they cannot be: every line is held against the matrix as the
 * lines before it leave it, ends first, so that one proposal may hand a duty from one organisation to another.
 */
export function outcomeOf(ground: ProposalGround, changes: readonly MatrixChange[], from: string): Result<Outcome> {
  const known = new Map(ground.standing.map((a) => [a.id, a]));
  const ends = new Set<AssignmentId>();
  for (const change of changes) {
    if (change.kind === 'add') continue;
    const old = known.get(change.endsId);
    if (!old) return refuse('missing', 'duties.assignmentGone');
    if (old.until !== null && old.until <= from) return refuse('conflict', 'duties.assignmentEnded');
    if (ends.has(change.endsId)) return refuse('conflict', 'duties.changedTwice');
    ends.add(change.endsId);
  }
  const standing = ground.standing.map((a) => (ends.has(a.id) ? { ...a, until: a.since > from ? a.since : from } : a));
  const takenIds = new Set(ground.takenIds);
  const delegations = new Map(ground.delegations);
  const begins: HeldAssignment[] = [];
  const grounds: AssignmentGround[] = [];
  for (const change of changes) {
    if (change.kind === 'end') continue;
    const begun = beginning(change, known, from);
    if (!begun) return refuse('missing', 'duties.assignmentGone');
    const refused = refusalToPlace({ ...ground, standing, takenIds }, begun);
    if (refused) return refused;
    standing.push(begun);
    takenIds.add(begun.id);
    begins.push(begun);
    grounds.push({ assignmentId: begun.id, basis: change.basis, delegatedFrom: change.delegatedFrom });
    if (change.delegatedFrom !== null) delegations.set(begun.id, change.delegatedFrom);
  }
  for (const begun of begins) {
    const source = delegations.get(begun.id);
    if (source === undefined) continue;
    if (!standing.some((a) => a.organisationId === source && a.id !== begun.id && mayDo(a) && meets(a, begun)))
      return refuse('conflict', 'duties.delegatesNothing', { duty: begun.duty });
    if (handedRound(begun, standing, delegations)) return refuse('conflict', 'duties.cyclicDelegation', { duty: begun.duty });
  }
  const kept = (list: readonly HeldAssignment[]): boolean => list.some((a) => a.duty === keeping && mayDo(a) && a.until === null);
  if (kept(ground.standing) && !kept(standing)) return refuse('conflict', 'duties.lastKeeper');
  return ok({ from, begins, ends: [...ends], grounds });
}

function beginning(
  change: Exclude<MatrixChange, { kind: 'end' }>,
  known: ReadonlyMap<AssignmentId, HeldAssignment>,
  from: string,
): HeldAssignment | null {
  const old = change.kind === 'change' ? known.get(change.endsId) : change;
  if (!old) return null;
  const { id, positionId, role, rank, grids, hazards, levels } = change;
  const until = change.until === null ? null : new Date(change.until).toISOString();
  return { id, duty: old.duty, organisationId: old.organisationId, positionId, role, rank, grids, hazards, levels, since: from, until };
}

/** Does a duty come back to the organisation it was handed down from? Followed upwards from where it came. */
function handedRound(begun: HeldAssignment, standing: readonly HeldAssignment[], delegations: ReadonlyMap<AssignmentId, OrganisationId>): boolean {
  const seen = new Set<OrganisationId>();
  let above = [delegations.get(begun.id)].flatMap((o) => o ?? []);
  while (above.length > 0) {
    if (above.includes(begun.organisationId)) return true;
    const fresh = above.filter((o) => !seen.has(o));
    for (const o of fresh) seen.add(o);
    above = standing.filter((a) => fresh.includes(a.organisationId) && meets(a, begun)).flatMap((a) => delegations.get(a.id) ?? []);
  }
  return false;
}

/**
 * Organisations that must accept: those whose assignments begin or end, those that hand a duty down, and the first Accountable of
 * each duty. Where nobody else answers for a line in full, or it touches who is Accountable, the keepers of the matrix
 * (first Accountable for `duties.assign`) are asked as well: otherwise an organisation could give itself what nobody holds.
 * Refused when nobody but the proposer would be asked, and it does not keep the matrix.
 */
export function affectedBy(ground: MatrixState, outcome: Outcome, proposer: OrganisationId): Result<OrganisationId[]> {
  const affected = new Set<OrganisationId>();
  const firsts = ground.standing.filter((a) => a.role === 'A' && a.rank === 1);
  const keepers = keepersOf(ground, outcome.from);
  const ended = ground.standing.filter((a) => outcome.ends.includes(a.id));
  const lines = [...outcome.begins, ...ended.map((a) => ({ ...a, since: outcome.from }))];
  for (const line of lines) {
    const over = firsts.filter((a) => a.id !== line.id && meets(a, line));
    for (const organisation of [line.organisationId, ...over.map((a) => a.organisationId)]) affected.add(organisation);
    const whole = over.some((a) => a.organisationId !== proposer && a.grids === null && a.hazards === null && a.levels === null);
    if (!whole || line.role === 'A') for (const keeper of keepers) affected.add(keeper);
  }
  for (const { delegatedFrom } of outcome.grounds) if (delegatedFrom) affected.add(delegatedFrom);
  const asked = [...affected].filter((o) => ground.organisations.has(o)).sort();
  if (asked.every((o) => o === proposer) && !keepers.includes(proposer)) return refuse('conflict', 'duties.nobodyToAsk');
  return ok(asked);
}

/** Active organisations that keep the matrix at an instant: the first Accountable, or else whoever may. */
function keepersOf({ standing, organisations }: MatrixState, instant: string): OrganisationId[] {
  const may = standing.filter((a) => a.duty === keeping && mayDo(a) && holdsAt(a, instant) && organisations.has(a.organisationId));
  const first = may.filter((a) => a.role === 'A' && a.rank === 1);
  return (first.length > 0 ? first : may).map((a) => a.organisationId);
}
