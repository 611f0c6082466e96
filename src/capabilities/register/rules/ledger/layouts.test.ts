import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkCharacter } from '../id-number.ts';
import type { NeedCode } from '../needs-from-text.ts';
import type { Cell, Sheet } from './model.ts';
import { readLedger } from './read-ledger.ts';
import { summary } from './summary.ts';

const today = '2026-11-22';

/** A person of an invented community, as we know them to be. */
interface Truth {
  readonly home: number;
  readonly head: boolean;
  readonly name: string;
  readonly other: string;
  readonly id: string;
  readonly born: readonly [number, number, number];
  readonly phone: string;
  readonly renter: boolean;
  readonly needs: readonly NeedCode[];
}

const surnames = ['王', '欧阳', '李', '赵', '方', '何', '门'];
const given = ['伟', '丽华', '强', '小红', '国栋', '单', '梅'];
const uyghur = [
  ['帕提古丽·艾合买提', 'پاتىگۈل ئەخمەت'],
  ['买买提·玉苏甫', 'مەمەت يۈسۈپ'],
  ['热依汗·古丽娜尔', 'رەيھان گۈلنار'],
] as const;
const remarkWords: Readonly<Partial<Record<NeedCode, readonly string[]>>> = {
  oxygen: ['长期吸氧', '家用制氧机'],
  dialysis: ['每周透析3次', '血透（二四六）'],
  insulin: ['糖尿病打胰岛素', '胰岛素'],
  mobility: ['轮椅', '行动不便', '肢体残疾二级', '卧床不起'],
  sight: ['视力残疾一级', '盲'],
  hearing: ['聋哑', '听力残疾'],
  pregnant: ['孕5月', '怀孕'],
  lives_alone: ['独居', '空巢老人'],
  chronic: ['高血压', '心脏支架', '慢性病'],
  dementia: ['老年痴呆'],
};
const harmless = ['', '', '', '无', '无慢性病', '党员', '已出院', '周末在家', '不需要吸氧', '爱好书法'];
const usedNeeds = Object.keys(remarkWords) as NeedCode[];

const p2 = (n: number): string => String(n).padStart(2, '0');
function idNumber(year: number, month: number, day: number, order: number): string {
  const first17 = `990000${year}${p2(month)}${p2(day)}${String(order % 1000).padStart(3, '0')}`;
  return first17 + checkCharacter(first17);
}

const homes = fc.array(
  fc.record({
    renter: fc.boolean(),
    members: fc.array(
      fc.record({
        s: fc.nat(6),
        g: fc.nat(6),
        u: fc.nat(9),
        year: fc.integer({ min: 1935, max: 2022 }),
        month: fc.integer({ min: 1, max: 12 }),
        day: fc.integer({ min: 1, max: 28 }),
        needs: fc.subarray(usedNeeds, { maxLength: 2 }),
        ill: fc.nat(3),
      }),
      { minLength: 1, maxLength: 4 },
    ),
  }),
  { minLength: 6, maxLength: 25 },
);

const layout = fc.record({
  language: fc.constantFrom('zh' as const, 'zh' as const, 'en' as const, 'ug' as const),
  address: fc.constantFrom('3号楼2单元501室', '3#2-501', '3-2-501', '3栋2单元501', 'columns', 'words in columns', '三号楼二单元501室'),
  born: fc.constantFrom('date', 'age', 'none', 'serial', 'packed', 'chinese', 'dots'),
  withId: fc.boolean(),
  tenure: fc.constantFrom('words', 'renter mark', 'yes no'),
  needs: fc.constantFrom('remarks', 'marks'),
  mark: fc.constantFrom('√', '✓', '是', '有', 'Y', '1'),
  names: fc.constantFrom('plain', 'other column', 'one cell', 'spaced'),
  sameHome: fc.constantFrom('written', 'blank', '同上', '〃'),
  synonyms: fc.nat(2),
  titleRows: fc.nat(3),
  twoLine: fc.boolean(),
  repeatEvery: fc.constantFrom(0, 7, 20),
  sums: fc.boolean(),
  refused: fc.subarray(['ethnicity', 'politics', 'religion'] as const),
  shuffle: fc.array(fc.nat(1000), { minLength: 24, maxLength: 24 }),
});
type Layout = typeof layout extends fc.Arbitrary<infer T> ? T : never;
type Homes = typeof homes extends fc.Arbitrary<infer T> ? T : never;

