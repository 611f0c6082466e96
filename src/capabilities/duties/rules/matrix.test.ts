import { describe, expect, it } from 'vitest';
import { duties } from '../catalogue.ts';
import { cellText, columnsOf, type Entry, groupMatrix, type MatrixFilter } from './matrix.ts';

const entry = (duty: string, organisationId: string, role: Entry['role'], rank = 1) => ({
  duty,
  organisationId,
  organisation: organisationId.toUpperCase(),
  role,
  rank,
});
const all: MatrixFilter = { link: null, criticalOnly: false, gapsOnly: false, text: '' };
const entries = [
  entry('water.pump', 'fire', 'R', 2),
  entry('water.pump', 'house', 'R'),
  entry('water.pump', 'house', 'A'),
  entry('drain.clear', 'house', 'R'),
];

describe('the matrix as a picture', () => {
  it('writes a cell as its letters, the strongest first, backups with their rank', () => {
    expect(cellText(entries.filter((e) => e.organisationId === 'house' && e.duty === 'water.pump'))).toBe('A R');
    expect(cellText([entry('x', 'fire', 'R', 2), entry('x', 'fire', 'R', 2), entry('x', 'fire', 'I')])).toBe('R2 I');
  });
  it('shows every duty of the catalogue by link, held or not', () => {
    const groups = groupMatrix(duties, entries, all, (code) => code);
    expect(groups.map((g) => g.link)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    expect(groups.flatMap((g) => g.rows)).toHaveLength(duties.length);
  });
  it('finds what nobody answers for', () => {
    const gaps = groupMatrix(duties, entries, { ...all, gapsOnly: true }, (code) => code).flatMap((g) => g.rows.map((r) => r.duty.code));
    expect([gaps.includes('drain.clear'), gaps.includes('water.pump')]).toEqual([true, false]);
  });
  it('filters by link, by weight and by the words of the title', () => {
    const found = (filter: Partial<MatrixFilter>) =>
      groupMatrix(duties, entries, { ...all, ...filter }, (code) => (code === 'water.pump' ? 'Pump Out' : code)).flatMap((g) =>
        g.rows.map((r) => r.duty.code),
      );
    expect(found({ text: 'pump' })).toEqual(['water.pump']);
    expect(found({ link: 6, criticalOnly: true })).toContain('water.pump');
    expect(found({ link: 1 })).not.toContain('water.pump');
  });
  it('puts those who do most first', () => expect(columnsOf(entries).map((c) => c.name)).toEqual(['HOUSE', 'FIRE']));
});
