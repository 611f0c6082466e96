/** An undirected network without loops or double ties; nodes are 0 … size − 1, isolates among them. */
export interface Graph {
  readonly size: number;
  readonly ties: number;
  readonly neighbours: readonly Int32Array[];
}

/** Makes a network of ties in any order; loops and repetitions fall away. */
export function graphOf(size: number, ties: Iterable<readonly [number, number]>): Graph {
  const sets = Array.from({ length: size }, () => new Set<number>());
  for (const [a, b] of ties) {
    if (a === b) continue;
    sets[a]?.add(b);
    sets[b]?.add(a);
  }
  const neighbours = sets.map((set) => Int32Array.from(set).sort());
  return { size, ties: neighbours.reduce((sum, list) => sum + list.length, 0) / 2, neighbours };
}

/** The network that is left when these nodes are gone; the others are numbered anew, in the same order. */
export function withoutNodes(graph: Graph, gone: ReadonlySet<number>): Graph {
  const number = new Int32Array(graph.size).fill(-1);
  let size = 0;
  for (let v = 0; v < graph.size; v++) if (!gone.has(v)) number[v] = size++;
  const ties: [number, number][] = [];
  graph.neighbours.forEach((list, v) => {
    for (const w of list) if (v < w && number[v] !== -1 && number[w] !== -1) ties.push([number[v] as number, number[w] as number]);
  });
  return graphOf(size, ties);
}

/** Components, the largest first; an isolate is one of its own. */
export function componentsOf({ size, neighbours }: Graph): number[][] {
  const seen = new Uint8Array(size);
  const found: number[][] = [];
  for (let start = 0; start < size; start++) {
    if (seen[start]) continue;
    seen[start] = 1;
    const component = [start];
    // Grows while it is walked.
    for (const v of component)
      for (const w of neighbours[v] as Int32Array)
        if (!seen[w]) {
          seen[w] = 1;
          component.push(w);
        }
    found.push(component);
  }
  return found.sort((a, b) => b.length - a.length);
}

/**
 * Cut points: nodes whose loss parts those who were together (Tarjan, "Depth-first search and linear graph algorithms",
 * SIAM J. Comput. 1, 1972); without recursion, so that long chains do no harm.
 */
export function cutPointsOf({ size, neighbours }: Graph): number[] {
  const order = new Int32Array(size).fill(-1);
  const low = new Int32Array(size);
  const next = new Int32Array(size);
  const cut = new Uint8Array(size);
  let count = 0;
  for (let root = 0; root < size; root++) {
    if (order[root] !== -1) continue;
    let branches = 0;
    const path = [root];
    order[root] = low[root] = count++;
    while (path.length > 0) {
      const v = path.at(-1) as number;
      const list = neighbours[v] as Int32Array;
      const parent = path.at(-2) ?? -1;
      if ((next[v] as number) < list.length) {
        const w = list[next[v] as number] as number;
        next[v] = (next[v] as number) + 1;
        if (order[w] === -1) {
          order[w] = low[w] = count++;
          path.push(w);
        } else if (w !== parent) low[v] = Math.min(low[v] as number, order[w] as number);
        continue;
      }
      path.pop();
      if (parent === -1) continue;
      low[parent] = Math.min(low[parent] as number, low[v] as number);
      if (parent === root) branches += 1;
      else if ((low[v] as number) >= (order[parent] as number)) cut[parent] = 1;
    }
    if (branches > 1) cut[root] = 1;
  }
  return [...cut.keys()].filter((v) => cut[v] === 1);
}

/**
 * Core number of every node: the largest k such that it is among nodes that each have k ties to one another (Seidman, "Network
 * structure and minimum degree", Social Networks 5, 1983; by the algorithm of Batagelj & Zaveršnik, arXiv cs/0310049, 2003).
 */
export function coresOf({ size, neighbours }: Graph): number[] {
  const degree = neighbours.map((list) => list.length);
  const buckets: number[][] = Array.from({ length: Math.max(0, ...degree) + 1 }, () => []);
  degree.forEach((d, v) => buckets[d]?.push(v));
  const core = Array.from({ length: size }, () => -1);
  for (let k = 0; k < buckets.length; k++) {
    const bucket = buckets[k] as number[];
    // Grows while it is walked: whoever falls to k on the way belongs here.
    for (const v of bucket) {
      if (core[v] !== -1) continue;
      core[v] = k;
      for (const w of neighbours[v] as Int32Array) {
        if (core[w] !== -1 || (degree[w] as number) <= k) continue;
        degree[w] = (degree[w] as number) - 1;
        buckets[degree[w]]?.push(w);
      }
    }
  }
  return core;
}