function peopleOf(made: Homes): Truth[] {
  let n = 0;
  return made.flatMap(({ renter, members }, home) =>
    members.map((one, index) => {
      n++;
      const foreign = one.u < 3 ? uyghur[one.u] : undefined;
      const name = foreign ? foreign[0] : `${surnames[one.s]}${given[one.g]}`;
      return {
        home,
        head: index === 0,
        name,
        other: foreign?.[1] ?? '',
        id: idNumber(one.year, one.month, one.day, n),
        born: [one.year, one.month, one.day] as const,
        phone: `199${String(10_000_000 + n)}`,
        renter,
        needs: one.ill === 0 ? one.needs : [],
      };
    }),
  );
}

const words = {
  zh: {
    name: ['姓名', '居民姓名', '姓  名'],
    other: ['维吾尔文姓名', '民语姓名', '维文名字'],
    id: ['身份证号', '公民身份号码', '证件号码'],
    born: ['出生日期', '出生年月日', '生日'],
    age: ['年龄', '年龄（周岁）', '周岁'],
    phone: ['联系电话', '手机', '电话号码'],
    address: ['住址', '家庭住址', '门牌地址'],
    building: ['楼栋', '楼号', '幢'],
    unit: ['单元', '单元号', '单元'],
    room: ['房号', '门牌号', '室'],
    relation: ['与户主关系', '户主关系', '关系'],
    sex: ['性别', '性 别', '性别（男/女）'],
    tenure: ['居住类型', '住房性质', '自有/租住'],
    renter: ['是否租户', '租户', '出租房'],
    remarks: ['备注', '特殊情况', '备注（特殊情况）'],
    no: ['序号', '编号', 'No.'],
    owns: '自有',
    rents: '租住',
    head: '户主',
    kin: '配偶',
    male: '男',
  },
  en: {
    name: ['Name', 'Full name', 'Resident name'],
    other: ['Other name', 'Uyghur name', 'Other name'],
    id: ['ID number', 'ID No.', 'Identity card number'],
    born: ['Date of birth', 'Birth date', 'DOB'],
    age: ['Age', 'Age (years)', 'Age'],
    phone: ['Phone', 'Mobile phone', 'Telephone'],
    address: ['Address', 'Home address', 'Door'],
    building: ['Building', 'Bldg No.', 'Building no'],
    unit: ['Unit', 'Unit no.', 'Entrance'],
    room: ['Room', 'Flat', 'Room no.'],
    relation: ['Relation to head', 'Relationship', 'Relation'],
    sex: ['Sex', 'Gender', 'Sex'],
    tenure: ['Tenure', 'Own/Rent', 'Housing'],
    renter: ['Renter', 'Tenant', 'Rented'],
    remarks: ['Remarks', 'Notes', 'Special needs'],
    no: ['No.', '#', 'Serial no'],
    owns: 'Owner',
    rents: 'Tenant',
    head: 'Head',
    kin: 'Spouse',
    male: 'M',
  },
  ug: {
    name: ['ئىسمى', 'ئىسىم', 'ئىسىم-فامىلىسى'],
    other: ['ئۇيغۇرچە ئىسمى', 'ئۇيغۇرچە ئىسىم', 'ئۇيغۇرچە ئىسمى'],
    id: ['كىملىك نومۇرى', 'كىملىك', 'سالاھىيەت نومۇرى'],
    born: ['تۇغۇلغان ۋاقتى', 'تۇغۇلغان كۈنى', 'تۇغۇلغان ۋاقتى'],
    age: ['يېشى', 'ياش', 'يېشى'],
    phone: ['تېلېفون', 'تېلېفون نومۇرى', 'تېلېفون'],
    address: ['ئادرېس', 'تۇرالغۇ ئادرېسى', 'ئادرېسى'],
    building: ['بىنا', 'بىنا نومۇرى', 'بىنا'],
    unit: ['بۆلۈم', 'ئېغىز', 'بۆلۈم نومۇرى'],
    room: ['ئۆي نومۇرى', 'ئۆي', 'ئىشىك نومۇرى'],
    relation: ['مۇناسىۋىتى', 'ئائىلە باشلىقى بىلەن مۇناسىۋىتى', 'مۇناسىۋەت'],
    sex: ['جىنسى', 'جىنسى', 'جىنسى'],
    tenure: ['تۇرۇش ئەھۋالى', 'ئىجارە ئەھۋالى', 'تۇرۇش ئەھۋالى'],
    renter: ['租户', '是否租户', '租户'],
    remarks: ['ئىزاھات', 'ئەسكەرتىش', 'ئالاھىدە ئەھۋال'],
    no: ['تەرتىپ نومۇرى', 'رەت نومۇرى', 'نومۇر'],
    owns: 'ئۆزىنىڭ',
    rents: 'ئىجارە',
    head: 'ئائىلە باشلىقى',
    kin: 'ئايالى',
    male: 'ئەر',
  },
} as const;
const needHeadings: Readonly<Partial<Record<NeedCode, readonly string[]>>> = {
  oxygen: ['吸氧', '是否吸氧', 'Oxygen'],
  dialysis: ['透析', '是否透析', 'Dialysis'],
  insulin: ['胰岛素', '打胰岛素', 'Insulin'],
  mobility: ['行动不便', '肢体残疾', 'Wheelchair'],
  sight: ['视力残疾', '盲人', 'Blind'],
  hearing: ['听力残疾', '聋哑', 'Deaf'],
  pregnant: ['孕妇', '是否怀孕', 'Pregnant'],
  lives_alone: ['独居', '是否独居', 'Lives alone'],
  chronic: ['慢性病', '有无慢性病', 'Chronic illness'],
  dementia: ['失智', '认知障碍', 'Dementia'],
};
const refusedHeadings = {
  ethnicity: ['民族', '族别', 'Ethnic group'],
  politics: ['政治面貌', '是否党员', 'Political status'],
  religion: ['宗教信仰', '信仰', 'Religion'],
} as const;
const refusedValues = {
  ethnicity: ['汉族', '维吾尔族', '回'],
  politics: ['群众', '中共党员', '团员'],
  religion: ['无宗教信仰', '伊斯兰教', '佛教'],
} as const;

