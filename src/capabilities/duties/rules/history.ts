import type { AgreedMandate } from '../../community/index.ts';
import type { HeldAssignment } from '../model.ts';
import type { MatrixChange } from '../model-proposals.ts';
import type { Cause, HistoryRow, Talk } from '../queries-record.ts';

/** An assignment as it is kept, with the version of the community at which it last changed. */
export interface KeptAssignment extends HeldAssignment {
  readonly version: number;
  readonly title: string | null;
}

/** A proposal with what it would change of one cell. */
export interface KeptTalk {
  readonly talk: Omit<Talk, 'basis'>;
  readonly changes: readonly MatrixChange[];
}

/** The command that wrote a version, and the post that said it, by name. */
export interface Writing {
  readonly name: string;
  readonly by: string | null;
}

export interface CellRecord {
  readonly assignments: readonly KeptAssignment[];
  readonly talks: readonly KeptTalk[];
  readonly writings: ReadonlyMap<number, Writing>;
  /** When its organisation ended; null: it has not. */
  readonly organisationEnded: string | null;
  /** When posts ended, by id. */
  readonly postsEnded: ReadonlyMap<string, string>;
  /** Mandates of the organisation that name the duty; null: it needs none. */
  readonly mandates: readonly AgreedMandate[] | null;
}

const unknown: Cause = { how: 'unknown', talk: null, by: null };

/** From when to when a cell was held, how each time came about and ended, and on what it rested; then what was proposed in vain. Latest first. */
export function historyOf(record: CellRecord): readonly HistoryRow[] {
  const used = new Set<string>();
  const agreed = (fits: (change: MatrixChange) => boolean): Cause | null => {
    for (const { talk, changes } of record.talks) {
      const change = talk.state === 'agreed' ? changes.find(fits) : undefined;
      if (!change) continue;
      used.add(talk.id);
      return { how: 'agreed', talk: { ...talk, basis: change.basis }, by: null };
    }
    return null;
  };
  const held = record.assignments.map((a): HistoryRow => {
    const wrote = record.writings.get(a.version);
    const until = earliest(a.until, record.organisationEnded, (a.positionId && record.postsEnded.get(a.positionId)) ?? null);
    return {
      is: 'held',
      id: a.id,
      role: a.role,
      rank: a.rank,
      title: a.title,
      grids: a.grids,
      hazards: a.hazards,
      levels: a.levels,
      since: a.since,
      until,
      began: agreed((change) => change.kind !== 'end' && change.id === a.id) ?? beganBy(wrote),
      ended: until === null ? null : endedBy(a, until, wrote, record, agreed),
      mandates: a.role === 'A' || a.role === 'R' ? (record.mandates?.filter((m) => meetsTime(m, a.since, until)).map(term) ?? null) : null,
    };
  });
  const inVain = record.talks.flatMap(({ talk, changes }): HistoryRow[] =>
    used.has(talk.id) ? [] : [{ is: 'talked', talk: { ...talk, basis: changes[0]?.basis ?? null } }],
  );
  const at = (row: HistoryRow): string => (row.is === 'held' ? row.since : row.talk.madeAt);
  return [...held, ...inVain].sort((a, b) => (at(a) < at(b) ? 1 : at(a) > at(b) ? -1 : 0));
}

function beganBy(wrote: Writing | undefined): Cause {
  if (wrote?.name === 'duties.assign') return { how: 'direct', talk: null, by: wrote.by };
  if (wrote?.name === 'duties.takeOverStart') return { how: 'start', talk: null, by: wrote.by };
  return unknown;
}

function endedBy(
  a: KeptAssignment,
  until: string,
  wrote: Writing | undefined,
  record: CellRecord,
  agreed: (fits: (change: MatrixChange) => boolean) => Cause | null,
): Cause {
  if (until === record.organisationEnded) return { how: 'organisation', talk: null, by: null };
  if (a.until !== until) return { how: 'post', talk: null, by: null };
  const inTalk = agreed((change) => change.kind !== 'add' && change.endsId === a.id);
  if (inTalk) return inTalk;
  // Nothing has written over it since it began: the end was named with the beginning.
  return wrote?.name === 'duties.withdraw' ? { how: 'direct', talk: null, by: wrote.by } : { how: 'term', talk: null, by: null };
}

const earliest = (...ends: readonly (string | null)[]): string | null => ends.flatMap((end) => end ?? []).sort()[0] ?? null;
const meetsTime = (m: AgreedMandate, since: string, until: string | null): boolean => m.until > since && (until === null || m.since < until);
const term = ({ id, since, until }: AgreedMandate) => ({ id, since, until });
