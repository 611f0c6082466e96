import type { PersonId, PositionId } from '../../../kernel/ids.ts';

/** Who acts for the holder of a post, from when to when. `until`: first instant at which it no longer holds; both ISO 8601 UTC with milliseconds. */
export interface Cover {
  readonly positionId: PositionId;
  /** Who holds the post and is away. */
  readonly holder: PersonId;
  readonly person: PersonId;
  readonly since: string;
  readonly until: string;
}

/** Longest cover: a year. Who is away for longer hands the post over. */
export const coverDaysMost = 366;

type Span = Pick<Cover, 'since' | 'until'>;

/** What two spans have in common; null: nothing. Text order is time order. */
function meet(a: Span, b: Span): Span | null {
  const since = a.since > b.since ? a.since : b.since;
  const until = a.until < b.until ? a.until : b.until;
  return since < until ? { since, until } : null;
}

/** Would the same post be covered twice at some instant? */
export const overlaps = (standing: readonly Cover[], wanted: Cover): boolean =>
  standing.some((cover) => cover.positionId === wanted.positionId && meet(cover, wanted) !== null);

/**
 * Would people act for each other in a circle at some instant, so that in the end nobody is there? Follows from whoever is to act to
 * whoever acts for them, as long as all the covers on the way have an instant in common (intervals that meet pairwise meet in one
 * point: Helly 1923, in one dimension; kept here as the running intersection).
 */
export function makesCircle(standing: readonly Cover[], wanted: Cover): boolean {
  const byHolder = Map.groupBy(standing, ({ holder }) => holder);
  const follow = (person: PersonId, span: Span, passed: ReadonlySet<PersonId>): boolean => {
    if (person === wanted.holder) return true;
    return (byHolder.get(person) ?? []).some((cover) => {
      const common = meet(span, cover);
      return common !== null && !passed.has(cover.person) && follow(cover.person, common, new Set([...passed, cover.person]));
    });
  };
  return follow(wanted.person, wanted, new Set([wanted.person]));
}
