import { componentsOf, type Graph } from './graph.ts';
import { closenessOf, type Paths } from './paths.ts';

/** Ties that there are ÷ ties that there could be; 0 for fewer than two nodes. */
export const densityOf = ({ size, ties }: Graph): number => (size < 2 ? 0 : (2 * ties) / (size * (size - 1)));

/**
 * How far the network hangs on one node, 0 (all alike) to 1 (a star): Σ (largest − each) ÷ the same sum in a star of that size
 * (Freeman, "Centrality in social networks: conceptual clarification", Social Networks 1, 1979). null for fewer than three nodes.
 */
export interface Centralisation {
  readonly degree: number;
  readonly betweenness: number;
  readonly closeness: number;
}

export function centralisationOf({ size, neighbours }: Graph, paths: Paths): Centralisation | null {
  if (size < 3) return null;
  const spread = (values: ArrayLike<number>): number => {
    let most = 0;
    let sum = 0;
    for (let v = 0; v < size; v++) {
      most = Math.max(most, values[v] as number);
      sum += values[v] as number;
    }
    return size * most - sum;
  };
  const n = size;
  return {
    degree: spread(neighbours.map((list) => list.length)) / ((n - 1) * (n - 2)),
    betweenness: spread(paths.betweenness) / (((n - 1) ** 2 * (n - 2)) / 2),
    closeness: spread(closenessOf(size, paths)) / (((n - 1) * (n - 2)) / (2 * n - 3)),
  };
}

/**
 * Share of pairs that cannot reach each other, 0 to 1: F = 1 − Σ s(s − 1) ÷ n(n − 1) over components of size s (Borgatti, "Identifying
 * sets of key players in a social network", Computational & Mathematical Organization Theory 12, 2006, eq. 4).
 */
export function fragmentationOf(graph: Graph, components: readonly (readonly number[])[] = componentsOf(graph)): number {
  const n = graph.size;
  return n < 2 ? 0 : 1 - components.reduce((sum, c) => sum + c.length * (c.length - 1), 0) / (n * (n - 1));
}

/** The same with distance: DF = 1 − Σ 1 ÷ distance over ordered pairs ÷ n(n − 1) (Borgatti 2006, eq. 9). 0 when all know all. */
export function distanceFragmentationOf({ size }: Pick<Graph, 'size'>, { harmonic }: Pick<Paths, 'harmonic'>): number {
  return size < 2 ? 0 : 1 - harmonic.reduce((sum, h) => sum + h, 0) / (size * (size - 1));
}

export interface OutwardInward {
  /** (E − I) ÷ (E + I): −1 all ties within sectors, 1 all between them. */
  readonly index: number;
  readonly external: number;
  readonly internal: number;
}

/** E-I index (Krackhardt & Stern, "Informal networks and organizational crises", Social Psychology Quarterly 51, 1988). null without ties. */
export function outwardInward({ neighbours, ties }: Graph, groups: readonly string[]): OutwardInward | null {
  if (ties === 0) return null;
  let external = 0;
  neighbours.forEach((list, v) => {
    for (const w of list) if (v < w && groups[v] !== groups[w]) external += 1;
  });
  const internal = ties - external;
  return { index: (external - internal) / ties, external, internal };
}

/** Pairs that know each other only through this node, told by whom it joins. */
export interface Brokerage {
  /** All three of one sector. */
  readonly coordinator: number;
  /** It joins two of another sector with one another. */
  readonly itinerant: number;
  /** It stands between its own sector and another (gatekeeper and representative; without direction they are one). */
  readonly gatekeeper: number;
  /** Three sectors. */
  readonly liaison: number;
}

/** Roles of brokers (Gould & Fernandez, "Structures of mediation", Sociological Methodology 19, 1989), for ties without direction. */
export function brokerageOf({ neighbours }: Graph, groups: readonly string[]): Brokerage[] {
  const known = neighbours.map((list) => new Set(list));
  return neighbours.map((list, b) => {
    const count = { coordinator: 0, itinerant: 0, gatekeeper: 0, liaison: 0 };
    list.forEach((a, i) => {
      for (let j = i + 1; j < list.length; j++) {
        const c = list[j] as number;
        if (known[a]?.has(c)) continue;
        const [own, first, second] = [groups[b], groups[a], groups[c]];
        if (first === second) count[first === own ? 'coordinator' : 'itinerant'] += 1;
        else count[first === own || second === own ? 'gatekeeper' : 'liaison'] += 1;
      }
    });
    return count;
  });
}