type Column = { readonly group: string; readonly heading: string; readonly cell: (one: Truth, first: boolean, index: number) => Cell };

function columnsOf(chosen: Layout): Column[] {
  const w = words[chosen.language];
  const k = chosen.synonyms;
  const b = (one: Truth): number => 1 + (one.home % 12);
  const u = (one: Truth): number => 1 + (Math.floor(one.home / 12) % 4);
  const r = (one: Truth): number => 101 + 100 * one.home;
  const place =
    (value: (one: Truth) => Cell) =>
    (one: Truth, first: boolean): Cell =>
      first || chosen.sameHome === 'written' ? value(one) : chosen.sameHome === 'blank' ? null : chosen.sameHome;
  const columns: Column[] = [{ group: '', heading: w.no[k] ?? '', cell: (_, __, index) => index + 1 }];
  const add = (group: string, heading: string | undefined, cell: Column['cell']): void => void columns.push({ group, heading: heading ?? '', cell });
  const name = (one: Truth): string =>
    chosen.names === 'one cell' && one.other
      ? `${one.name} ${one.other}`
      : chosen.names === 'spaced' && one.name.length === 2
        ? `${one.name[0]}　${one.name[1]}`
        : one.name;
  add('基本信息', w.name[k], name);
  if (chosen.names === 'other column') add('基本信息', w.other[k], (one) => one.other || null);
  if (chosen.address === 'columns' || chosen.address === 'words in columns') {
    const spelled = chosen.address !== 'columns';
    add(
      '住址',
      w.building[k],
      place((one) => (spelled ? `${b(one)}号楼` : b(one))),
    );
    add(
      '住址',
      w.unit[k],
      place((one) => (spelled ? `${u(one)}单元` : u(one))),
    );
    add(
      '住址',
      w.room[k],
      place((one) => (spelled ? `${r(one)}室` : String(r(one)))),
    );
  } else {
    const numerals = ['', '一', '二', '三', '四', '五', '六', '七', '八', '九', '十', '十一', '十二'];
    const pattern = chosen.address;
    add(
      '',
      w.address[k],
      place((one) =>
        pattern.startsWith('三')
          ? `${numerals[b(one)]}号楼${numerals[u(one)]}单元${r(one)}室`
          : pattern
              .replace('501', 'R')
              .replace('3', 'B')
              .replace('2', 'U')
              .replace('B', String(b(one)))
              .replace('U', String(u(one)))
              .replace('R', String(r(one))),
      ),
    );
  }
  add('基本信息', w.sex[k], (one, _, index) => (index % 5 === 4 ? null : one.head ? w.male : '女'));
  add('', w.relation[k], (one) => (one.head ? w.head : w.kin));
  add('', w.phone[k], (one, _, index) =>
    index % 3 === 0 ? Number(one.phone) : index % 3 === 1 ? `${one.phone.slice(0, 3)}-${one.phone.slice(3, 7)}-${one.phone.slice(7)}` : one.phone,
  );
  if (chosen.withId) add('基本信息', w.id[k], (one, _, index) => (index % 4 === 1 ? `'${one.id}` : index % 4 === 2 ? one.id.toLowerCase() : one.id));
  if (chosen.born === 'age') add('基本信息', w.age[k], (one) => 2026 - one.born[0]);
  else if (chosen.born !== 'none')
    add(
      '基本信息',
      w.born[k],
      ({ born: [y, m, d] }) =>
        ({
          date: `${y}-${p2(m)}-${p2(d)}`,
          serial: Math.round(Date.UTC(y, m - 1, d) / 86_400_000) + 25_569,
          packed: `${y}${p2(m)}${p2(d)}`,
          chinese: `${y}年${m}月${d}日`,
          dots: `${y}.${m}.${d}`,
        })[chosen.born as 'date'],
    );
  if (chosen.tenure === 'words') add('', w.tenure[k], (one) => (one.renter ? w.rents : w.owns));
  else add('', w.renter[k], (one) => (one.renter ? (chosen.tenure === 'yes no' ? '是' : chosen.mark) : chosen.tenure === 'yes no' ? '否' : null));
  if (chosen.needs === 'marks')
    for (const code of usedNeeds)
      add('特殊情况', needHeadings[code]?.[k], (one, _, index) => (one.needs.includes(code) ? chosen.mark : index % 3 === 0 ? '无' : null));
  else {
    const separators = ['，', '；', '、', ' ', ','];
    add('', w.remarks[k], (one, _, index) => {
      const said = one.needs.map((code) => remarkWords[code]?.[index % (remarkWords[code]?.length ?? 1)] ?? '');
      return said.length > 0 ? said.join(separators[index % separators.length]) : harmless[index % harmless.length] || null;
    });
  }
  for (const kind of chosen.refused) add('', refusedHeadings[kind][k], (_, __, index) => refusedValues[kind][index % 3] ?? null);
  return columns
    .map((column, index) => ({ column, key: chosen.shuffle[index % chosen.shuffle.length] ?? 0 }))
    .sort((x, y) => x.key - y.key)
    .map(({ column }) => column);
}

