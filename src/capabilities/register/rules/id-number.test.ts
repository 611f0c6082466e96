import { existsSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkCharacter, readIdNumber } from './id-number.ts';

const csv = new URL('../../../../../shared/fixtures/china/id_and_credit_codes.csv', import.meta.url);

describe('identity numbers', () => {
  it.skipIf(!existsSync(csv))('agree with the published examples (skipped where ../shared/fixtures is absent)', () => {
    const lines = readFileSync(csv, 'utf8')
      .trim()
      .split('\n')
      .slice(1)
      .map((line) => line.split(','));
    const ids = lines.filter(([, kind]) => kind?.startsWith('resident id'));
    expect(ids.length).toBeGreaterThan(3);
    for (const [value = '', , expected = ''] of ids) {
      const read = readIdNumber(value);
      expect([value, read.valid]).toEqual([value, expected.startsWith('valid')]);
      if (read.valid) expect(expected).toContain(`${read.birthDate}; ${read.sex}`);
    }
  });
  it('forgive how they were typed', () => {
    for (const typed of [
      '11010519491231002X',
      '11010519491231002x',
      "'11010519491231002X",
      ' 110105 19491231 002X',
      '１１０１０５１９４９１２３１００２Ｘ',
      '110105-19491231-002X',
      '="11010519491231002X"',
    ]) {
      expect(readIdNumber(typed)).toEqual({ valid: true, canonical: '11010519491231002X', birthDate: '1949-12-31', sex: 'female' });
    }
  });
  it('of 15 digits are those of the new form', () => {
    expect(readIdNumber('110105491231002')).toEqual(readIdNumber('11010519491231002X'));
  });
  it('say what is wrong', () => {
    const fault = (text: string): string => {
      const read = readIdNumber(text);
      return read.valid ? 'none' : read.fault;
    };
    expect(['1101051949123100', '11010519491331002X', '110105194912310021', '1101051949123100AX', '11010519000229002X'].map(fault)).toEqual([
      'length',
      'birthDate',
      'checkCharacter',
      'characters',
      'birthDate',
    ]);
  });
  it('notice every single wrong digit and every swap of neighbours (ISO 7064 MOD 11-2)', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(9), { minLength: 17, maxLength: 17 }), fc.nat(16), fc.integer({ min: 1, max: 9 }), (digits, at, by) => {
        const check = checkCharacter(digits.join(''));
        const wrong = digits.with(at, ((digits[at] ?? 0) + by) % 10);
        expect(checkCharacter(wrong.join(''))).not.toBe(check);
        const [a = 0, b = 0] = [digits[at], digits[at + 1]];
        if (at < 16 && a !== b)
          expect(
            checkCharacter(
              digits
                .with(at, b)
                .with(at + 1, a)
                .join(''),
            ),
          ).not.toBe(check);
      }),
    );
  });
});
