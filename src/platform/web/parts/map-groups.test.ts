import { describe, expect, it } from 'vitest';
import { groupMarks } from './map-groups.ts';

const spot = (id: string, x: number, y: number) => ({ id, x, y });
const ids = (groups: readonly { marks: readonly { id: string }[] }[]) => groups.map(({ marks }) => marks.map(({ id }) => id).join(''));

describe('marks on a map', () => {
  it('stay apart where there is room for each', () => {
    expect(ids(groupMarks([spot('a', 0, 0), spot('b', 32, 0), spot('c', 0, 40)], 32))).toEqual(['a', 'b', 'c']);
  });

  it('become one where a finger could not tell them apart, in their middle', () => {
    const [group] = groupMarks([spot('a', 0, 0), spot('b', 20, 10)], 32);
    expect(group).toMatchObject({ x: 10, y: 5, marks: [{ id: 'a' }, { id: 'b' }] });
  });

  it('join the closest first, and go on until no two lie over each other', () => {
    expect(ids(groupMarks([spot('a', 0, 0), spot('b', 30, 0), spot('c', 40, 0)], 32))).toEqual(['a', 'bc']);
    const many = Array.from({ length: 60 }, (_, i) => spot(String(i), (i * 37) % 200, (i * 53) % 200));
    const groups = groupMarks(many, 32);
    expect(groups.flatMap(({ marks }) => marks)).toHaveLength(60);
    for (const [i, a] of groups.entries())
      for (const b of groups.slice(i + 1)) expect(Math.max(Math.abs(a.x - b.x), Math.abs(a.y - b.y))).toBeGreaterThanOrEqual(32);
  });
});
