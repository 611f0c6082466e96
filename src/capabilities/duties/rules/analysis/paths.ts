import type { Graph } from './graph.ts';

/** What shortest paths say of every node. */
export interface Paths {
  /** Shortest paths between two others that run through it, each pair counted once and shared among its paths. */
  readonly betweenness: Float64Array;
  /** Sum of distances to those it reaches. */
  readonly farness: Float64Array;
  /** How many others it reaches. */
  readonly reached: Int32Array;
  /** Sum of 1 ÷ distance over all others; whom it does not reach counts nothing. */
  readonly harmonic: Float64Array;
}

/**
 * Betweenness after Brandes ("A faster algorithm for betweenness centrality", J. Mathematical Sociology 25, 2001), and distances by
 * the way: O(nodes × ties).
 * @param onProgress told now and then how many nodes are done
 */
export function pathsOf({ size, neighbours }: Graph, onProgress?: (done: number, total: number) => void): Paths {
  const betweenness = new Float64Array(size);
  const farness = new Float64Array(size);
  const harmonic = new Float64Array(size);
  const reached = new Int32Array(size);
  const distance = new Int32Array(size);
  const ways = new Float64Array(size);
  const share = new Float64Array(size);
  const order = new Int32Array(size);
  for (let s = 0; s < size; s++) {
    distance.fill(-1);
    ways.fill(0);
    share.fill(0);
    distance[s] = 0;
    ways[s] = 1;
    order[0] = s;
    let found = 1;
    for (let i = 0; i < found; i++) {
      const v = order[i] as number;
      const far = (distance[v] as number) + 1;
      for (const w of neighbours[v] as Int32Array) {
        if (distance[w] === -1) {
          distance[w] = far;
          order[found++] = w;
        }
        if (distance[w] === far) ways[w] = (ways[w] as number) + (ways[v] as number);
      }
    }
    for (let i = found - 1; i > 0; i--) {
      const w = order[i] as number;
      const near = (distance[w] as number) - 1;
      const part = (1 + (share[w] as number)) / (ways[w] as number);
      for (const v of neighbours[w] as Int32Array) if (distance[v] === near) share[v] = (share[v] as number) + (ways[v] as number) * part;
      // Each pair is met from both its ends.
      betweenness[w] = (betweenness[w] as number) + (share[w] as number) / 2;
      farness[s] = (farness[s] as number) + near + 1;
      harmonic[s] = (harmonic[s] as number) + 1 / (near + 1);
    }
    reached[s] = found - 1;
    if (onProgress && s % 64 === 63) onProgress(s + 1, size);
  }
  onProgress?.(size, size);
  return { betweenness, farness, reached, harmonic };
}

/**
 * Closeness, 0 to 1: reached ÷ (n − 1) × reached ÷ sum of distances (Wasserman & Faust, Social Network Analysis, 1994, eq. 5.22), which for a
 * connected network is Freeman's (n − 1) ÷ sum of distances. An isolate has 0.
 */
export const closenessOf = (size: number, { farness, reached }: Paths): number[] =>
  Array.from(farness, (far, v) => {
    const r = reached[v] as number;
    return far === 0 || size < 2 ? 0 : (r / (size - 1)) * (r / far);
  });
