import { isCalendarDay } from '../id-number.ts';

/** Serial 25569 of the 1900 date system is 1970-01-01 (ECMA-376 part 1, 18.17.4.1). */
const unixDayOfSerialZero = 25569;
const earliestYear = 1880;

function iso(year: number, month: number, day: number): string | null {
  if (year < earliestYear || year > 2200 || !isCalendarDay(year, month, day)) return null;
  return `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
}

/** Date of an Excel serial day of the 1900 system; `null` outside 1880 to 2200. */
function fromSerial(serial: number): string | null {
  const days = Math.floor(serial) - unixDayOfSerialZero;
  const date = new Date(days * 86_400_000);
  return iso(date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate());
}

/**
 * A date in any of the styles that ledgers use: `1990-01-02`, `1990/1/2`, `1990.1.2`, `1990年1月2日`, `19900102`, Excel serial days,
 * `2/1/1990` (day first unless that is impossible), `2 January 1990`, `Jan 2, 1990`; those that begin with the year also with a time of day after it.
 * @param text as given by `cellText`
 * @returns `YYYY-MM-DD`, or `null` where the text is not a whole, possible date
 */
export function readDate(text: string): string | null {
  if (text.length < 5 || text.length > 40) return null;
  const ymd = /^'?(\d{4})\s*[-/.年\\,\s]\s*(\d{1,2})\s*[-/.月\\,\s]\s*(\d{1,2})\s*[日号.]?(?:$|[T\s(（生])/u.exec(text);
  if (ymd) return iso(Number(ymd[1]), Number(ymd[2]), Number(ymd[3]));
  const packed = /^'?(\d{4})(\d{2})(\d{2})$/.exec(text);
  if (packed) return iso(Number(packed[1]), Number(packed[2]), Number(packed[3]));
  const serial = /^(\d{5})(?:\.\d+)?$/.exec(text);
  if (serial) return fromSerial(Number(serial[1]));
  const yearLast = /^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})$/.exec(text);
  if (yearLast)
    return iso(Number(yearLast[3]), Number(yearLast[2]), Number(yearLast[1])) ?? iso(Number(yearLast[3]), Number(yearLast[1]), Number(yearLast[2]));
  const dayMonth = /^(\d{1,2})(?:st|nd|rd|th)?[\s.-]+([a-z]{3,9})[\s.,-]+(\d{4})$/iu.exec(text);
  if (dayMonth) return iso(Number(dayMonth[3]), monthNumber(dayMonth[2]), Number(dayMonth[1]));
  const monthDay = /^([a-z]{3,9})[\s.-]+(\d{1,2})(?:st|nd|rd|th)?[\s.,-]+(\d{4})$/iu.exec(text);
  if (monthDay) return iso(Number(monthDay[3]), monthNumber(monthDay[1]), Number(monthDay[2]));
  return null;
}

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const monthNumber = (name = ''): number => months.indexOf(name.slice(0, 3).toLowerCase()) + 1;

/** Year of a date that gives no day: `1990`, `1990年`, `1990年5月`, `1990.5`, `1990-05`, `199005`. */
export function readYear(text: string): number | null {
  const match = /^(\d{4})(?:0[1-9]|1[0-2])$/.exec(text) ?? /^(\d{4})(?:\s*(?:年|[-/.]\s*\d{1,2}$)(?:\s*\d{1,2}\s*月?)?份?)?(?:生|出生)?$/u.exec(text);
  const year = Number(match?.[1]);
  return year >= earliestYear && year <= 2200 ? year : null;
}

/** Age in whole years, 0 to 125: `36`, `36岁`, `36周岁`; months of an infant (`8个月`) are 0. */
export function readAge(text: string): number | null {
  if (/^\d{1,2}\s*个?月大?$/u.test(text)) return 0;
  const match = /^(\d{1,3})(?:\.\d+)?\s*(?:周?岁|岁半|years?(?: old)?|yrs?|ياش)?$/iu.exec(text);
  const age = Number(match?.[1] ?? Number.NaN);
  return age <= 125 ? age : null;
}
