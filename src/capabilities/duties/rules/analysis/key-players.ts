import { distanceFragmentationOf, fragmentationOf } from './cohesion.ts';
import { type Graph, withoutNodes } from './graph.ts';
import { pathsOf } from './paths.ts';

export interface KeyPlayers {
  /** Nodes whose loss fragments most, in the order of the network. */
  readonly nodes: readonly number[];
  /** F and DF of what is left. */
  readonly fragmentation: number;
  readonly distanceFragmentation: number;
  /** Were all sets of that size tried, or was the best sought by exchange? */
  readonly exact: boolean;
}

/**
 * Ties looked at in one search at the most, counted once for every node from which paths are sought: what is asked by a page must not hold the
 * server up (measured: about 30 million a second).
 */
const mostWork = 5e6;
/** Where not all can be looked at: those with the highest betweenness, at least so many. */
const shortList = 8;
/** Rounds in which an exchange usually finds nothing better any more, with one round to see it. */
const usualRounds = 3;

const choose = (n: number, k: number): number => Array.from({ length: k }, (_, i) => (n - i) / (i + 1)).reduce((a, b) => a * b, 1);

type Worth = (graph: Graph, gone: ReadonlySet<number>) => number;
const byDistance: Worth = (graph, gone) => {
  const left = withoutNodes(graph, gone);
  return distanceFragmentationOf(left, pathsOf(left));
};
const byReach: Worth = (graph, gone) => fragmentationOf(withoutNodes(graph, gone));

/**
 * The k nodes whose loss leaves the most fragmented network (key player problem, negative: Borgatti 2006). Small networks are tried
 * in full; in others the best set is sought by exchange, one for another, as Borgatti's own program does, among so many candidates as the
 * work allows; how badly a set breaks the network is told by DF, in large ones by F while it is sought.
 * @param candidates where to look first when not all can be tried, the likeliest first
 */
export function keyPlayersOf(graph: Graph, k: number, candidates: readonly number[]): KeyPlayers | null {
  if (k < 1 || graph.size - k < 2) return null;
  const dear = graph.size * (graph.size + 2 * graph.ties);
  const exact = choose(graph.size, k) * dear <= mostWork;
  const affordable = Math.floor(mostWork / (dear * k * usualRounds));
  const best = exact
    ? bestOfAll(graph, k, byDistance)
    : affordable < shortList
      ? byExchange(graph, k, candidates.slice(0, 2 * shortList), byReach)
      : byExchange(graph, k, candidates.slice(0, affordable), byDistance);
  const left = withoutNodes(graph, new Set(best));
  return {
    nodes: [...best].sort((a, b) => a - b),
    fragmentation: fragmentationOf(left),
    distanceFragmentation: distanceFragmentationOf(left, pathsOf(left)),
    exact,
  };
}

function bestOfAll(graph: Graph, k: number, damage: Worth): readonly number[] {
  let best: readonly number[] = [];
  let most = -1;
  const visit = (from: number, chosen: readonly number[]): void => {
    if (chosen.length === k) {
      const worth = damage(graph, new Set(chosen));
      if (worth > most + 1e-12) {
        most = worth;
        best = chosen;
      }
      return;
    }
    for (let v = from; v < graph.size; v++) visit(v + 1, [...chosen, v]);
  };
  visit(0, []);
  return best;
}

function byExchange(graph: Graph, k: number, candidates: readonly number[], damage: Worth): readonly number[] {
  let chosen = candidates.slice(0, k);
  let most = damage(graph, new Set(chosen));
  for (let better = true; better; ) {
    better = false;
    for (const [i] of chosen.entries())
      for (const other of candidates) {
        if (chosen.includes(other)) continue;
        const tried = chosen.with(i, other);
        const worth = damage(graph, new Set(tried));
        if (worth <= most + 1e-12) continue;
        chosen = tried;
        most = worth;
        better = true;
      }
  }
  return chosen;
}
