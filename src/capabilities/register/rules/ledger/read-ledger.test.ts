import { describe, expect, it } from 'vitest';
import { checkCharacter } from '../id-number.ts';
import type { Cell, Sheet } from './model.ts';
import { columnLetter, readLedger } from './read-ledger.ts';
import { distinctPeople, summary } from './summary.ts';

const today = '2026-11-22';
const id = (first17: string): string => first17 + checkCharacter(first17);
const [idA, idB] = [id('99000019800101001'), id('99000019810202002')];
const sheet = (...rows: Cell[][]): Sheet => ({ name: '表', rows });
const read = (...rows: Cell[][]) => readLedger([sheet(...rows)], { today });

describe('columns', () => {
  it('are known by their values where there is no header', () => {
    const reading = read(
      ['王伟', idA, '3-2-501', 19900000001, '租住'],
      ['李丽', idB, '3-2-502', 19900000002, '自有'],
      ['何强', id('99000019830303003'), '3-2-503', 19900000003, '租住'],
    );
    expect(reading.sheets[0]?.columns.map(({ field }) => field)).toEqual(['name', 'idNumber', 'address', 'phone', 'tenure']);
    expect(summary(reading)).toMatchObject({ rows: 3, residents: 3, households: 3, renters: 2 });
  });
  it('are known by their values where the headings are swapped', () => {
    const reading = read(['姓名', '身份证号', '联系电话'], ['王伟', 19900000001, idA], ['李丽', 19900000002, idB]);
    expect(reading.residents.map(({ idNumber, phones }) => [idNumber, ...phones])).toEqual([
      [idA, '19900000001'],
      [idB, '19900000002'],
    ]);
  });
  it('can be decided by a person, but a refused one stays refused', () => {
    const rows = [
      ['姓名', '甲', '乙'],
      ['王伟', '汉族', '行动不便'],
      ['李丽', '回族', '独居'],
    ];
    const mapping = [
      { sheet: '表', column: 1, field: 'remarks' as const },
      { sheet: '表', column: 2, field: 'ignored' as const },
    ];
    expect(read(...rows).columnsNotImported).toEqual(['甲']);
    const reading = readLedger([sheet(['姓名', '甲', '乙', '电话'], ...rows.slice(1).map((row) => [...row, '19900000001']))], { today, mapping });
    expect(reading.residents.flatMap(({ needs, remarks }) => [needs.length, remarks])).toEqual([0, null, 0, null]);
    expect(reading.columnsNotImported).toEqual(['甲']);
  });
  it('may change in the middle of a sheet', () => {
    const reading = read(['姓名', '地址', '电话'], ['王伟', '3-2-501', '19900000001'], ['电话', '姓名', '地址'], ['19900000002', '李丽', '3-2-502']);
    expect(reading.residents.map(({ name, door, phones }) => [name, door, ...phones])).toEqual([
      ['王伟', '3-2-501', '19900000001'],
      ['李丽', '3-2-502', '19900000002'],
    ]);
  });
  it('of other people stay theirs', () => {
    const reading = read(
      ['姓名', '联系电话', '房东姓名', '房东电话', '紧急联系人', '紧急联系人电话', '网格员'],
      ['王伟', '19900000001', '赵六', '19900000009', '王芳', '19900000008', '钱七'],
    );
    expect(reading.residents[0]).toMatchObject({ name: '王伟', phones: ['19900000001'], contactName: '王芳', contactPhones: ['19900000008'] });
    expect(JSON.stringify(reading.residents)).not.toMatch(/赵六|19900000009|钱七/);
  });
  it('with a kind of disability are read with their heading', () => {
    const reading = read(
      ['姓名', '电话', '残疾情况', '孕妇', '独居'],
      ['王伟', '19900000001', '视力二级', '', '√'],
      ['李丽', '19900000002', '无', '是', '×'],
      ['何强', '19900000003', '√', '否', ''],
    );
    expect(reading.residents.map(({ needs }) => needs.map(({ code }) => code))).toEqual([['sight', 'lives_alone'], ['pregnant'], ['mobility']]);
  });
  it('do not end at a row whose words are headings elsewhere', () => {
    const reading = read(
      ['姓名', '出生年月', '政治面貌', '宗教', '住房', '健康状况'],
      ['王伟', '1980.01', '√', '无', '租房', '高血压'],
      ['李丽', '1990.03', '', '信教', '自有房', '健康'],
    );
    expect(reading.residents.map(({ name, tenure, birthYear }) => [name, tenure, birthYear])).toEqual([
      ['王伟', 'renter', 1980],
      ['李丽', 'owner', 1990],
    ]);
    expect(reading.columnsNotImported).toEqual(['政治面貌', '宗教']);
  });
  it('are named like a spreadsheet names them', () => {
    expect([0, 25, 26, 701, 702].map(columnLetter)).toEqual(['A', 'Z', 'AA', 'ZZ', 'AAA']);
  });
});

