import type { OrganisationId, PersonId, PositionId } from '../../../kernel/ids.ts';

/** What came of asking one person: by the app, or by somebody who rang. null: not yet known. */
export type CallOutcome = 'reached' | 'notReached' | 'wrongNumber';

/** One line of the phone tree: a post, and the first, second … person in it. */
export interface Call {
  readonly positionId: PositionId;
  readonly organisationId: OrganisationId;
  /** 1: the holder; then whoever acts for them, then the deputy. */
  readonly place: number;
  /** null: nobody is in that place. A vacant post has one line with nobody. */
  readonly personId: PersonId | null;
  readonly outcome: CallOutcome | null;
  /** ISO 8601; null: no outcome yet. */
  readonly at: string | null;
}

/** Who is rung for a post, in this order: the holder, whoever acts for them now, the deputy; nobody twice. */
export function placesOf(post: {
  readonly holder: PersonId | null;
  readonly acting: readonly PersonId[];
  readonly deputy: PersonId | null;
}): (PersonId | null)[] {
  const people = [...new Set([post.holder, ...post.acting, post.deputy].filter((person): person is PersonId => person !== null))];
  return people.length === 0 ? [null] : people;
}

/** May this line be rung now? The next in a post is rung only when everybody before could not be reached. */
export const mayRing = (calls: readonly Call[], wanted: Pick<Call, 'positionId' | 'place'>): boolean =>
  calls.every(
    (call) => call.positionId !== wanted.positionId || call.place >= wanted.place || call.outcome === 'notReached' || call.outcome === 'wrongNumber',
  );

/** Where one post stands: somebody answered, somebody is still to be asked, or nobody in it can be reached. */
export type PostState = 'reached' | 'open' | 'unreachable';

export function postState(calls: readonly Call[]): PostState {
  if (calls.some((call) => call.outcome === 'reached')) return 'reached';
  return calls.some((call) => call.personId !== null && call.outcome === null) ? 'open' : 'unreachable';
}

/** What a contact test found. Shares 0 to 1; minutes from the start of the test. */
export interface ContactMeasures {
  readonly posts: number;
  readonly reached: number;
  /** Posts in which nobody could be reached at all, the vacant ones among them. */
  readonly unreachable: readonly PositionId[];
  /** null: no post was asked. */
  readonly share: number | null;
  /** Over posts that were reached, by whoever was reached first there; null: none was. */
  readonly medianMin: number | null;
  readonly p90Min: number | null;
}

/**
 * A sample quantile by linear interpolation between order statistics: type 7 of Hyndman & Fan, "Sample Quantiles in Statistical
 * Packages", The American Statistician 50(4), 1996, eq. for type 7: position 1 + (n − 1)p.
 * @param sorted ascending, at least one value
 * @param p 0 to 1
 */
export function quantile(sorted: readonly number[], p: number): number {
  const position = (sorted.length - 1) * p;
  const below = Math.floor(position);
  const low = sorted[below] ?? 0;
  const high = sorted[Math.min(below + 1, sorted.length - 1)] ?? low;
  return low + (position - below) * (high - low);
}

/** Share of posts reached, median and 90th percentile of the time until somebody there confirmed, and who could not be reached at all. */
export function measureTest(calls: readonly Call[], startedAt: string): ContactMeasures {
  const posts = [...Map.groupBy(calls, (call) => call.positionId)];
  const minutes = posts
    .flatMap(([, lines]) => {
      const first = lines.flatMap((line) => (line.outcome === 'reached' && line.at !== null ? Date.parse(line.at) : [])).toSorted((a, b) => a - b)[0];
      return first === undefined ? [] : (first - Date.parse(startedAt)) / 60_000;
    })
    .toSorted((a, b) => a - b);
  return {
    posts: posts.length,
    reached: minutes.length,
    unreachable: posts.flatMap(([id, lines]) => (postState(lines) === 'unreachable' ? id : [])),
    share: posts.length === 0 ? null : minutes.length / posts.length,
    medianMin: minutes.length === 0 ? null : quantile(minutes, 0.5),
    p90Min: minutes.length === 0 ? null : quantile(minutes, 0.9),
  };
}

/** The same for each organisation, those of which fewest were reached first. */
export const measureEach = (calls: readonly Call[], startedAt: string): { organisationId: OrganisationId; measures: ContactMeasures }[] =>
  [...Map.groupBy(calls, (call) => call.organisationId)]
    .map(([organisationId, lines]) => ({ organisationId, measures: measureTest(lines, startedAt) }))
    .toSorted((a, b) => (a.measures.share ?? 0) - (b.measures.share ?? 0) || (a.organisationId < b.organisationId ? -1 : 1));
