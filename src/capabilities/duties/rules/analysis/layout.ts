export interface Placed {
  readonly id: string;
  /** From 0 to 1, from the left and from the top. */
  readonly x: number;
  readonly y: number;
}

interface Body {
  readonly id: string;
  x: number;
  y: number;
}

const rounds = 220;
/** Pull to the middle, so that what is loosely tied does not drift away. */
const gravity = 0.06;

/** 32 bits of a text, FNV-1a (Fowler, Noll, Vo 1991; IETF draft-eastlake-fnv). */
function hash(text: string): number {
  let bits = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) bits = Math.imul(bits ^ text.charCodeAt(i), 0x01000193) >>> 0;
  return bits;
}

/**
 * Where the nodes of a network are drawn: those that are tied near one another, none on another. Forces after Fruchterman and Reingold,
 * Software: Practice and Experience 21 (1991), p. 1129: attraction d²/k along ties, repulsion k²/d between all, cooling in every round.
 * A pure function of the network: each node begins at a place that its id alone decides, so the same network always gives the same
 * picture, in whatever order it comes, and one node more leaves the others about where they were.
 * Nodes without ties are left out: they are drawn apart.
 * @param ties pairs of ids; loops and ids that no node has are passed over
 * @returns the nodes that have ties, by id
 */
export function layoutOf(ids: readonly string[], ties: readonly (readonly [string, string])[]): Placed[] {
  const known = new Set(ids);
  const pairs = ties.filter(([a, b]) => a !== b && known.has(a) && known.has(b));
  const tied = new Set(pairs.flat());
  const bodies: Body[] = [...tied].sort().map((id) => {
    const bits = hash(id);
    // Uniform over a disc: the area, not the radius, is even.
    const [turn, far] = [((bits & 0xffff) / 0x10000) * 2 * Math.PI, Math.sqrt((bits >>> 16) / 0x10000)];
    return { id, x: Math.cos(turn) * far, y: Math.sin(turn) * far };
  });
  const place = new Map(bodies.map((body, i) => [body.id, i]));
  const edges = [...new Map(pairs.map(([a, b]) => (a < b ? [a, b] : [b, a])).map((pair) => [pair.join(' '), pair]))]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, [a, b]]) => [bodies[place.get(a as string) as number], bodies[place.get(b as string) as number]] as [Body, Body]);
  settle(bodies, edges);
  return fitted(bodies);
}

function settle(bodies: readonly Body[], edges: readonly (readonly [Body, Body])[]): void {
  const k = Math.sqrt(Math.PI / Math.max(1, bodies.length));
  for (let round = 0; round < rounds; round++) {
    const moves = new Map(bodies.map((body) => [body, { x: -body.x * gravity, y: -body.y * gravity }]));
    const push = (a: Body, b: Body, strength: (distance: number) => number) => {
      const [dx, dy] = [a.x - b.x || 1e-6, a.y - b.y || 1e-6];
      const distance = Math.max(0.01, Math.hypot(dx, dy));
      const force = strength(distance) / distance;
      const [ma, mb] = [moves.get(a), moves.get(b)];
      if (!ma || !mb) return;
      ma.x += dx * force;
      ma.y += dy * force;
      mb.x -= dx * force;
      mb.y -= dy * force;
    };
    bodies.forEach((a, i) => {
      for (const b of bodies.slice(i + 1)) push(a, b, (d) => (k * k) / d);
    });
    for (const [a, b] of edges) push(a, b, (d) => -(d * d) / k);
    const step = 0.12 * (1 - round / rounds);
    for (const [body, move] of moves) {
      const length = Math.hypot(move.x, move.y);
      const share = length > step ? step / length : 1;
      body.x += move.x * share;
      body.y += move.y * share;
    }
  }
}

/** Stretched to fill the square; rounded, so that the last bits of a sum do not show. */
function fitted(bodies: readonly Body[]): Placed[] {
  const span = (of: (body: Body) => number): ((body: Body) => number) => {
    const all = bodies.map(of);
    const [least, most] = [Math.min(...all), Math.max(...all)];
    return (body) => (most - least < 1e-9 ? 0.5 : Math.round(((of(body) - least) / (most - least)) * 1e4) / 1e4);
  };
  const [x, y] = [span((b) => b.x), span((b) => b.y)];
  return bodies.map((body) => ({ id: body.id, x: x(body), y: y(body) }));
}
