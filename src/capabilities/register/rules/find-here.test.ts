import { describe, expect, it } from 'vitest';
import { findHere, type ResidentHere } from './find-here.ts';

const resident = (id: string, name: string, initials: string, household: string, change: Partial<ResidentHere> = {}): ResidentHere => ({
  id,
  household,
  name,
  otherName: null,
  initials,
  phone: null,
  ...change,
});
const households = [
  { id: 'a', door: '3-2-501' },
  { id: 'b', door: '3-2-502' },
  { id: 'c', door: '13-2-501' },
];
const residents = [
  resident('1', '李秀英', 'lxy', 'b', { phone: '13912345678' }),
  resident('2', '李秀', 'lx', 'a'),
  resident('3', '王小李', 'wxl', 'c', { otherName: '老李' }),
  resident('4', 'Ali Kerim', 'ak', 'a'),
];
const found = (text: string) => findHere(text, residents, households).map(({ id }) => id);

describe('searching the copy on a device', () => {
  it('finds names, the exact one first', () => expect(found('李秀')).toEqual(['2', '1']));
  it('finds by first letters of the pinyin, in any case', () => expect(found('LX')).toEqual(['2', '1']));
  it('finds by door, exactly before as a part', () => expect(found('3-2-501')).toEqual(['2', '4', '3']));
  it('finds another name, and Latin ones', () => {
    expect(found('老李')).toEqual(['3']);
    expect(found('ali')).toEqual(['4']);
  });
  it('finds telephones from four digits on', () => {
    expect(found('5678')).toEqual(['1']);
    expect(found('567')).toEqual([]);
  });
  it('says nothing to nothing, and at most as many as asked for', () => {
    expect(found(' ')).toEqual([]);
    expect(findHere('3-2', residents, households, 2)).toHaveLength(2);
  });
});
