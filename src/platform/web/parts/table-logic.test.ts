import { describe, expect, it } from 'vitest';
import { arrange, asGiven, type Column, choices, csv } from './table-logic.ts';

interface Row {
  readonly door: string;
  readonly name: string;
  readonly size: number | null;
}
const rows: readonly Row[] = [
  { door: '3-2-501', name: '张伟', size: 3 },
  { door: '3-2-1001', name: '阿里木', size: null },
  { door: '10-1-101', name: '李娜, 王', size: 1 },
  { door: '3-2-502', name: '=HYPERLINK("x")', size: 2 },
];
const columns: readonly Column<Row>[] = [
  { key: 'door', title: '门牌', value: (row) => row.door, filter: 'text' },
  { key: 'name', title: '姓名', value: (row) => row.name, filter: 'text' },
  { key: 'size', title: '人数', value: (row) => row.size, filter: 'choice' },
];
const doors = (arranged: readonly Row[]) => arranged.map((row) => row.door);

describe('a table', () => {
  it('sorts doors as people count them', () => {
    expect(doors(arrange(rows, columns, { ...asGiven, sort: 'door' }, 'zh'))).toEqual(['3-2-501', '3-2-502', '3-2-1001', '10-1-101']);
  });
  it('sorts Chinese names by pinyin', () => {
    const sorted = arrange(rows.slice(0, 3), columns, { ...asGiven, sort: 'name' }, 'zh-CN');
    expect(sorted.map((row) => row.name)).toEqual(['阿里木', '李娜, 王', '张伟']);
  });
  it('keeps the unknown last both ways', () => {
    expect(doors(arrange(rows, columns, { ...asGiven, sort: 'size' }, 'zh')).at(-1)).toBe('3-2-1001');
    expect(doors(arrange(rows, columns, { ...asGiven, sort: 'size', down: true }, 'zh'))).toEqual(['3-2-501', '3-2-502', '10-1-101', '3-2-1001']);
  });
  it('filters without regard to full-width forms', () => {
    expect(doors(arrange(rows, columns, { ...asGiven, filters: { door: '３-2-5' } }, 'zh'))).toEqual(['3-2-501', '3-2-502']);
    expect(doors(arrange(rows, columns, { ...asGiven, filters: { size: '3' } }, 'zh'))).toEqual(['3-2-501']);
  });
  it('offers what is there to choose', () => {
    expect(choices(rows, columns[2] as Column<Row>)).toEqual(['3', '1', '2']);
  });
  it('writes CSV that no spreadsheet runs', () => {
    const lines = csv(rows, columns).split('\r\n');
    expect(lines[0]).toBe('\ufeff门牌,姓名,人数');
    expect(lines[3]).toBe('10-1-101,"李娜, 王",1');
    expect(lines[4]).toBe(`3-2-502,"'=HYPERLINK(""x"")",2`);
  });
});
