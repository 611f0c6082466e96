import type { OrganisationId } from '../../../../kernel/ids.ts';
import { graphOf } from './graph.ts';
import type { Situation } from './model.ts';
import { measureNetwork, type NetworkMeasures } from './network.ts';
import type { Reach } from './reach.ts';

/** One tie with the records behind it. Ends in the order of their ids. */
export interface Tie {
  readonly between: readonly [OrganisationId, OrganisationId];
  /** What it rests on: codes of shared duties, ids of agreements, or names of what was done together; each once. */
  readonly grounds: readonly string[];
  /** How often: duties and agreements, or things worked on together. */
  readonly times: number;
  /** Last time of an observed tie, ISO 8601; null for a declared one. */
  readonly lastAt: string | null;
}

/** One act of the record that concerned one thing: a task, a request, a door. */
export interface Trace {
  /** The thing. */
  readonly entity: string;
  readonly organisationId: OrganisationId;
  /** Name of the command. */
  readonly name: string;
  readonly at: string;
}

/** One act in which several organisations took part together: a hand-over that was accepted (both sides), a briefing (all who came). */
export interface TogetherAct {
  readonly organisations: readonly OrganisationId[];
  /** Name of the command. */
  readonly name: string;
  readonly at: string;
}

type Pair = readonly [OrganisationId, OrganisationId];
const pairOf = (a: OrganisationId, b: OrganisationId): Pair => (a < b ? [a, b] : [b, a]);

/** Gathers pairs into ties; a pair of one organisation with itself is none. */
function gather(entries: Iterable<{ readonly pair: Pair; readonly ground: string; readonly at: string | null }>): Tie[] {
  const found = new Map<string, { between: Pair; grounds: Set<string>; times: number; lastAt: string | null }>();
  for (const { pair, ground, at } of entries) {
    if (pair[0] === pair[1]) continue;
    const key = pair.join(' ');
    const tie = found.get(key) ?? { between: pair, grounds: new Set<string>(), times: 0, lastAt: null };
    found.set(key, tie);
    tie.grounds.add(ground);
    tie.times += 1;
    if (at !== null && (tie.lastAt === null || at > tie.lastAt)) tie.lastAt = at;
  }
  return [...found.values()].map((tie) => ({ ...tie, grounds: [...tie.grounds] }));
}

/**
 * Ties that the matrix and agreements declare: whoever answers for a duty with those who do it and those who are asked; whoever does it
 * first with the backups, to whom it is handed over; and both sides of every agreement that stands.
 */
export function declaredTies(reach: Reach): Tie[] {
  const entries: { pair: Pair; ground: string; at: null }[] = [];
  for (const { duty, held } of reach.duties) {
    const pairs = new Map<string, Pair>();
    const tie = (a: OrganisationId, b: OrganisationId): void => {
      const pair = pairOf(a, b);
      pairs.set(pair.join(' '), pair);
    };
    for (const a of held) {
      if (a.role === 'A') for (const b of held) if (b.role !== 'I') tie(a.organisationId, b.organisationId);
      if (a.role === 'R' && a.rank === 1) for (const b of held) if (b.role === 'R' && b.rank > 1) tie(a.organisationId, b.organisationId);
    }
    for (const pair of pairs.values()) entries.push({ pair, ground: duty.code, at: null });
  }
  const { agreements, at } = reach.situation;
  for (const { between, until, id } of agreements) if (until === null || until > at) entries.push({ pair: pairOf(...between), ground: id, at: null });
  return gather(entries);
}

/**
 * Ties that the record shows: two organisations that worked on the same task, request or door, one after the other, counted once
 * for each time the work went from one to the other; and every two that took part in the same act, once for each act
 * (the projection of acts on those who took part: Breiger, Social Forces 53, 1974).
 * @param traces in the order in which they happened
 */
export function observedTies(traces: readonly Trace[], together: readonly TogetherAct[] = []): Tie[] {
  const before = new Map<string, OrganisationId>();
  const entries: { pair: Pair; ground: string; at: string }[] = [];
  for (const { entity, organisationId, name, at } of traces) {
    const from = before.get(entity);
    before.set(entity, organisationId);
    if (from !== undefined && from !== organisationId) entries.push({ pair: pairOf(from, organisationId), ground: name, at });
  }
  for (const { organisations, name, at } of together)
    organisations.forEach((a, i) => {
      for (const b of organisations.slice(i + 1)) entries.push({ pair: pairOf(a, b), ground: name, at });
    });
  return gather(entries);
}

export interface NetworkComparison {
  /** In the order in which the measures number them; isolates among them. */
  readonly organisations: readonly { readonly id: OrganisationId; readonly name: string; readonly sector: string }[];
  readonly declared: { readonly ties: readonly Tie[]; readonly measures: NetworkMeasures };
  readonly observed: { readonly ties: readonly Tie[]; readonly measures: NetworkMeasures };
  /** Declared and never used in that time; meaningless when nothing was observed at all. */
  readonly unused: readonly Tie[];
  /** Used and never declared. */
  readonly undeclared: readonly Tie[];
}

/** Sets what was agreed against what was done. Every active organisation is a node, tied or not. */
export function compareNetworks(reach: Reach, traces: readonly Trace[], together: readonly TogetherAct[] = []): NetworkComparison {
  const organisations = reach.organisations.map(({ id, name, sector }) => ({ id, name, sector }));
  const number = new Map(organisations.map((o, i) => [o.id, i]));
  const here = (tie: Tie): boolean => tie.between.every((id) => number.has(id));
  const declared = declaredTies(reach).filter(here);
  const observed = observedTies(traces, together).filter(here);
  const measured = (ties: readonly Tie[]): NetworkMeasures =>
    measureNetwork(
      graphOf(
        organisations.length,
        ties.map(({ between: [a, b] }) => [number.get(a) as number, number.get(b) as number] as const),
      ),
      organisations.map((o) => o.sector),
    );
  const keys = (ties: readonly Tie[]): Set<string> => new Set(ties.map((t) => t.between.join(' ')));
  const [asDeclared, asObserved] = [keys(declared), keys(observed)];
  return {
    organisations,
    declared: { ties: declared, measures: measured(declared) },
    observed: { ties: observed, measures: measured(observed) },
    unused: declared.filter((t) => !asObserved.has(t.between.join(' '))),
    undeclared: observed.filter((t) => !asDeclared.has(t.between.join(' '))),
  };
}

/** Organisations that traces of positions belong to. */
export const tracesOf = (
  acts: readonly { readonly entity: string; readonly position: string; readonly name: string; readonly at: string }[],
  organisationOf: ReadonlyMap<string, Situation['organisations'][number]['id']>,
): Trace[] =>
  acts.flatMap(({ entity, position, name, at }) => {
    const organisationId = organisationOf.get(position);
    return organisationId === undefined ? [] : [{ entity, organisationId, name, at }];
  });