function sheetOf(people: readonly Truth[], chosen: Layout): { sheet: Sheet; unread: number; columns: Column[] } {
  const columns = columnsOf(chosen);
  const twoLine = chosen.twoLine && chosen.language === 'zh';
  const header: Cell[][] = twoLine
    ? [
        columns.map((c, i) => (c.group === '' ? c.heading : columns[i - 1]?.group === c.group ? null : c.group)),
        columns.map((c) => (c.group === '' ? null : c.heading)),
      ]
    : [columns.map((c) => c.heading)];
  const wide = (text: string, at = 0): Cell[] => columns.map((_, i) => (i === at ? text : null));
  const rows: Cell[][] = [
    ['人和社区居民信息登记表（2026年第三季度）'],
    wide('填表人：×××　　审核人：×××　　填表日期：2026年9月30日'),
    columns.map(() => null),
  ]
    .slice(0, chosen.titleRows)
    .concat(header);
  let unread = 0;
  people.forEach((one, index) => {
    rows.push(columns.map((c) => c.cell(one, one.head, index)));
    const lastOfHome = people[index + 1]?.home !== one.home;
    if (lastOfHome && chosen.repeatEvery > 0 && index % chosen.repeatEvery === chosen.repeatEvery - 1) {
      rows.push(columns.map((c) => c.heading));
      unread++;
    }
    if (lastOfHome && chosen.sums && index % 9 === 5) {
      rows.push(wide('小计').map((cell, i) => (i === 2 ? '23户' : cell)));
      unread++;
    }
  });
  if (chosen.sums) {
    rows.push(
      wide('合计').map((cell, i) => (i === 3 ? `${people.length}人` : cell)),
      wide('注：本表含个人信息，仅限社区工作使用。'),
    );
    unread += 2;
  }
  return { sheet: { name: '居民', rows }, unread, columns };
}

