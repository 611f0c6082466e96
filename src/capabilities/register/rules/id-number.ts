/**
 * Resident identity numbers of the People's Republic of China.
 * 18 characters: GB 11643-1999 (region 6, birth date 8, order 3, check character by ISO 7064 MOD 11-2).
 * 15 digits: the form before 1999 (region 6, birth date 6 in the 20th century, order 3, no check character).
 */

export type IdFault = 'length' | 'characters' | 'birthDate' | 'checkCharacter';

export type IdReading =
  | {
      readonly valid: true /** 18 characters; an old number is carried over to the new form. */;
      readonly canonical: string;
      readonly birthDate: string;
      readonly sex: 'male' | 'female';
    }
  | { readonly valid: false; readonly fault: IdFault };

const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2] as const;
const checkCharacters = '10X98765432';

/**
 * Check character of the first 17 digits: ISO 7064 MOD 11-2 with the weights of GB 11643-1999, 2^(17-i) mod 11.
 * @param first17 exactly 17 decimal digits
 */
export function checkCharacter(first17: string): string {
  let sum = 0;
  for (let i = 0; i < 17; i++) sum += (first17.charCodeAt(i) - 48) * (weights[i] ?? 0);
  return checkCharacters.charAt(sum % 11);
}

const fullWidth = /[！-～]/g;

/** Takes away what typists add to a number: full-width forms, spaces, hyphens, quotes, a leading `=`; `x` becomes `X`. */
export function cleanIdNumber(raw: string): string {
  const half = raw.replace(fullWidth, (c) => String.fromCharCode(c.charCodeAt(0) - 0xfee0));
  return half.replace(/[\s\u200b-\u200f\u202a-\u202e\ufeff'"‘’“”`=\-‐-―·.]/g, '').toUpperCase();
}

/** Whether year, month and day name a day of the Gregorian calendar. */
export function isCalendarDay(year: number, month: number, day: number): boolean {
  if (month < 1 || month > 12 || day < 1) return false;
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  const days = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
  return day <= (days[month - 1] ?? 0);
}

/**
 * Reads an identity number as written.
 * The region code is not looked up: regions are renamed and abolished, and numbers outlive them.
 */
export function readIdNumber(raw: string): IdReading {
  const text = cleanIdNumber(raw);
  if (text.length !== 15 && text.length !== 18) return { valid: false, fault: 'length' };
  if (!(text.length === 15 ? /^\d{15}$/ : /^\d{17}[\dX]$/).test(text)) return { valid: false, fault: 'characters' };
  const first17 = text.length === 15 ? `${text.slice(0, 6)}19${text.slice(6)}` : text.slice(0, 17);
  const year = Number(first17.slice(6, 10));
  const month = Number(first17.slice(10, 12));
  const day = Number(first17.slice(12, 14));
  if (year < 1800 || !isCalendarDay(year, month, day)) return { valid: false, fault: 'birthDate' };
  const check = checkCharacter(first17);
  if (text.length === 18 && text.charAt(17) !== check) return { valid: false, fault: 'checkCharacter' };
  return {
    valid: true,
    canonical: first17 + check,
    birthDate: `${first17.slice(6, 10)}-${first17.slice(10, 12)}-${first17.slice(12, 14)}`,
    sex: Number(first17.charAt(16)) % 2 === 1 ? 'male' : 'female',
  };
}