describe('rows', () => {
  it('inherit place and tenure, and a second head without an address has no known door', () => {
    const reading = read(
      ['楼栋', '单元', '房号', '与户主关系', '姓名', '居住类型'],
      [3, 2, 501, '户主', '王伟', '租住'],
      [null, null, null, '配偶', '李丽', null],
      [null, null, 502, '户主', '何强', '自有'],
      ['4号楼', null, 101, '户主', '方梅', null],
      [null, null, null, '户主', '门生', null],
    );
    expect(reading.residents.map(({ door, tenure }) => [door, tenure])).toEqual([
      ['3-2-501', 'renter'],
      ['3-2-501', 'renter'],
      ['3-2-502', 'owner'],
      ['4-101', null],
      [null, null],
    ]);
    expect(summary(reading).households).toBe(4);
  });
  it('that are no residents are listed with the reason and without their values', () => {
    const reading = read(
      ['姓名', '地址', '民族', '备注'],
      ['王伟', '3-2-501', '汉', ''],
      ['', '3-2-502', '', '空置'],
      ['小计', '1户', '', ''],
      ['', '3-2-503', '回', ''],
      ['姓名', '地址', '民族', '备注'],
      ['注：含党员3名', null, null, null],
    );
    expect(reading.unreadRows.map(({ row, reason }) => [row, reason])).toEqual([
      [3, 'vacant'],
      [4, 'subtotal'],
      [5, 'noName'],
      [6, 'header'],
      [7, 'note'],
    ]);
    expect(JSON.stringify(reading)).not.toMatch(/党员|回"/);
  });
  it('take the building from the name or title of the sheet where no column says it', () => {
    const rows = [
      ['姓名', '单元', '房号'],
      ['王伟', '2', '501'],
    ];
    const doors = (name: string, ...title: Cell[][]) =>
      readLedger([{ name, rows: [...title, ...rows] }], { today }).residents.map(({ door }) => door);
    expect([doors('3号楼'), doors('表', ['3号楼居民登记表', null]), doors('1-13号楼')]).toEqual([['3-2-501'], ['3-2-501'], ['2-501']]);
  });
  it('of a ledger with passports and missing numbers are not called wrong', () => {
    const reading = read(
      ['姓名', '证件号码', '电话'],
      ['王伟', 'E12345678', '19900000001'],
      ['李丽', '无', '19900000002'],
      ['何强', '99000019800101', '19900000003'],
      ['方梅', idA, ''],
    );
    expect(reading.residents.map(({ idValid }) => idValid)).toEqual([null, null, false, true]);
  });
});

describe('duplicates', () => {
  const heading = ['姓名', '身份证号', '出生日期', '电话', '地址', '备注'];
  it('have a reason each, and one number under two names is two people', () => {
    const reading = read(
      heading,
      ['王伟', idA, '', '', '3-2-501', '轮椅'],
      ['王 伟', idA, '', '19900000001', '3-2-502', '高血压'],
      ['李丽', idA, '', '', '3-2-503', ''],
      ['何强', '', '1990-01-02', '', '3-2-504', ''],
      ['何强', '', '1990.1.2', '', '3-2-505', ''],
      ['门生', '', '', '19900000002', '3-2-506', ''],
      ['门生', '', '', '19900000002', '3-2-507', ''],
    );
    expect(reading.duplicates).toEqual([
      { reason: 'sameIdAndName', rows: [0, 1] },
      { reason: 'sameNameAndBirthDate', rows: [3, 4] },
      { reason: 'sameNameAndPhone', rows: [5, 6] },
    ]);
    expect(reading.sharedIds).toEqual([{ idNumber: idA, rows: [0, 1, 2] }]);
    const figures = summary(reading);
    expect(figures).toMatchObject({ rows: 7, residents: 4, needs: { mobility: 1, chronic: 1 } });
    expect(distinctPeople(reading)[0]?.person).toMatchObject({ door: '3-2-501', phones: ['19900000001'] });
    expect(distinctPeople(reading, []).length).toBe(7);
  });
  it('are not proposed where valid numbers, birth dates or sexes differ', () => {
    const reading = read(
      [...heading, '性别'],
      ['王伟', idA, '1980-01-01', '', '3-2-501', '', '男'],
      ['王伟', id('99000019800101003'), '1980-01-01', '', '3-2-501', '', '男'],
      ['李丽', '', '1990-01-02', '19900000001', '3-2-503', '', '女'],
      ['李丽', '', '1991-01-02', '19900000001', '3-2-503', '', '女'],
      ['门生', '', '', '19900000002', '', '', '男'],
      ['门生', '', '', '19900000002', '', '', '女'],
    );
    expect(reading.duplicates).toEqual([]);
  });
});
