import { readAddress } from '../door.ts';
import { cleanIdNumber, readIdNumber } from '../id-number.ts';
import { needsFromText } from '../needs-from-text.ts';
import { cellText, isDitto, markMeaning, saysNothing } from './cell-text.ts';
import { readAge, readDate, readYear } from './dates.ts';
import { meaningOfHeadings, type Section } from './find-header.ts';
import { type ColumnChoice, type ColumnMapping, type LedgerField, type RefusedField, refusedFields, type Sheet } from './model.ts';
import { isPlausibleName, readRelation, readSex, readTenure } from './person-words.ts';
import { readPhones } from './phones.ts';
import { refusedValue, withoutRefusedWords } from './refused.ts';

/** Shares, 0 to 1, of a column's filled cells that can be read as each kind of value. */
interface ValueShares {
  readonly filled: number;
  readonly shares: ReadonlyMap<ValueKind, number>;
  readonly distinct: number;
  readonly sample: string;
}
type ValueKind = RefusedField | 'idNumber' | 'phone' | 'sex' | 'relation' | 'tenure' | 'address' | 'date' | 'age' | 'mark' | 'need' | 'name';

const surnames =
  '王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董潘袁蔡蒋余于杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷盛曲翁冉骆蓝路游辛靳管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤阳时穆农司卓古吉缪简车项连芦麦褚娄窦戚岑景党宫费卜冷晏席卫米柏宗瞿桂全佟应臧闵苟邬边卞姬师和仇栾隋商刁沙荣巫寇桑郎甄丛仲虞敖巩明佘池查麻苑迟邝官封谈匡鞠惠荆乐冀郁胥南班储原栗燕楚鄢劳谌奚皮粟冼蔺楼盘满闻位厉伊仝区郜海阚花权强帅屠豆朴盖练廉禹井祖漆巴丰支卿国狄平计索宣晋相初门云容敬来扈晁芮都普阙浦戈伏鹿薄邸雍辜羊阿乌母裘亓修邰赫杭况那宿鲜印逯隆茹诺战慕危玉银亢嵇公哈湛宾戎勾茅利于呼居揭干但尉冶斯元束檀衣信展阴昝智幸奉植衡富尧闭由';

function kindsOf(text: string): ValueKind[] {
  const kinds: ValueKind[] = [];
  const refused = refusedValue(text);
  if (refused) kinds.push(refused);
  const id = cleanIdNumber(text);
  if (readIdNumber(text).valid || /^\d{16,17}[\dX]?$/.test(id)) return ['idNumber'];
  if (readPhones(text).length > 0) kinds.push('phone');
  if (readDate(text) || (readYear(text) && /年|[-/.]/.test(text))) kinds.push('date');
  if (/^\d{1,3}(?:岁|周岁)?$/.test(text) && readAge(text) !== null) kinds.push('age');
  if (text.length <= 24) {
    if (readSex(text)) kinds.push('sex');
    if (readRelation(text)) kinds.push('relation');
    if (readTenure(text)) kinds.push('tenure');
    if (markMeaning(text) !== undefined) kinds.push('mark');
    const place = readAddress(text);
    if (place.room && place.building && readDate(text) === null && (place.unit || /\D/.test(text))) kinds.push('address');
    if (
      /^[\u4e00-\u9fff]{2,4}$/.test(text)
        ? surnames.includes(text.charAt(0)) && !/[省市县区镇村街路]$/.test(text)
        : /[·•‧]|^[\p{Script=Arabic}\s.]+$/u.test(text) && isPlausibleName(text)
    )
      kinds.push('name');
  }
  if (kinds.length === 0 && /\p{L}{2}/u.test(text) && needsFromText(text).length > 0) kinds.push('need');
  return kinds;
}

const sampleRows = 240;

function sharesOf(sheet: Sheet, section: Section, column: number): ValueShares {
  const counts = new Map<ValueKind, number>();
  const values = new Set<string>();
  const headerRows = new Set(section.headerRows);
  const step = Math.max(1, Math.floor((section.endRow - section.firstRow) / sampleRows));
  let filled = 0;
  let sample = '';
  // Columns that are rarely filled (remarks) need every row looked at until enough cells are found.
  for (const from of step === 1 ? [0] : [0, 1]) {
    for (let row = section.firstRow + from; row < section.endRow && filled < sampleRows; row += from === 0 ? step : 1) {
      if (headerRows.has(row)) continue;
      const text = cellText(sheet.rows[row]?.[column]);
      if (text === '' || isDitto(text)) continue;
      filled++;
      if (sample === '' && !saysNothing(text)) sample = text;
      values.add(text);
      for (const kind of kindsOf(text)) counts.set(kind, (counts.get(kind) ?? 0) + 1);
    }
    if (filled >= 30) break;
  }
  return { filled, distinct: values.size, sample, shares: new Map(Array.from(counts, ([kind, count]) => [kind, count / filled])) };
}

const isRefused = (field: LedgerField): field is RefusedField => (refusedFields as readonly string[]).includes(field);

/** Kinds of value that cannot stand under a heading of the other kind; where they do, the values are believed. */
const byValueAlone: readonly (readonly [ValueKind, LedgerField])[] = [
  ['idNumber', 'idNumber'],
  ['phone', 'phone'],
  ['sex', 'sex'],
  ['date', 'birthDate'],
];
const heldApart: ReadonlySet<LedgerField> = new Set([
  'contactName',
  'contactPhone',
  'ignored',
  'remarks',
  'need',
  'movedIn',
  'otherName',
  'maleMark',
  'femaleMark',
]);

