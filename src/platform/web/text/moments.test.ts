import { describe, expect, it } from 'vitest';
import { chooseLanguage } from './languages.ts';
import { sayAgo, sayDuration, sayMoment, sayNumber } from './moments.ts';

const at = new Date(2026, 10, 22, 14, 5, 0);
const later = (minutes: number) => new Date(at.getTime() + minutes * 60_000);

describe('saying when', () => {
  it('uses our own Uyghur table, since the browser has none', () => {
    expect(sayMoment('ug', at, 'full')).toBe('2026-يىلى 22-نويابىر، 14:05');
    expect(sayAgo('ug', at, later(12))).toBe('12 مىنۇت بۇرۇن');
    expect(sayAgo('ug', later(180), at)).toBe('3 سائەت كېيىن');
    expect(sayDuration('ug', 2 * 86_400_000)).toBe('2 كۈن');
  });
  it('says it the Chinese and the English way', () => {
    expect(sayMoment('zh', at, 'date')).toBe('2026年11月22日');
    expect(sayMoment('en', at, 'time')).toBe('14:05');
    expect(sayAgo('zh', at, later(12))).toBe('12分钟前');
    expect(sayAgo('en', at, later(60))).toBe('1 hour ago');
    expect(sayDuration('zh', 2 * 3_600_000)).toBe('2小时');
  });
  it('says just now under half a minute, and never "0 seconds ago"', () => {
    expect(sayAgo('zh', at, new Date(at.getTime() + 29_000))).toBe('刚刚');
    expect(sayAgo('en', at, new Date(at.getTime() + 30_000))).toBe('30 seconds ago');
  });
  it('shows a dash for a moment that is none', () => {
    expect(sayMoment('zh', new Date('nonsense'), 'full')).toBe('–');
    expect(sayAgo('ug', new Date('nonsense'), at)).toBe('–');
  });
  it('groups thousands', () => expect(sayNumber('ug', 12_075)).toBe('12,075'));
});

describe('choosing a language', () => {
  it('keeps what the reader chose before, then what the browser wants, then Chinese', () => {
    expect(chooseLanguage('ug', ['en-US'])).toBe('ug');
    expect(chooseLanguage(null, ['fr-FR', 'en-US'])).toBe('en');
    expect(chooseLanguage('klingon', ['fr'])).toBe('zh');
  });
});
