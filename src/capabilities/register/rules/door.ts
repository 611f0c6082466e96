/**
 * Doors as people write them (`3号楼2单元501室`, `3#2-501`, `03-2-0501`, `三栋二单元501`, `Building 3 Unit 2 Room 501`,
 * `3-بىنا 2-بۆلۈم 501-ئۆي`) and the one form the register keeps: building-unit-room, `3-2-501`.
 */

export interface DoorParts {
  readonly building?: string;
  readonly unit?: string;
  readonly room?: string;
}

const chineseDigits: Readonly<Record<string, number>> = { 零: 0, 〇: 0, 一: 1, 二: 2, 两: 2, 三: 3, 四: 4, 五: 5, 六: 6, 七: 7, 八: 8, 九: 9 };

/** Value of a Chinese numeral below one hundred (`十二` is 12), or of a row of digits (`五〇一` is 501). */
function chineseNumber(text: string): string {
  if (!text.includes('十')) return Array.from(text, (c) => chineseDigits[c] ?? '').join('');
  const [tens = '', ones = ''] = text.split('十');
  return String((tens === '' ? 1 : (chineseDigits[tens] ?? 0)) * 10 + (chineseDigits[ones] ?? 0));
}

const numeralBeforeWord = /[零〇一二两三四五六七八九十]+(?=\s*(?:号楼|号|栋|幢|座|楼|单元|室|房|门|层))/g;
const dashes = /[‐-―−－~～—]/g;

function tidy(raw: string): string {
  return raw
    .normalize('NFKC')
    .replace(/[\u200b-\u200f\u202a-\u202e\ufeff]/g, '')
    .replace(dashes, '-')
    .replace(numeralBeforeWord, chineseNumber)
    .trim()
    .toUpperCase();
}

/** `03` → `3`, `0501` → `501`, `B` stays; nothing else may stand in a part of a door. */
function part(text: string | undefined): string | undefined {
  const kept = text?.replace(/[^0-9A-Z]/g, '').replace(/^0+(?=[0-9A-Z])/, '');
  return kept === '' ? undefined : kept;
}

const label = '(?:[A-Z]?\\d{1,4}[A-Z]?|[A-Z])';
/** The surest word comes first: `12号3号楼5楼` is building 3, not 12 and not 5. */
const buildingWords = [
  new RegExp(`(${label})\\s*号楼`),
  new RegExp(`(${label})\\s*号?(?:楼?栋|楼?幢|座)楼?`),
  new RegExp(`(${label})\\s*-?\\s*(?:بىنا|بىناسى)`),
  new RegExp(`(?:BUILDING|BLDG|BLOCK|BLK)\\.?\\s*(?:NO\\.?)?\\s*#?\\s*(${label})(?![A-Z0-9])`),
  new RegExp(`(?:NO\\.?\\s*)?(${label})\\s*(?:BUILDING|BLDG)`),
  new RegExp(`(${label})\\s*#\\s*楼?`),
  new RegExp(`(${label})\\s*楼(?!层|道|梯)`),
];
const unitWords = [
  new RegExp(`(${label})\\s*单元`),
  new RegExp(`(${label})\\s*-?\\s*(?:بۆلۈم|ئېغىز|كىرىش)`),
  new RegExp(`UNIT\\.?\\s*(?:NO\\.?)?\\s*#?\\s*(${label})(?![A-Z0-9])`),
  new RegExp(`(${label})\\s*(?:门(?!牌)|梯)`),
];
const roomWords = [
  /([A-Z]?\d{1,5}[A-Z]?)\s*(?:号房|房间|室|房|户|门牌)/,
  /(\d{1,5}[A-Z]?)\s*-?\s*(?:ئۆي|نومۇر)/,
  /(?:ROOM|RM|FLAT|APT|APARTMENT|DOOR)\.?\s*(?:NO\.?)?\s*#?\s*([A-Z]?\d{1,5}[A-Z]?)(?![A-Z0-9])/,
];