function decide(heading: readonly string[], values: ValueShares): Pick<ColumnMapping, 'field' | 'need' | 'confidence'> {
  const share = (kind: ValueKind): number => values.shares.get(kind) ?? 0;
  const meaning = meaningOfHeadings(heading);
  for (const refused of refusedFields) if (share(refused) >= 0.5) return { field: refused, confidence: meaning?.field === refused ? 1 : 0.6 };
  if (meaning && isRefused(meaning.field)) return { field: meaning.field, confidence: 0.8 };
  const field = meaning?.field;
  if (field && heldApart.has(field)) return { ...(meaning.need && { need: meaning.need }), field, confidence: field === 'ignored' ? 0.3 : 0.8 };
  if (field === 'birthDate' && share('age') >= 0.6) return { field: 'age', confidence: 0.6 };
  if (field === 'age' && share('date') >= 0.6) return { field: 'birthDate', confidence: 0.6 };
  if ((field === 'room' || field === 'building' || field === 'unit') && share('address') >= 0.5) return { field: 'address', confidence: 0.6 };
  if (field === 'headMark' && share('mark') < 0.5) return { field: share('name') >= 0.3 ? 'headName' : 'relation', confidence: 0.6 };
  if ((field === 'renterMark' || field === 'ownerMark') && share('mark') < 0.5 && share('tenure') >= 0.5) return { field: 'tenure', confidence: 0.6 };
  if (field === 'grid' && share('name') >= 0.6) return { field: 'ignored', confidence: 0.3 };
  for (const [kind, other] of byValueAlone) {
    if (share(kind) < 0.6) continue;
    if (field === other) return { field, confidence: 1 };
    if (kind === 'date' ? field === undefined : field !== 'birthDate' || kind !== 'phone') return { field: other, confidence: 0.6 };
  }
  if (field) return { field, confidence: share(field as ValueKind) >= 0.6 ? 1 : 0.8 };
  if (share('relation') >= 0.7) return { field: 'relation', confidence: 0.6 };
  if (share('tenure') >= 0.7) return { field: 'tenure', confidence: 0.6 };
  if (values.filled >= 3) {
    if (share('address') >= 0.6) return { field: 'address', confidence: 0.6 };
    if (share('name') >= 0.6 && values.distinct * 2 >= values.filled) return { field: 'name', confidence: 0.6 };
    if (share('need') >= 0.4) return { field: 'remarks', confidence: 0.6 };
  }
  return { field: 'ignored', confidence: 0.3 };
}

/** Fields that one column at most may hold; the surest column keeps it. */
const once: ReadonlySet<LedgerField> = new Set([
  'grid',
  'address',
  'building',
  'unit',
  'room',
  'householdNumber',
  'headName',
  'relation',
  'headMark',
  'name',
  'sex',
  'idNumber',
  'birthDate',
  'age',
  'tenure',
  'movedIn',
  'origin',
]);

/**
 * What each column of a table means, from its heading and from its values; `choices` of a person win over both.
 * A choice cannot bring a refused column back in.
 */
export function mapColumns(sheet: Sheet, section: Section, choices: readonly ColumnChoice[] = []): ColumnMapping[] {
  const width = Math.max(section.headings.length, ...sheet.rows.slice(section.firstRow, section.firstRow + 50).map((row) => row.length));
  const columns: ColumnMapping[] = [];
  for (let column = 0; column < width; column++) {
    const heading = section.headings[column] ?? [];
    const values = sharesOf(sheet, section, column);
    if (values.filled === 0 && heading.length === 0) continue;
    const found = decide(heading, values);
    const choice = choices.find((one) => one.sheet === sheet.name && one.column === column);
    const decided = choice && !isRefused(found.field) ? { field: choice.field, ...(choice.need && { need: choice.need }), confidence: 1 } : found;
    columns.push({
      sheet: sheet.name,
      column,
      heading: heading.join(' / '),
      ...decided,
      sample: isRefused(decided.field) ? '' : withoutRefusedWords(values.sample),
    });
  }
  return settle(columns, choices);
}

function settle(columns: readonly ColumnMapping[], choices: readonly ColumnChoice[]): ColumnMapping[] {
  const chosen = (one: ColumnMapping): boolean => choices.some((choice) => choice.sheet === one.sheet && choice.column === one.column);
  // Of two name columns the Chinese one leads: identity cards, calls and lists use it.
  const rank = (one: ColumnMapping): number =>
    one.confidence + (chosen(one) ? 1 : 0) + (one.field === 'name' && /[\u4e00-\u9fff]/.test(one.sample) ? 0.5 : 0);
  const settled = columns.map((one) => {
    if (!once.has(one.field)) return one;
    const rivals = columns.filter((other) => other.field === one.field);
    const best = rivals.reduce((a, b) => (rank(b) > rank(a) ? b : a));
    if (best === one) return one;
    return { ...one, field: one.field === 'name' ? ('otherName' as const) : ('ignored' as const), confidence: 0.3 };
  });
  // `户主姓名` is the name column of a ledger that lists heads only.
  if (settled.some((one) => one.field === 'name')) return settled;
  return settled.map((one) => (one.field === 'headName' ? { ...one, field: 'name' as const } : one));
}
