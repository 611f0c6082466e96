import { describe, expect, it } from 'vitest';
import { duties } from '../catalogue.ts';
import {
  anyOccasion,
  cellText,
  columnsBeside,
  columnsOf,
  type Entry,
  groupRows,
  type MatrixFilter,
  matrixRows,
  noFilter,
  type Occasion,
} from './matrix.ts';

const anywhere = { area: null, hazards: null, levels: null };
const entry = (duty: string, organisationId: string, role: Entry['role'], rank = 1, more: object = {}) => ({
  duty,
  organisationId,
  role,
  rank,
  ...anywhere,
  ...more,
});
const entries = [
  entry('water.pump', 'fire', 'R', 2, { hazards: ['flood'] }),
  entry('water.pump', 'house', 'R'),
  entry('water.pump', 'house', 'A'),
  entry('drain.clear', 'house', 'R'),
  entry('order.keep', 'police', 'A', 1, { area: ['g1'] }),
  entry('order.keep', 'orange', 'R', 2, { levels: ['I', 'II'] }),
];
const columns = ['shop', 'police', 'orange', 'fire', 'house'].map((id) => ({ id, name: id.toUpperCase() }));

const rowsOn = (occasion: Partial<Occasion> = {}) => matrixRows(duties, entries, { ...anyOccasion, ...occasion });
const codes = (filter: Partial<MatrixFilter>, occasion: Partial<Occasion> = {}) =>
  groupRows(rowsOn(occasion), { ...noFilter, ...filter }, (code) => (code === 'water.pump' ? 'Pump Out' : code)).flatMap((g) =>
    g.rows.map((r) => r.duty.code),
  );
const cell = (duty: string, organisation: string, occasion: Partial<Occasion> = {}) =>
  cellText(
    rowsOn(occasion)
      .find((row) => row.duty.code === duty)
      ?.cells.get(organisation) ?? [],
  );

describe('the matrix as a picture', () => {
  it('writes a cell as its letters, the strongest first, backups with their rank', () => {
    expect(cell('water.pump', 'house')).toBe('A R');
    expect(cellText([entry('x', 'fire', 'R', 2), entry('x', 'fire', 'R', 2), entry('x', 'fire', 'I')])).toBe('R2 I');
  });
  it('shows every duty of the catalogue by link, held or not', () => {
    expect(groupRows(rowsOn(), noFilter, String).map((g) => g.link)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    expect(codes({})).toHaveLength(duties.length);
  });
  it('finds what nobody answers for', () => {
    const gaps = codes({ gapsOnly: true });
    expect([gaps.includes('drain.clear'), gaps.includes('water.pump')]).toEqual([true, false]);
  });
  it('filters by phase, link, weight, organisation and the words of the title', () => {
    expect(codes({ text: ' pump' })).toEqual(['water.pump']);
    expect(codes({ link: 6, criticalOnly: true })).toContain('water.pump');
    expect(codes({ link: 1 })).not.toContain('water.pump');
    expect(codes({ organisation: 'house' }).toSorted()).toEqual(['drain.clear', 'water.pump']);
    const recovery = codes({ phase: 'recovery' });
    expect(recovery).toEqual(duties.filter((d) => d.phases.includes('recovery')).map((d) => d.code));
    expect(recovery.length).toBeLessThan(duties.length);
  });
  it('keeps the rows it has, so that a filter draws nothing anew', () => {
    const rows = rowsOn();
    const [first] = groupRows(rows, { ...noFilter, text: 'water.pump' }, String);
    expect(rows).toContain(first?.rows[0]);
  });
});

describe('the matrix on an occasion', () => {
  it('leaves out what does not count for the hazard, the level or the grid', () => {
    expect(cell('water.pump', 'fire', { hazard: 'flood' })).toBe('R2');
    expect(cell('water.pump', 'fire', { hazard: 'heat' })).toBe('');
    expect(cell('water.pump', 'fire', { hazard: '*' })).toBe('');
    expect(cell('order.keep', 'orange', { level: 'II' })).toBe('R2');
    expect(cell('order.keep', 'orange', { level: 'none' })).toBe('');
  });
  it('sees a gap that stands in one grid only', () => {
    expect(codes({ gapsOnly: true })).not.toContain('order.keep');
    expect(codes({ gapsOnly: true }, { grid: 'g1' })).not.toContain('order.keep');
    expect(codes({ gapsOnly: true }, { grid: 'g2' })).toContain('order.keep');
  });
});

describe('the columns', () => {
  it('are those who do most first, and those who hold nothing last', () =>
    expect(columnsOf(columns, entries).map((c) => c.name)).toEqual(['HOUSE', 'FIRE', 'ORANGE', 'POLICE', 'SHOP']));
  it('are one organisation and whom it works with, where one is chosen', () => {
    const groups = groupRows(rowsOn(), { ...noFilter, organisation: 'fire' }, String);
    expect(columnsBeside(columnsOf(columns, entries), groups, 'fire').map((c) => c.id)).toEqual(['fire', 'house']);
  });
});
