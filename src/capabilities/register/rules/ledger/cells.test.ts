import { describe, expect, it } from 'vitest';
import { cellText, isDitto, markMeaning } from './cell-text.ts';
import { readAge, readDate, readYear } from './dates.ts';
import { isPlausibleName, nameKey, readName, readRelation, readSex, readTenure } from './person-words.ts';
import { readPhones } from './phones.ts';
import { refusedValue, withoutRefusedWords } from './refused.ts';

describe('cells', () => {
  it('are plain text', () => {
    expect([cellText('　１９９００００２０ '), cellText(19900000010), cellText(true), cellText(null)]).toEqual([
      '199000020',
      '19900000010',
      'TRUE',
      '',
    ]);
    expect(['同上', '〃', '"', '王'].map(isDitto)).toEqual([true, true, true, false]);
    expect(['√', '✓', '是', 'Y', '1', '×', '否', '无', '0', '', '二级'].map(markMeaning)).toEqual([
      true,
      true,
      true,
      true,
      true,
      false,
      false,
      false,
      false,
      false,
      undefined,
    ]);
  });
  it('hold dates in many styles', () => {
    for (const text of [
      '1990-01-02',
      '1990/1/2',
      '1990.1.2',
      '1990年1月2日',
      '19900102',
      '32875',
      '１９９０．１．２',
      '1990-1-2 0:00:00',
      '2/1/1990',
      '2 January 1990',
      'Jan 2, 1990',
    ])
      expect([text, readDate(cellText(text))]).toEqual([text, '1990-01-02']);
    for (const text of ['1990-13-01', '1990-02-30', '1990', '', '同上']) expect(readDate(text)).toBeNull();
    expect(['1990', '1990年', '1990年5月', '1990.05', '199005', '36'].map(readYear)).toEqual([1990, 1990, 1990, 1990, 1990, null]);
    expect(['36', '36岁', '36周岁', '8个月', '130', '不详'].map(readAge)).toEqual([36, 36, 36, 0, null, null]);
  });
  it('hold telephones, two in a cell, full-width, with hyphens and area codes', () => {
    expect(
      [
        '19900000014/19900000183',
        '199-0000-0012',
        '１９９０００００１２９',
        '+86 199 0000 0012',
        '0851-85512345',
        '(0851)85512345',
        '85512345',
        '1990000001219900000013',
        '19900000012（儿子）、010-12345678',
        '无',
      ].map((text) => readPhones(cellText(text))),
    ).toEqual([
      ['19900000014', '19900000183'],
      ['19900000012'],
      ['19900000129'],
      ['19900000012'],
      ['0851-85512345'],
      ['0851-85512345'],
      ['85512345'],
      ['19900000012', '19900000013'],
      ['19900000012', '010-12345678'],
      [],
    ]);
  });
  it('hold names', () => {
    expect(
      [
        '毛　伟',
        '郑 涵 然',
        '帕提古丽•艾合买提',
        '帕提古丽‧艾合买提',
        '帕提古丽 · 艾合买提',
        '王芳（曾用名王小芳）',
        'John  Smith',
        'پاتىگۈل ئەخمەت',
      ].map((text) => readName(cellText(text)).name),
    ).toEqual(['毛伟', '郑涵然', '帕提古丽·艾合买提', '帕提古丽·艾合买提', '帕提古丽·艾合买提', '王芳', 'John Smith', 'پاتىگۈل ئەخمەت']);
    expect(readName('帕提古丽·艾合买提 پاتىگۈل ئەخمەت')).toEqual({ name: '帕提古丽·艾合买提', otherName: 'پاتىگۈل ئەخمەت' });
    expect(nameKey('帕提古丽·艾合买提')).toBe(nameKey('帕提古丽艾合买提'));
    expect(['王伟', '23户', '小计', '注：本表含个人信息', '空置', ''].map(isPlausibleName)).toEqual([true, false, false, false, false, false]);
  });
  it('hold words of relation, sex and tenure', () => {
    expect(['户主', '妻', '长子', '次女', '儿媳', '外孙女', '岳母', '外祖母', '合租', '其他', '？'].map(readRelation)).toEqual([
      'head',
      'spouse',
      'son',
      'daughter',
      'childInLaw',
      'grandchild',
      'parentInLaw',
      'grandparent',
      'flatmate',
      'other',
      null,
    ]);
    expect(['男', '女性', 'F', 'ئەر', '—'].map(readSex)).toEqual(['male', 'female', 'female', 'male', null]);
    expect(['租住', '租户', '公租房', '自有', '自购', '非租住', '借住', '常住', 'Tenant', 'ئىجارە'].map(readTenure)).toEqual([
      'renter',
      'renter',
      'renter',
      'owner',
      'owner',
      'owner',
      'other',
      null,
      'renter',
      'renter',
    ]);
  });
  it('lose words of ethnicity, religion and political standing', () => {
    expect(['汉', '维吾尔族', '群众', '预备党员', '佛教', '王'].map(refusedValue)).toEqual([
      'ethnicity',
      'ethnicity',
      'politicalStanding',
      'politicalStanding',
      'religion',
      undefined,
    ]);
    expect(['党员，独居', '高血压；党员', '维吾尔族，轮椅', '预备党员、高血压', '群众反映', '回族'].map(withoutRefusedWords)).toEqual([
      '独居',
      '高血压',
      '轮椅',
      '高血压',
      '群众反映',
      '',
    ]);
  });
});
