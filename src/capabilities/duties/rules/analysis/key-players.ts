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

/** Sets tried one by one at the most. */
const allSets = 2_000;
const large = 300;

const choose = (n: number, k: number): number => Array.from({ length: k }, (_, i) => (n - i) / (i + 1)).reduce((a, b) => a * b, 1);

/** How badly the network is broken without these: DF, where DF is too dear to take again and again F. */
function damage(graph: Graph, gone: ReadonlySet<number>): number {
  const left = withoutNodes(graph, gone);
  return graph.size > large ? fragmentationOf(left) : distanceFragmentationOf(left, pathsOf(left));
}

/**
 * The k nodes whose loss leaves the most fragmented network (key player problem, negative: Borgatti 2006). Small networks are tried
 * in full; in others the best set is sought by exchange, one for another, as Borgatti's own program does.
 * @param candidates where to look first when not all can be tried, the likeliest first
 */
export function keyPlayersOf(graph: Graph, k: number, candidates: readonly number[]): KeyPlayers | null {
  if (k < 1 || graph.size - k < 2) return null;
  const exact = graph.size <= large && choose(graph.size, k) <= allSets;
  const best = exact ? bestOfAll(graph, k) : byExchange(graph, k, candidates.slice(0, graph.size > large ? 20 : graph.size));
  const left = withoutNodes(graph, new Set(best));
  return {
    nodes: [...best].sort((a, b) => a - b),
    fragmentation: fragmentationOf(left),
    distanceFragmentation: distanceFragmentationOf(left, pathsOf(left)),
    exact,
  };
}

function bestOfAll(graph: Graph, k: number): readonly number[] {
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

function byExchange(graph: Graph, k: number, candidates: readonly number[]): readonly number[] {
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
