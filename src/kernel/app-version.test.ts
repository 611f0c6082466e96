import { describe, expect, it } from 'vitest';
import { ageOf } from './app-version.ts';

const now = new Date('2026-11-22T06:00:00Z');
const minimum = (version: string, from = '2026-11-01T00:00:00.000Z') => ({ version, from });

describe('the age of an app', () => {
  it('is no matter where the installation asks for no version', () => {
    expect(ageOf('0.0.1', null, now)).toEqual({ is: 'current' });
  });
  it.each([
    ['0.9.0', '0.10.0', 'outdated'],
    ['0.10.0', '0.9.9', 'current'],
    ['1.2.3', '1.2.3', 'current'],
    ['1.2.3', '1.2.4', 'outdated'],
    ['1.9.9', '2.0.0', 'outdated'],
  ])('%s where %s is asked for: %s', (version, asked, is) => {
    expect(ageOf(version, minimum(asked), now)).toEqual({ is });
  });
  it('is only mentioned until the day of grace is over', () => {
    const from = '2026-12-24T00:00:00.000Z';
    expect(ageOf('0.1.0', minimum('0.2.0', from), now)).toEqual({ is: 'ageing', from });
    expect(ageOf('0.1.0', minimum('0.2.0', from), new Date(from))).toEqual({ is: 'outdated' });
  });
});
