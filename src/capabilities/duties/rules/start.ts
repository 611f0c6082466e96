import type { OrganisationId, PositionId } from '../../../kernel/ids.ts';
import { byOnePost, type Kind, type StartEntry, type StartName, starts } from '../catalogue/starts.ts';
import type { AssignmentId, HeldAssignment, PositionSeen } from '../model.ts';
import { lackOf } from './mandates.ts';
import type { MatrixState } from './placing.ts';

/** What a starting matrix is laid on: the matrix as it stands, the organisations there are, and who stands in their posts. */
export interface StartGround {
  readonly matrix: MatrixState;
  readonly houses: readonly { readonly id: OrganisationId; readonly kind: string; readonly active: boolean }[];
  readonly posts: readonly PositionSeen[];
}

/** One assignment that taking over would write. */
export interface StartLine {
  readonly duty: string;
  readonly role: HeldAssignment['role'];
  readonly rank: number;
  readonly organisationId: OrganisationId;
  readonly positionId: PositionId | null;
}

/** Why a kind of organisation gets nothing yet: there is none, nobody is in its posts, or it has no mandate for it. */
export type Lacking = 'none' | 'unmanned' | 'mandate';

export interface StartPlan {
  readonly lines: readonly StartLine[];
  /** What ends because its Accountable becomes another. */
  readonly ends: readonly AssignmentId[];
  /** Kinds that the matrix counts on and that are not ready, with the duties that wait for them. */
  readonly missing: readonly { readonly kind: Kind; readonly why: Lacking; readonly duties: readonly string[] }[];
  /** Duties that the keeper of the matrix answers for because the kind that should is missing. */
  readonly standsIn: readonly string[];
}

const mayDo = (a: Pick<HeldAssignment, 'role'>): boolean => a.role === 'A' || a.role === 'R';

/**
 * The assignment by which the matrix is kept, while it is as an installation leaves it: nothing is held but by the one organisation that keeps it.
 * null: the matrix has been begun, and what changes in it from then on is agreed (decision 21).
 */
export function soleKeeper({ standing }: MatrixState): HeldAssignment | null {
  const keeper = standing.find((a) => a.duty === 'duties.assign' && a.role === 'A' && a.rank === 1 && a.until === null);
  return keeper && standing.every((a) => a.organisationId === keeper.organisationId && mayDo(a)) ? keeper : null;
}

/** The keeper does not hand over by a template what would leave them unable to put it right. */
const stays: readonly string[] = ['duties.assign', 'community.manage'];

/**
 * What a starting matrix would write here. Kinds become the organisations of that kind with somebody in a post and, where they need one, a mandate for
 * it; where the Accountable is missing, the keeper answers for it; what the keeper holds already is left as it is.
 */
export function startPlan(name: StartName, ground: StartGround, keeper: HeldAssignment, instant: string): StartPlan {
  const { matrix, houses, posts } = ground;
  const manned = new Map<OrganisationId, PositionId>();
  for (const post of [...posts].sort((a, b) => (a.since < b.since ? -1 : a.since > b.since ? 1 : a.id < b.id ? -1 : 1)))
    if (!post.seat && (post.holder ?? post.deputy) !== null && !manned.has(post.organisationId)) manned.set(post.organisationId, post.id);
  const missing = new Map<string, { kind: Kind; why: Lacking; duties: Set<string> }>();
  const lines = new Map<string, StartLine>();
  const ends = new Set<AssignmentId>();
  const standsIn: string[] = [];

  const lineOf = ({ duty, role, rank }: StartEntry, organisationId: OrganisationId): StartLine => {
    const own = organisationId === keeper.organisationId ? keeper.positionId : null;
    return { duty, role, rank, organisationId, positionId: byOnePost.includes(duty) ? (own ?? manned.get(organisationId) ?? null) : null };
  };
  const put = (line: StartLine): void => {
    const { duty, role, organisationId, positionId } = line;
    const held = matrix.standing.some(
      (a) => a.duty === duty && a.role === role && a.organisationId === organisationId && (role === 'A' || a.positionId === positionId),
    );
    if (!held) lines.set(`${duty} ${role} ${organisationId}`, lines.get(`${duty} ${role} ${organisationId}`) ?? line);
  };
  /** Organisations of the kind that can take it on; what stands in the way of the others is noted. */
  const able = (entry: StartEntry): OrganisationId[] => {
    const ofKind = houses
      .filter((h) => h.active && h.kind === entry.kind)
      .map((h) => h.id)
      .sort();
    const staffed = ofKind.filter((id) => manned.has(id));
    const found = staffed.filter((id) => lackOf(matrix.mandates, heldBy(lineOf(entry, id), instant), instant) === null);
    const why: Lacking | null = found.length > 0 ? null : staffed.length > 0 ? 'mandate' : ofKind.length > 0 ? 'unmanned' : 'none';
    if (why) {
      const key = `${entry.kind} ${why}`;
      const note = missing.get(key) ?? { kind: entry.kind, why, duties: new Set<string>() };
      missing.set(key, note);
      note.duties.add(entry.duty);
    }
    return found;
  };

  for (const entry of starts[name]) {
    const found = able(entry);
    if (entry.role !== 'A') {
      for (const id of found) put(lineOf(entry, id));
      continue;
    }
    const chosen = stays.includes(entry.duty) ? keeper.organisationId : found.includes(keeper.organisationId) ? keeper.organisationId : found[0];
    if (chosen === undefined) standsIn.push(entry.duty);
    const answers = chosen ?? keeper.organisationId;
    if (answers !== keeper.organisationId)
      for (const a of matrix.standing) if (a.duty === entry.duty && a.role === 'A' && a.until === null) ends.add(a.id);
    put(lineOf(entry, answers));
  }
  // Whoever does a thing, or answers for it in another's place, need not be asked or told.
  const working = new Set([...matrix.standing, ...lines.values()].filter(mayDo).map((a) => `${a.duty} ${a.organisationId}`));
  return {
    lines: [...lines.values()].filter((line) => mayDo(line) || !working.has(`${line.duty} ${line.organisationId}`)),
    ends: [...ends],
    missing: [...missing.values()].map(({ kind, why, duties }) => ({ kind, why, duties: [...duties] })),
    standsIn,
  };
}

/** The line as an assignment that holds from an instant on; its id is its own words until it is written. */
const heldBy = (line: StartLine, since: string): HeldAssignment => ({
  ...line,
  id: keyOf(line) as AssignmentId,
  grids: null,
  hazards: null,
  levels: null,
  since,
  until: null,
});

/** The same line has the same key. */
export const keyOf = ({ duty, role, rank, organisationId, positionId }: StartLine): string =>
  [duty, role, rank, organisationId, positionId ?? ''].join(' ');
