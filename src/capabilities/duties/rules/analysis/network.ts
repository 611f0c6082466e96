import {
  type Brokerage,
  brokerageOf,
  type Centralisation,
  centralisationOf,
  densityOf,
  distanceFragmentationOf,
  fragmentationOf,
  type OutwardInward,
  outwardInward,
} from './cohesion.ts';
import { componentsOf, coresOf, cutPointsOf, type Graph } from './graph.ts';
import { type KeyPlayers, keyPlayersOf } from './key-players.ts';
import { closenessOf, pathsOf } from './paths.ts';

export interface NodeMeasures {
  readonly degree: number;
  readonly betweenness: number;
  readonly closeness: number;
  readonly core: number;
  readonly brokerage: Brokerage;
}

/**
 * Measures of one network, always several: none of them alone says whether people work together well. A denser network is not
 * always a better one: ties cost time, and everyone asking everyone decides nothing.
 */
export interface NetworkMeasures {
  readonly nodes: number;
  readonly ties: number;
  readonly isolates: number;
  readonly density: number;
  readonly centralisation: Centralisation | null;
  /** Sizes, the largest first. */
  readonly components: readonly number[];
  readonly fragmentation: number;
  readonly distanceFragmentation: number;
  readonly sectors: OutwardInward | null;
  readonly cutPoints: readonly number[];
  readonly largestCore: { readonly k: number; readonly nodes: readonly number[] };
  /** The one, and the two, whose loss fragments most. */
  readonly keyPlayers: readonly KeyPlayers[];
  readonly each: readonly NodeMeasures[];
}

/** @param sectors one word for each node */
export function measureNetwork(graph: Graph, sectors: readonly string[], onProgress?: (done: number, total: number) => void): NetworkMeasures {
  const paths = pathsOf(graph, onProgress);
  const components = componentsOf(graph);
  const cores = coresOf(graph);
  const closeness = closenessOf(graph.size, paths);
  const brokerage = brokerageOf(graph, sectors);
  const k = Math.max(0, ...cores);
  const likely = [...cores.keys()].sort((a, b) => (paths.betweenness[b] as number) - (paths.betweenness[a] as number) || a - b);
  return {
    nodes: graph.size,
    ties: graph.ties,
    isolates: graph.neighbours.filter((list) => list.length === 0).length,
    density: densityOf(graph),
    centralisation: centralisationOf(graph, paths),
    components: components.map((c) => c.length),
    fragmentation: fragmentationOf(graph, components),
    distanceFragmentation: distanceFragmentationOf(graph, paths),
    sectors: outwardInward(graph, sectors),
    cutPoints: cutPointsOf(graph),
    largestCore: { k, nodes: [...cores.keys()].filter((v) => cores[v] === k) },
    keyPlayers: [1, 2].flatMap((size) => keyPlayersOf(graph, size, likely) ?? []),
    each: cores.map((core, v) => ({
      degree: graph.neighbours[v]?.length ?? 0,
      betweenness: paths.betweenness[v] as number,
      closeness: closeness[v] as number,
      core,
      brokerage: brokerage[v] as Brokerage,
    })),
  };
}
