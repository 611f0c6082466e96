import { checkCharacter } from '../../src/capabilities/register/rules/id-number.ts';

/**
 * An identity number that is well formed (GB 11643-1999) and nobody's: region 990000 is no place.
 * @param nth 0 to 499: how many others were born on that day with that sex
 */
export function idNumber(birthDate: string, sex: 'female' | 'male', nth: number): string {
  const place = String(nth % 100).padStart(2, '0');
  const last = Math.floor(nth / 100) * 2 + (sex === 'male' ? 1 : 0);
  const first17 = `990000${birthDate.replaceAll('-', '')}${place}${last}`;
  return first17 + checkCharacter(first17);
}
