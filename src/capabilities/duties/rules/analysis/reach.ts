import type { GridId } from '../../../../kernel/ids.ts';
import type { organisationKinds } from '../../../community/index.ts';
import type { Duty, HeldAssignment, PositionSeen } from '../../model.ts';
import { holdsAt, meet } from '../area.ts';
import { carried } from '../mandates.ts';
import { anyOther, type LevelOrNone, levelsAndNone, type OrganisationFacts, type PersonFacts, type Situation } from './model.ts';

/**
 * Skills that the posts of an organisation are taken to have by its trade: a clinic's doctor need not be entered as able to nurse.
 * Seats are not: a member of a team has the skills that were written down. Our reading.
 */
const trade: Partial<Record<keyof typeof organisationKinds, readonly string[]>> = {
  clinic: ['nursing', 'first_aid'],
  fire_station: ['first_aid', 'lifting'],
  police_post: ['first_aid', 'driving'],
  utility: ['electrics'],
  property_company: ['electrics', 'lifting'],
  school: ['childcare'],
  social_work_station: ['counselling'],
};

/** One assignment as it reaches one area: who in it is able to act. */
export interface Holding {
  readonly assignment: HeldAssignment;
  /** Place of the organisation in `Reach.organisations`. */
  readonly organisation: number;
  /** Places in `Reach.people`, each once: who could do it. An Accountable needs a post, one who does it needs the skill. */
  readonly people: readonly number[];
}

/** Grids in which the same assignments reach the same posts. */
export interface AreaClass {
  /** null: every grid of the community. */
  readonly grids: readonly GridId[] | null;
  /** Share of all grids, 0 to 1. */
  readonly share: number;
  readonly holdings: readonly Holding[];
}

/** One duty with everyone who holds it now, by area. */
export interface DutyReach {
  readonly duty: Duty;
  readonly areas: readonly AreaClass[];
  /** Hazards that some assignment names, and `*` for all others. */
  readonly hazards: readonly string[];
  /** Levels it can be called on at; `none` for its part in ordinary times. */
  readonly levels: readonly LevelOrNone[];
  /** Every assignment that stands now, those too that reach nobody. */
  readonly held: readonly HeldAssignment[];
}

/** A situation made ready to be asked: people and organisations by number, duties with who reaches them where. */
export interface Reach {
  readonly situation: Situation;
  readonly organisations: readonly OrganisationFacts[];
  readonly people: readonly PersonFacts[];
  /** Standing positions of each organisation. */
  readonly posts: ReadonlyMap<string, readonly PositionSeen[]>;
  readonly duties: readonly DutyReach[];
}

/** Does this assignment count on such an occasion? */
export const countsFor = (a: HeldAssignment, hazard: string, level: LevelOrNone): boolean =>
  (a.hazards === null || a.hazards.includes(hazard)) && (a.levels === null || a.levels.some((l) => l === level));

/** Holdings of one area that count on one occasion. */
export const holdingsFor = (area: AreaClass, hazard: string, level: LevelOrNone): readonly Holding[] =>
  area.holdings.every(({ assignment: a }) => a.hazards === null && a.levels === null)
    ? area.holdings
    : area.holdings.filter(({ assignment }) => countsFor(assignment, hazard, level));

/** An assignment limited to hazards or levels opens no commands (see `buildAuthority`). */
export const opensNothing = (duty: Duty, a: HeldAssignment): boolean => duty.opens && (a.hazards !== null || a.levels !== null);

/**
 * Prepares a situation for the duties of a catalogue. What has ended or not begun, ended organisations, and what no mandate carries where
 * one is needed reach nobody.
 */