function firstMatch(text: string, words: readonly RegExp[]): { value: string; before: string; after: string } | undefined {
  for (const word of words) {
    const match = word.exec(text);
    if (match?.[1]) return { value: match[1], before: text.slice(0, match.index), after: text.slice(match.index + match[0].length) };
  }
  return undefined;
}

const threeParts = new RegExp(`(?:^|[^0-9A-Z])(${label})\\s*[-/\\\\._,\\s]\\s*(${label})\\s*[-/\\\\._,\\s]\\s*([A-Z]?\\d{1,5}[A-Z]?)$`);
/** Building, unit, floor, room: `3-2-5-501`; the room repeats the floor. */
const fourParts = new RegExp(`(?:^|[^0-9A-Z])(${label})[-/](${label})[-/](\\d{1,2})[-/](\\3\\d{2})$`);
const twoParts = new RegExp(`(?:^|[^0-9A-Z])(${label})\\s*[-/\\\\._,\\s]\\s*([A-Z]?\\d{2,5}[A-Z]?)$`);

/** Unit and room in what follows the building: `2-501`, `501`, `2单元501室`. */
function within(text: string): DoorParts {
  const unit = firstMatch(text, unitWords);
  const rest = unit ? unit.after : text;
  const room = firstMatch(rest, roomWords)?.value;
  const numbers = (room ? rest.slice(0, rest.indexOf(room)) : rest).replace(/\d+\s*[层楼F]/g, ' ').match(/[A-Z]?\d{1,5}[A-Z]?/g) ?? [];
  const lastNumber = room ?? numbers.at(-1);
  const unitNumber = unit?.value ?? (room ? numbers.at(-1) : numbers.length > 1 ? numbers.at(-2) : undefined);
  return parts(undefined, unitNumber, lastNumber);
}

function parts(building: string | undefined, unit: string | undefined, room: string | undefined): DoorParts {
  const [b, u, r] = [part(building), part(unit), part(room)];
  return { ...(b && { building: b }), ...(u && { unit: u }), ...(r && { room: r }) };
}

/** Reads a whole address; parts that are not in it are absent. */
export function readAddress(raw: string): DoorParts {
  const text = tidy(raw);
  if (text === '') return {};
  const building = firstMatch(text, buildingWords);
  if (building) return { ...parts(building.value, undefined, undefined), ...within(building.after) };
  const four = fourParts.exec(text);
  if (four) return parts(four[1], four[2], four[4]);
  const three = threeParts.exec(text);
  if (three) return parts(three[1], three[2], three[3]);
  const unit = firstMatch(text, unitWords);
  if (unit) {
    const before = /([A-Z]?\d{1,4})[-\s号]*$/.exec(unit.before)?.[1];
    return { ...parts(before, unit.value, undefined), ...within(unit.after) };
  }
  const two = twoParts.exec(text);
  if (two) return parts(two[1], undefined, two[2]);
  const room = firstMatch(text, roomWords);
  return parts(undefined, undefined, room?.value ?? /^[A-Z]?\d{1,5}[A-Z]?$/.exec(text)?.[0]);
}

/** The number in a cell of a building, unit or room column: `3号楼`, `3#`, `第3栋`, `三单元`, `101室`, 101. */
export function readDoorPart(raw: string): string | undefined {
  const text = tidy(raw);
  return part(
    /[A-Z]?\d{1,5}[A-Z]?/.exec(text)?.[0] ??
      /^(?:[零〇一二两三四五六七八九十]+)$/.exec(text)?.[0].replace(/.+/, chineseNumber) ??
      /[A-Z]/.exec(text)?.[0],
  );
}

/** `3-2-501`; where there is no unit `3-501`; `null` while the room is unknown, because a door without a room is no door. */
export function formatDoor({ building, unit, room }: DoorParts): string | null {
  if (!room) return null;
  return [building, unit, room].filter((piece) => piece !== undefined).join('-');
}
