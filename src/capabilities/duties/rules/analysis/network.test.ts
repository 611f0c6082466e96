import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import values from '../../../../../test/harness/network-values.json' with { type: 'json' };
import { root } from '../../../../../test/harness/source.ts';
import { componentsOf, coresOf, cutPointsOf, type Graph, graphOf, withoutNodes } from './graph.ts';
import { keyPlayersOf } from './key-players.ts';
import { measureNetwork } from './network.ts';

/*
 * Values: networkx 3.6.1 by tools/network-values.py. Degree and betweenness centralisation, density and components of karate and of the seven
 * networks of Drabek et al. (1981) agree with R 4.2.2, package sna (centralization, gden, component.dist; weak symmetrisation), and
 * the closeness centralisation of karate too.
 */
type Values = Omit<(typeof values)['karate'], 'components'> & { readonly components: readonly number[]; readonly outwardInward?: number };

const fixtures = join(root, '../shared/fixtures/networks');
const here = existsSync(fixtures);
if (!here) console.warn(`network measures: ${fixtures} is not there; karate and the seven disaster-response networks are skipped`);

function agrees(graph: Graph, known: Values, sectors: readonly string[]): void {
  const found = measureNetwork(graph, sectors);
  expect(found.density).toBeCloseTo(known.density, 10);
  expect(found.centralisation?.degree).toBeCloseTo(known.centralisation.degree, 10);
  expect(found.centralisation?.betweenness).toBeCloseTo(known.centralisation.betweenness, 10);
  expect(found.centralisation?.closeness).toBeCloseTo(known.centralisation.closeness, 10);
  expect(found.components).toEqual(known.components);
  expect(found.fragmentation).toBeCloseTo(known.fragmentation, 10);
  expect(found.distanceFragmentation).toBeCloseTo(known.distanceFragmentation, 10);
  expect(found.cutPoints).toEqual(known.cutPoints);
  expect(found.each.map((v) => v.core)).toEqual(known.core);
  found.each.forEach((v, i) => {
    expect(v.betweenness).toBeCloseTo(known.betweenness[i] as number, 9);
    expect(v.closeness).toBeCloseTo(known.closeness[i] as number, 10);
  });
  expect(found.keyPlayers.map((k) => k.exact)).toEqual([true, true]);
  expect(found.keyPlayers[0]?.distanceFragmentation).toBeCloseTo(known.keyPlayers['1'], 10);
  expect(found.keyPlayers[1]?.distanceFragmentation).toBeCloseTo(known.keyPlayers['2'], 10);
  if (known.outwardInward !== undefined) expect(found.sectors?.index).toBeCloseTo(known.outwardInward, 10);
}

describe('networks of the literature', () => {
  it('the marriages of Florence (Padgett & Ansell 1993), with the isolate Pucci', () => {
    const { nodes, ties } = values.florence;
    const graph = graphOf(nodes.length, ties as [number, number][]);
    agrees(graph, values.florence, nodes);
    // Published: Medici betweenness 0.522 of 91 pairs among 15 families (Wasserman & Faust 1994, table 5.1), the first of the key players.
    const medici = nodes.indexOf('Medici');
    expect((measureNetwork(graph, nodes).each[medici]?.betweenness ?? 0) / 91).toBeCloseTo(0.522, 3);
    expect(keyPlayersOf(graph, 1, [])?.nodes).toEqual([medici]);
  });

  it.skipIf(!here)('the karate club (Zachary 1977)', () => {
    const rows = readFileSync(join(fixtures, 'karate.csv'), 'utf8').trim().split('\n').slice(1);
    const graph = graphOf(
      34,
      rows.map((row) => row.split(',').map(Number) as [number, number]),
    );
    expect(graph.ties).toBe(78);
    agrees(graph, values.karate, Array<string>(34).fill(''));
  });

  const disasters = here
    ? (JSON.parse(readFileSync(join(fixtures, 'emon.json'), 'utf8')) as {
        name: string;
        nodes: string[];
        sponsorship: string[];
        from: number[];
        to: number[];
      }[])
    : [];
  it.skipIf(!here).each(['Cheyenne', 'HurrFrederic', 'LakePomona', 'MtSi', 'MtStHelens', 'Texas', 'Wichita'] as const)(
    'the response at %s (Drabek et al. 1981)',
    (name) => {
      const net = disasters.find((d) => d.name === name);
      if (!net) throw new Error(`no ${name} in emon.json`);
      const graph = graphOf(
        net.nodes.length,
        net.from.map((from, i) => [from - 1, (net.to[i] as number) - 1] as const),
      );
      expect(graph.size).toBe(values[name].core.length);
      agrees(graph, values[name], net.sponsorship);
    },
  );
});

