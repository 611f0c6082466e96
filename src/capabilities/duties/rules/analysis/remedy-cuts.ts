import type { Duty } from '../../model.ts';
import type { CriticalPart, Loss } from './losses.ts';

/** A row of the model: Σ coefficient × variable ≥ or ≤ a bound. */
export interface Row {
  readonly terms: readonly (readonly [coefficient: number, variable: string])[];
  readonly relation: '>=' | '<=';
  readonly bound: number;
}

/** Rows that one necessary condition needs, and upper bounds of the helping variables in them. */
export interface Cut {
  /** Says what it means; two cuts with the same text are one. */
  readonly text: string;
  readonly rows: readonly Row[];
  readonly bounds: readonly (readonly [variable: string, most: number])[];
}

/** One duty, in one area or in all, with everyone who could be in it: through which lines of the matrix, standing or offered. */
export interface Possible {
  readonly duty: Duty;
  /** By person: organisations of standing assignments, and options (by number) with their organisation. */
  readonly accountable: ReadonlyMap<number, Ways>;
  readonly responsible: ReadonlyMap<number, Ways>;
}

interface Ways {
  readonly standing: readonly number[];
  /** Organisation by option. */
  readonly offered: ReadonlyMap<number, number>;
}

/** Tells standing assignments and offered lines apart in a reach into which all options have been written. */
export function possible(parts: readonly CriticalPart[], options: ReadonlyMap<string, number>): Possible {
  const collect = (holdings: CriticalPart['accountable']): Map<number, Ways> => {
    const found = new Map<number, { standing: number[]; offered: Map<number, number> }>();
    for (const { people, organisation, assignment } of holdings) {
      const option = options.get(assignment.id);
      for (const person of people) {
        const ways = found.get(person) ?? { standing: [], offered: new Map<number, number>() };
        found.set(person, ways);
        if (option === undefined) ways.standing.push(organisation);
        else ways.offered.set(option, organisation);
      }
    }
    return found;
  };
  const [first] = parts;
  return {
    duty: (first as CriticalPart).duty,
    accountable: collect(parts.flatMap((p) => p.accountable)),
    responsible: collect(parts.flatMap((p) => p.responsible)),
  };
}

export const variable = (option: number): string => `x${option}`;

/** What a person can still give after a loss: `true` already, or the options that would bring it. */
function left(ways: Ways, person: number, loss: Loss | null): true | number[] {
  if (loss?.kind === 'person' && loss.person === person) return [];
  const gone = loss?.kind === 'organisation' ? loss.organisation : -1;
  if (ways.standing.some((o) => o !== gone)) return true;
  return [...ways.offered].flatMap(([option, organisation]) => (organisation === gone ? [] : option));
}

/**
 * At least two houses: with fewer the loss of one of them leaves nobody, with two it does not. Exact where one person suffices.
 * @returns null where two are there in any case
 */
export function twoHouses(ways: ReadonlyMap<number, Ways>, name: string): Cut | null {
  const list = [...ways.values()];
  const standing = new Set(list.flatMap((w) => w.standing));
  if (standing.size > 1) return null;
  const offered = new Map<number, Set<number>>();
  for (const [option, organisation] of list.flatMap((w) => [...w.offered])) {
    if (standing.has(organisation)) continue;
    offered.set(organisation, (offered.get(organisation) ?? new Set<number>()).add(option));
  }
  const houses = [...offered].map(([organisation, options]) => ({ house: `${name}h${organisation}`, options: [...options].sort((a, b) => a - b) }));
  return {
    text: `H ${2 - standing.size} ${houses.map((h) => h.options.join(' ')).join(';')}`,
    rows: [
      { terms: houses.map(({ house }) => [1, house] as const), relation: '>=', bound: 2 - standing.size },
      ...houses.map(
        ({ house, options }): Row => ({ terms: [[1, house], ...options.map((o) => [-1, variable(o)] as const)], relation: '<=', bound: 0 }),
      ),
    ],
    bounds: houses.map(({ house }) => [house, 1] as const),
  };
}

/** One duty (or one area of it) that a condition is about: people by the ways in which they could do it, and how many it takes. */
export interface Wanted {
  readonly need: number;
  readonly ways: ReadonlyMap<number, Ways>;
}

/**
 * Crews for a set of duties (or one area of one) at the same time after a loss: a flow from people to duties (Ford & Fulkerson, Canadian J. Math. 8, 1956),
 * so that one condition says what Hall's says for the set and for each part of it. People who can do the same duties through the same lines are
 * one kind with a number: who is in a kind makes no difference, and the model does not try them one by one. A line opens no more places
 * than the duty has, which is what keeps the fractional solution close to a whole one.
 * @param capacity duties that one person can do at once
 * @returns null where one duty alone is asked for and those who stand suffice
 */
export function crewCut(set: readonly Wanted[], loss: Loss | null, capacity: number, name: string): Cut | null {
  const kinds = new Map<string, { people: number; readonly places: readonly (true | readonly number[])[] }>();
  for (const person of new Set(set.flatMap((p) => [...p.ways.keys()]))) {
    const places = set.map(({ ways }) => {
      const own = ways.get(person);
      const found = own ? left(own, person, loss) : [];
      return found === true ? found : found.sort((a, b) => a - b);
    });
    if (places.every((place) => place !== true && place.length === 0)) continue;
    const key = places.map((place) => (place === true ? '+' : place.join(' '))).join('|');
    const kind = kinds.get(key) ?? { people: 0, places };
    kinds.set(key, kind);
    kind.people += 1;
  }
  // Of one duty alone those who do it already are simply counted; among several they may be wanted elsewhere.
  const alone = set.length === 1;
  const sure = alone ? [...kinds.values()].reduce((sum, { people, places }) => sum + (places[0] === true ? people : 0), 0) : 0;
  const needs = set.map(({ need }) => need - sure);
  if (alone && (needs[0] ?? 0) <= 0) return null;
  const rows: Row[] = [];
  const bounds: [string, number][] = [];
  const crews = needs.map((): [number, string][] => []);
  const words: string[] = [];
  for (const [key, { people, places }] of [...kinds].sort(([a], [b]) => (a < b ? -1 : 1))) {
    if (alone && places[0] === true) continue;
    words.push(`${people}*${key}`);
    const given: [number, string][] = [];
    for (const [d, place] of places.entries()) {
      if (place !== true && place.length === 0) continue;
      const share = `${name}k${words.length}d${d}`;
      const most = Math.min(people, needs[d] ?? 0);
      bounds.push([share, most]);
      crews[d]?.push([1, share]);
      given.push([1, share]);
      if (place !== true) rows.push({ terms: [[1, share], ...place.map((o): [number, string] => [-most, variable(o)])], relation: '<=', bound: 0 });
    }
    if (given.length > capacity) rows.push({ terms: given, relation: '<=', bound: people * capacity });
  }
  return {
    text: `R ${capacity} ${needs.join(' ')} ${words.join(';')}`,
    rows: [...crews.map((terms, d): Row => ({ terms, relation: '>=', bound: needs[d] ?? 0 })), ...rows],
    bounds,
  };
}
