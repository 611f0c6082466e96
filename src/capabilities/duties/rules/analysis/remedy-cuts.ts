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

/** What a condition is about: people by the ways in which they could fill it, and how many it takes. */
export interface Wanted {
  readonly need: number;
  readonly ways: ReadonlyMap<number, Ways>;
}

/**
 * Hall's condition for a set of duties (or one area of one) after a loss, as a row: Σ over people of min(capacity, places they can fill) ≥ places
 * to be filled. People who can fill the same places through the same lines are counted as one kind, so the row stays short.
 */
export function hallCut(set: readonly Wanted[], loss: Loss | null, capacity: number, name: string): Cut | null {
  const need = set.reduce((sum, p) => sum + p.need, 0);
  const kinds = new Map<string, { people: number; sure: number; byOptions: string[] }>();
  for (const person of new Set(set.flatMap((p) => [...p.ways.keys()]))) {
    let sure = 0;
    const byOptions: string[] = [];
    for (const { ways: all } of set) {
      const ways = all.get(person);
      const found = ways ? left(ways, person, loss) : [];
      if (found === true) sure += 1;
      else if (found.length > 0) byOptions.push(found.sort((a, b) => a - b).join(' '));
    }
    const key = `${sure}|${byOptions.join('|')}`;
    const kind = kinds.get(key) ?? { people: 0, sure, byOptions };
    kinds.set(key, kind);
    kind.people += 1;
  }
  let wanted = need;
  const sum: [number, string][] = [];
  const rows: Row[] = [];
  const bounds: [string, number][] = [];
  const words: string[] = [];
  for (const [key, { people, sure, byOptions }] of [...kinds].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const spare = Math.min(capacity - Math.min(capacity, sure), byOptions.length);
    wanted -= people * Math.min(capacity, sure);
    if (spare === 0) continue;
    words.push(`${people}*${key}`);
    const total = `${name}k${words.length}`;
    sum.push([1, total]);
    bounds.push([total, people * spare]);
    // Places of this kind that open with the lines: each place at most once, whatever number of lines opens it.
    const places = byOptions.map((options, i): [number, string] => {
      const place = `${total}p${i}`;
      bounds.push([place, people]);
      rows.push({
        terms: [[1, place], ...options.split(' ').map((o): [number, string] => [-people, variable(Number(o))])],
        relation: '<=',
        bound: 0,
      });
      return [-1, place];
    });
    rows.push({ terms: [[1, total], ...places], relation: '<=', bound: 0 });
  }
  if (wanted <= 0) return null;
  return { text: `R ${wanted} ${words.join(';')}`, rows: [{ terms: sum, relation: '>=', bound: wanted }, ...rows], bounds };
}
