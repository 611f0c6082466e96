import { describe, expect, it } from 'vitest';
import { needsFromText } from './needs-from-text.ts';

const codes = (text: string): string =>
  needsFromText(text)
    .map(({ code }) => code)
    .join(' ');

describe('needs read from remarks', () => {
  it.each([
    ['每周透析3次', 'dialysis'],
    ['血透（二四六）', 'dialysis'],
    ['糖尿病打胰岛素', 'insulin'],
    ['糖尿病', 'chronic'],
    ['胰岛素，认知障碍，心脏支架', 'insulin dementia chronic'],
    ['家用制氧机', 'oxygen'],
    ['独居老人 肢体残疾二级', 'lives_alone mobility'],
    ['空巢；聋哑', 'lives_alone hearing'],
    ['视力、听力残疾', 'sight hearing'],
    ['残疾（视力一级）', 'sight'],
    ['听力二级', 'hearing'],
    ['精神残疾', 'mental_health'],
    ['智力残疾', 'other'],
    ['孕5月', 'pregnant'],
    ['盲', 'sight'],
    ['只会维语', 'language'],
    ['8个月大', 'small_child'],
    ['生活不能自理', 'mobility'],
    ['残疾人', 'mobility'],
    ['Lives alone; needs oxygen', 'lives_alone oxygen'],
    ['يالغۇز', 'lives_alone'],
    ['ھامىلدار', 'pregnant'],
  ])('%s: %s', (text, expected) => {
    expect(codes(text)).toBe(expected);
  });
  it.each([
    ['无慢性病', ''],
    ['不需要吸氧', ''],
    ['已出院', ''],
    ['无', ''],
    ['无高血压、糖尿病', ''],
    ['无高血压 有糖尿病', 'chronic'],
    ['无电梯、行动不便', 'mobility'],
    ['骨折，已康复', ''],
    ['骨折，已出院', ''],
    ['高血压，已出院', 'chronic'],
    ['怀孕（已分娩）', ''],
    ['怀孕，已生产', ''],
    ['已怀孕5月', 'pregnant'],
    ['吸氧：否', ''],
    ['未婚独居', 'lives_alone'],
    ['色盲', ''],
    ['文盲', ''],
    ['孕前检查', ''],
    ['照顾瘫痪母亲', ''],
    ['其母透析', ''],
    ['母亲去世后独居', 'lives_alone'],
    ['no oxygen', ''],
  ])('hears a no: %s → "%s"', (text, expected) => {
    expect(codes(text)).toBe(expected);
  });
});
