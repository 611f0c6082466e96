import { formattingLocale, type Language } from './languages.ts';

/** How much of a moment is said. `day` 11月22日 · `date` with the year · `time` 14:05 · `full` date and time · `short` day and time. */
export type MomentStyle = 'day' | 'date' | 'time' | 'full' | 'short';

// Source of the Uyghur words: dayjs locale ug-cn, which follows the usage of Xinjiang's newspapers.
const uyghurMonths = ['يانۋار', 'فېۋرال', 'مارت', 'ئاپرېل', 'ماي', 'ئىيۇن', 'ئىيۇل', 'ئاۋغۇست', 'سېنتەبىر', 'ئۆكتەبىر', 'نويابىر', 'دېكابىر'];
const uyghurUnits = { second: 'سېكونت', minute: 'مىنۇت', hour: 'سائەت', day: 'كۈن', month: 'ئاي', year: 'يىل' } as const;
type Unit = keyof typeof uyghurUnits;

const two = (n: number) => String(n).padStart(2, '0');

const options: Readonly<Record<MomentStyle, Intl.DateTimeFormatOptions>> = {
  day: { month: 'long', day: 'numeric' },
  date: { year: 'numeric', month: 'long', day: 'numeric' },
  time: { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
  short: { month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
  full: { year: 'numeric', month: 'long', day: 'numeric', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
};
const formats = new Map<string, Intl.DateTimeFormat>();

/** A moment in the reader's words, in the time zone of the device. */
export function sayMoment(language: Language, at: Date, style: MomentStyle): string {
  if (Number.isNaN(at.getTime())) return '–';
  if (language === 'ug') return sayUyghur(at, style);
  const key = `${language} ${style}`;
  const format = formats.get(key) ?? new Intl.DateTimeFormat(formattingLocale[language], options[style]);
  formats.set(key, format);
  return format.format(at);
}

function sayUyghur(at: Date, style: MomentStyle): string {
  const day = `${at.getDate()}-${uyghurMonths[at.getMonth()]}`;
  const date = `${at.getFullYear()}-يىلى ${day}`;
  const time = `${two(at.getHours())}:${two(at.getMinutes())}`;
  switch (style) {
    case 'day':
      return day;
    case 'date':
      return date;
    case 'time':
      return time;
    case 'short':
      return `${day} ${time}`;
    case 'full':
      return `${date}، ${time}`;
    default:
      return style satisfies never;
  }
}

/** The largest unit of which at least one has passed, and how many: what "12 minutes ago" needs. */
export function distance(fromMs: number, toMs: number): { readonly unit: Unit; readonly count: number } {
  const seconds = Math.abs(toMs - fromMs) / 1000;
  if (seconds < 60) return { unit: 'second', count: Math.floor(seconds) };
  if (seconds < 3600) return { unit: 'minute', count: Math.floor(seconds / 60) };
  if (seconds < 86_400) return { unit: 'hour', count: Math.floor(seconds / 3600) };
  if (seconds < 30 * 86_400) return { unit: 'day', count: Math.floor(seconds / 86_400) };
  if (seconds < 365 * 86_400) return { unit: 'month', count: Math.floor(seconds / (30 * 86_400)) };
  return { unit: 'year', count: Math.floor(seconds / (365 * 86_400)) };
}

const justNow: Readonly<Record<Language, string>> = { zh: '刚刚', en: 'just now', ug: 'ھازىرلا' };
const relative = new Map<Language, Intl.RelativeTimeFormat>();

/** "12 分钟前", "in 2 hours", "3 كۈن بۇرۇن". Under half a minute: just now. */
export function sayAgo(language: Language, at: Date, now: Date): string {
  const ms = at.getTime();
  if (Number.isNaN(ms)) return '–';
  const { unit, count } = distance(ms, now.getTime());
  if (unit === 'second' && count < 30) return justNow[language];
  const past = ms <= now.getTime();
  if (language === 'ug') return `${count} ${uyghurUnits[unit]} ${past ? 'بۇرۇن' : 'كېيىن'}`;
  const format = relative.get(language) ?? new Intl.RelativeTimeFormat(formattingLocale[language], { numeric: 'always' });
  relative.set(language, format);
  return format.format(past ? -count : count, unit);
}

/** A length of time in its largest unit: "2 小时", "2 hours", "2 سائەت". */
export function sayDuration(language: Language, ms: number): string {
  const { unit, count } = distance(0, ms);
  if (language === 'ug') return `${count} ${uyghurUnits[unit]}`;
  return sayNumber(language, count, { style: 'unit', unit, unitDisplay: 'long' });
}

const numbers = new Map<string, Intl.NumberFormat>();

/** A number with the reader's grouping. */
export function sayNumber(language: Language, value: number, asked?: Intl.NumberFormatOptions): string {
  const key = asked ? `${language} ${JSON.stringify(asked)}` : language;
  const format = numbers.get(key) ?? new Intl.NumberFormat(formattingLocale[language], asked);
  numbers.set(key, format);
  return format.format(value);
}