const anyGraph = fc
  .tuple(fc.integer({ min: 3, max: 8 }), fc.array(fc.tuple(fc.nat({ max: 7 }), fc.nat({ max: 7 })), { maxLength: 14 }))
  .map(([size, ties]) =>
    graphOf(
      size,
      ties.map(([a, b]) => [a % size, b % size] as const),
    ),
  );

describe('any network', () => {
  it('is cut exactly at its cut points', () => {
    fc.assert(
      fc.property(anyGraph, (graph) => {
        const before = componentsOf(graph).length;
        const parting = [...Array(graph.size).keys()].filter((v) => {
          const alone = graph.neighbours[v]?.length === 0 ? 1 : 0;
          return componentsOf(withoutNodes(graph, new Set([v]))).length > before - alone;
        });
        expect(cutPointsOf(graph)).toEqual(parting);
      }),
    );
  });

  it('has cores in which everyone has that many ties, and no larger ones', () => {
    fc.assert(
      fc.property(anyGraph, (graph) => {
        const cores = coresOf(graph);
        for (let k = 1; k <= Math.max(...cores); k++) {
          // Peel off whoever has fewer than k ties until nobody has.
          const left = new Set(Array(graph.size).keys());
          for (let changed = true; changed; ) {
            changed = false;
            for (const v of left)
              if ([...(graph.neighbours[v] as Int32Array)].filter((w) => left.has(w)).length < k) {
                left.delete(v);
                changed = true;
              }
          }
          expect([...cores.keys()].filter((v) => (cores[v] as number) >= k)).toEqual([...left]);
        }
      }),
    );
  });

  it('stays the same when isolates are joined to it, but for what counts them', () => {
    const star = measureNetwork(
      graphOf(4, [
        [0, 1],
        [0, 2],
        [0, 3],
      ]),
      ['a', 'b', 'b', 'b'],
    );
    for (const hangs of Object.values(star.centralisation ?? {})) expect(hangs).toBeCloseTo(1, 12);
    expect(star.sectors).toEqual({ index: 1, external: 3, internal: 0 });
    expect(star.each[0]?.brokerage).toEqual({ coordinator: 0, itinerant: 3, gatekeeper: 0, liaison: 0 });
    const more = measureNetwork(
      graphOf(6, [
        [0, 1],
        [0, 2],
        [0, 3],
      ]),
      ['a', 'b', 'b', 'b', 'c', 'c'],
    );
    expect(more).toMatchObject({ isolates: 2, components: [4, 1, 1], cutPoints: [0], fragmentation: 1 - 12 / 30 });
    expect(more.each[0]?.betweenness).toBe(3);
  });

  it('finds by exchange a pair of key players as good as the best of all', () => {
    // Two stars joined by a bridge of three: 70 nodes, so that not all pairs are tried.
    const ties = [...Array(33).keys()].flatMap((i): [number, number][] => [
      [0, i + 4],
      [2, i + 37],
    ]);
    const graph = graphOf(70, [...ties, [0, 1], [1, 2], [2, 3]]);
    expect(keyPlayersOf(graph, 2, [1, 3, 2, 0])).toMatchObject({ nodes: [0, 2], exact: false });
  });

  it('finds the two that hold a network of three hundred together without looking at every pair', () => {
    const ties = [...Array(148).keys()].flatMap((i): [number, number][] => [
      [0, i + 4],
      [2, i + 152],
    ]);
    const graph = graphOf(300, [...ties, [0, 1], [1, 2], [2, 3]]);
    const found = measureNetwork(
      graph,
      Array.from({ length: 300 }, () => 'social'),
    ).keyPlayers;
    expect(found).toMatchObject([{ exact: false }, { nodes: [0, 2], exact: false }]);
    expect(found[1]?.distanceFragmentation).toBeGreaterThan(0.99);
  });
});
