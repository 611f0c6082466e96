import type { Assumptions, LevelOrNone } from './model.ts';
import { holdingsFor, type Reach } from './reach.ts';

/** Work that falls to one organisation on an ordinary day of a level, against what its people can give. */
export interface OrganisationLoad {
  /** Place in the reach. */
  readonly organisation: number;
  /** Person-hours a day. */
  readonly hours: number;
  /** Person-hours a day that its people have; whoever serves two organisations is shared between them. */
  readonly available: number;
  readonly people: number;
  /** The duties it comes from, the heaviest first. */
  readonly duties: readonly { readonly duty: string; readonly hours: number }[];
}

export interface PersonLoad {
  readonly person: number;
  readonly hours: number;
  readonly duties: readonly { readonly duty: string; readonly hours: number }[];
  /** Ids of the organisations that count on the person first in line for critical duties of the response, when there are two or more. */
  readonly places: readonly string[];
}

export interface Load {
  readonly level: LevelOrNone;
  readonly hazard: string;
  readonly organisations: readonly OrganisationLoad[];
  readonly people: readonly PersonLoad[];
  /** Person-hours a day that fall to nobody, because nobody able does the duty. */
  readonly unmannedHours: number;
}

/**
 * The effort of a level laid on those who do the work: effort of the duty × residents ÷ 1,000 × intensity of the level, by the
 * share of the grids; divided equally among the organisations first in line, and within each among the people able to do it.
 * Backups carry nothing until they are called. An estimate made of estimates: it shows where the weight lies, not a timetable.
 */
export function loadOf(reach: Reach, occasion: { readonly level: LevelOrNone; readonly hazard: string }, assumptions: Assumptions): Load {
  const { level, hazard } = occasion;
  const ofOrganisation = reach.organisations.map(() => new Map<string, number>());
  const ofPerson = reach.people.map(() => new Map<string, number>());
  let unmannedHours = 0;
  for (const { duty, areas, levels } of reach.duties) {
    if (!levels.includes(level)) continue;
    const full = (duty.effort * reach.situation.residents * assumptions.intensity[level]) / 1000;
    for (const area of areas) {
      const hours = full * area.share;
      const doing = holdingsFor(area, hazard, level).filter((h) => h.assignment.role === 'R' && h.people.length > 0);
      const rank = Math.min(...doing.map((h) => h.assignment.rank));
      const byOrganisation = Map.groupBy(
        doing.filter((h) => h.assignment.rank === rank),
        (h) => h.organisation,
      );
      if (byOrganisation.size === 0) unmannedHours += hours;
      for (const [organisation, holdings] of byOrganisation) {
        const share = hours / byOrganisation.size;
        add(ofOrganisation[organisation], duty.code, share);
        const people = new Set(holdings.flatMap((h) => h.people));
        for (const person of people) add(ofPerson[person], duty.code, share / people.size);
      }
    }
  }
  const serving = membersOf(reach);
  const placesOf = twoPlaces(reach, occasion);
  return {
    level,
    hazard,
    unmannedHours,
    organisations: reach.organisations.map((_, organisation) => {
      const members = serving.byOrganisation[organisation] ?? new Set<number>();
      const shares = [...members].reduce((sum, p) => sum + 1 / (serving.times.get(p) ?? 1), 0);
      return { organisation, ...total(ofOrganisation[organisation]), available: shares * assumptions.hoursPerDay, people: members.size };
    }),
    people: reach.people.map((_, person) => ({ person, ...total(ofPerson[person]), places: placesOf.get(person) ?? [] })),
  };
}

const add = (to: Map<string, number> | undefined, duty: string, hours: number): void => {
  to?.set(duty, (to.get(duty) ?? 0) + hours);
};

function total(by: ReadonlyMap<string, number> | undefined): Pick<OrganisationLoad, 'hours' | 'duties'> {
  const duties = [...(by ?? [])].map(([duty, hours]) => ({ duty, hours })).sort((a, b) => b.hours - a.hours);
  return { hours: duties.reduce((sum, d) => sum + d.hours, 0), duties };
}

/** Who serves in which organisation, and in how many each person serves. */
function membersOf(reach: Reach): { byOrganisation: Set<number>[]; times: Map<number, number> } {
  const numbers = new Map(reach.people.map((p, i) => [p.id as string, i]));
  const byOrganisation = reach.organisations.map(
    (o) => new Set((reach.posts.get(o.id) ?? []).flatMap((p) => [p.holder, p.deputy]).flatMap((id) => (id === null ? [] : (numbers.get(id) ?? [])))),
  );
  const times = new Map<number, number>();
  for (const members of byOrganisation) for (const p of members) times.set(p, (times.get(p) ?? 0) + 1);
  return { byOrganisation, times };
}

/** People whom two organisations count on as first in line for critical duties of the response at the same time: ids of those organisations. */
function twoPlaces(reach: Reach, { level, hazard }: { readonly level: LevelOrNone; readonly hazard: string }): Map<number, string[]> {
  const wanted = new Map<number, Set<number>>();
  for (const { duty, areas } of reach.duties) {
    if (!duty.critical || !duty.phases.includes('response')) continue;
    for (const area of areas)
      for (const h of holdingsFor(area, hazard, level)) {
        if (h.assignment.role !== 'R' || h.assignment.rank > 1) continue;
        for (const person of h.people) {
          const organisations = wanted.get(person) ?? new Set<number>();
          wanted.set(person, organisations.add(h.organisation));
        }
      }
  }
  return new Map(
    [...wanted]
      .filter(([, organisations]) => organisations.size > 1)
      .map(([person, organisations]) => [person, [...organisations].map((o) => reach.organisations[o]?.id ?? '')]),
  );
}