export function reachOf(situation: Situation, duties: readonly Duty[]): Reach {
  const organisations = situation.organisations.filter((o) => o.active);
  const numberOf = new Map(organisations.map((o, i) => [o.id as string, i]));
  const standing = situation.positions.filter((p) => numberOf.has(p.organisationId) && holdsAt(p, situation.at));
  const people = peopleIn(standing, situation.people);
  const personNumber = new Map(people.map((p, i) => [p.id as string, i]));
  const posts = Map.groupBy(standing, (p) => p.organisationId as string);
  const held = Map.groupBy(
    carried(situation.assignments, situation.mandates, situation.at).filter((a) => numberOf.has(a.organisationId) && holdsAt(a, situation.at)),
    (a) => a.duty,
  );

  const able = (position: PositionSeen, needed: readonly string[], kind: string): number[] => {
    const byTrade = !position.seat && needed.some((skill) => trade[kind as keyof typeof trade]?.includes(skill));
    return [position.holder, position.deputy].flatMap((id) => {
      const number = id === null ? undefined : personNumber.get(id);
      if (number === undefined) return [];
      return needed.length === 0 || byTrade || people[number]?.skills.some((skill) => needed.includes(skill)) ? [number] : [];
    });
  };

  const dutyReach = (duty: Duty): DutyReach => {
    const mine = held.get(duty.code) ?? [];
    const lines = mine
      .filter((a) => !opensNothing(duty, a))
      .map((assignment) => {
        const organisation = numberOf.get(assignment.organisationId) as number;
        const kind = organisations[organisation]?.kind ?? '';
        const needed = assignment.role === 'R' ? duty.skills : [];
        const positions = (posts.get(assignment.organisationId) ?? []).filter(
          (p) => (assignment.positionId === null || p.id === assignment.positionId) && !(assignment.role === 'A' && p.seat),
        );
        const ableIn = positions.map((p) => ({ grids: meet(p.grids, assignment.grids), people: able(p, needed, kind) }));
        return {
          assignment,
          organisation,
          everywhere: unique(ableIn.filter((p) => p.grids === null).flatMap((p) => p.people)),
          somewhere: ableIn.filter((p) => p.grids !== null && p.people.length > 0),
        };
      });
    const inGrid = (grid: GridId | null): { key: string; holdings: Holding[] } => {
      const keys: string[] = [];
      const holdings = lines.flatMap(({ assignment, organisation, everywhere, somewhere }): Holding[] => {
        const local = grid === null ? [] : somewhere.flatMap((p) => (p.grids?.includes(grid) ? p.people : []));
        if (assignment.grids !== null && (grid === null || !assignment.grids.includes(grid))) return [];
        keys.push(`${assignment.id}/${local.join(',')}`);
        return [{ assignment, organisation, people: local.length === 0 ? everywhere : unique([...everywhere, ...local]) }];
      });
      return { key: keys.join(';'), holdings };
    };
    const grids: readonly (GridId | null)[] = situation.grids.length === 0 ? [null] : situation.grids;
    const classes = Map.groupBy(
      grids.map((grid) => ({ grid, ...inGrid(grid) })),
      (c) => c.key,
    );
    return {
      duty,
      held: mine,
      areas: [...classes.values()].map((members) => ({
        grids: classes.size === 1 ? null : members.flatMap((m) => m.grid ?? []),
        share: members.length / grids.length,
        holdings: members[0]?.holdings ?? [],
      })),
      hazards: [...new Set(mine.flatMap((a) => a.hazards ?? []))].sort().concat(anyOther),
      levels: levelsAndNone.filter((level) => (level === 'none' ? duty.phases.some((p) => p !== 'response') : duty.phases.includes('response'))),
    };
  };
  return { situation, organisations, people, posts, duties: duties.map(dutyReach) };
}

const unique = (list: readonly number[]): readonly number[] => (list.length < 2 ? list : [...new Set(list)]);

/** Everyone who stands in a position as holder or deputy, each once, with the skills written down for them. */
function peopleIn(standing: readonly PositionSeen[], known: readonly PersonFacts[]): PersonFacts[] {
  const skills = new Map(known.map((p) => [p.id, p.skills]));
  const ids = new Set(standing.flatMap((p) => [p.holder, p.deputy]).filter((id) => id !== null));
  return [...ids].map((id) => ({ id, skills: skills.get(id) ?? [] }));
}
