import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatDoor, readAddress, readDoorPart } from './door.ts';

const door = (text: string): string | null => formatDoor(readAddress(text));

describe('doors', () => {
  it.each(
    [
      '3号楼2单元501室',
      '3#2-501',
      '3-2-501',
      '３－２－５０１',
      '03-02-0501',
      '3栋2单元501',
      '三号楼二单元五〇一室',
      '3#楼2单元501',
      '3号楼2门501',
      '3号2单元501',
      '3/2/501',
      '3 2 501',
      '3—2—501',
      '3-2-5-501',
      '第3栋第2单元第501室',
      '人和路12号3号楼2单元501室',
      '幸福小区3栋2单元5楼501室',
      'Building 3 Unit 2 Room 501',
      'No. 3 Building, Unit 2, Room 501',
      '3-بىنا 2-بۆلۈم 501-ئۆي',
    ].map((text) => [text]),
  )('%s is 3-2-501', (text) => {
    expect(door(text)).toBe('3-2-501');
  });
  it('without units, with letters, without a room', () => {
    expect(['3幢501', '3#501', 'A座1203', 'A栋2单元1203室', '3栋5楼501', '12号楼二单元15层1502', '501室', '3号楼', ''].map(door)).toEqual([
      '3-501',
      '3-501',
      'A-1203',
      'A-2-1203',
      '3-501',
      '12-2-1502',
      '501',
      null,
      null,
    ]);
  });
  it('reads the number of a column', () => {
    expect(['3号楼', '3#', '第3栋', '三单元', '十二栋', '二十一号楼', '101室', '0501', 'A座', '—'].map(readDoorPart)).toEqual([
      '3',
      '3',
      '3',
      '3',
      '12',
      '21',
      '101',
      '501',
      'A',
      undefined,
    ]);
  });
  it('comes back from every way of writing it', () => {
    const ways: ((b: number, u: number, r: number) => string)[] = [
      (b, u, r) => `${b}号楼${u}单元${r}室`,
      (b, u, r) => `${b}#${u}-${r}`,
      (b, u, r) => `${b}-${u}-${r}`,
      (b, u, r) => `${b}幢${u}单元${r}`,
      (b, u, r) => `人和社区${b}栋${u}单元${r}号`,
    ];
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 60 }),
        fc.integer({ min: 1, max: 8 }),
        fc.integer({ min: 101, max: 3304 }),
        fc.constantFrom(...ways),
        (b, u, r, way) => {
          expect(door(way(b, u, r))).toBe(`${b}-${u}-${r}`);
        },
      ),
    );
  });
});