describe('ledgers of any layout', () => {
  it('are read to the same people, households, renters and needs', () => {
    fc.assert(
      fc.property(homes, layout, (made, chosen) => {
        const people = peopleOf(made);
        const { sheet, unread, columns } = sheetOf(people, chosen);
        const reading = readLedger([sheet], { today });
        const figures = summary(reading);
        const expectedNeeds: Partial<Record<NeedCode, number>> = {};
        for (const { needs } of people) for (const code of needs) expectedNeeds[code] = (expectedNeeds[code] ?? 0) + 1;
        const samePeople = (a: Truth, b: Truth): boolean =>
          a !== b && a.name === b.name && (chosen.born === 'none' || chosen.born === 'age' ? a.home === b.home : a.born.join() === b.born.join());
        const lookAlike = !chosen.withId && people.some((a) => people.some((b) => samePeople(a, b)));
        expect({
          rows: figures.rows,
          households: figures.households,
          unread: figures.unreadRows.length,
          invalid: figures.invalidIds,
          refused: [...figures.columnsNotImported].sort(),
        }).toEqual({
          rows: people.length,
          households: made.length,
          unread,
          invalid: [],
          refused: columns
            .map((c) => c.heading)
            .filter((heading) => Object.values(refusedHeadings).some((list) => (list as readonly string[]).includes(heading)))
            .sort(),
        });
        if (!lookAlike)
          expect({ residents: figures.residents, renters: figures.renters, needs: figures.needs }).toEqual({
            residents: people.length,
            renters: people.filter(({ renter }) => renter).length,
            needs: expectedNeeds,
          });
        reading.residents.forEach((resident, index) => {
          const one = people[index] as Truth;
          expect([resident.name, resident.phones, resident.door]).toEqual([
            one.name,
            [one.phone],
            `${1 + (one.home % 12)}-${1 + (Math.floor(one.home / 12) % 4)}-${101 + 100 * one.home}`,
          ]);
          if (chosen.names === 'one cell' || chosen.names === 'other column') expect(resident.otherName ?? '').toBe(one.other);
          if (chosen.withId || !['none', 'age'].includes(chosen.born))
            expect(resident.birthDate).toBe(`${one.born[0]}-${p2(one.born[1])}-${p2(one.born[2])}`);
          else if (chosen.born === 'age') expect(resident.birthYear).toBe(one.born[0]);
        });
        expect(
          JSON.stringify([reading.residents, figures.unreadRows, reading.sheets.flatMap((one) => one.columns.map(({ sample }) => sample))]),
        ).not.toMatch(/汉族|维吾尔族|党员|团员|伊斯兰教|佛教/);
      }),
      { numRuns: 250, seed: 20261122 },
    );
  }, 60_000);
});
