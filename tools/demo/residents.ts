import type { HouseholdId, ResidentId } from '../../src/kernel/ids.ts';
import { idNumber } from './id-number.ts';
import { anyName, type Family, family, type Name, nameIn, type Sex } from './names.ts';
import type { DemoDwelling } from './places.ts';
import type { Random } from './random.ts';

export interface DemoResident {
  readonly id: ResidentId;
  readonly name: string;
  readonly otherName: string;
  readonly sex: Sex;
  /** ISO date. */
  readonly birthDate: string;
  readonly phone: string;
  readonly relation: string;
  readonly movedIn: string;
  readonly idNumber: string;
  readonly needs: readonly { readonly code: string; readonly detail: string }[];
}

export interface DemoHousehold {
  readonly id: HouseholdId;
  readonly dwelling: DemoDwelling;
  readonly tenure: 'owner' | 'renter' | 'other';
  readonly residents: readonly DemoResident[];
  /** Somebody outside who is called in an emergency. */
  readonly contact: { readonly name: string; readonly phone: string; readonly relation: string } | null;
}

/** A member before they have a name: relation to the head, sex where it is given, age in years. */
interface Member {
  readonly relation: string;
  readonly sex: Sex;
  readonly age: number;
  readonly stranger?: true;
}

type Shape = 'young' | 'flatmates' | 'couple' | 'family' | 'threeGenerations' | 'oldCouple' | 'oldAlone' | 'middle';

/** Shares of households in a community of mostly tenants; sizes come to about 2.49 people a household. */
const shapes: Readonly<Record<'renter' | 'owner' | 'other', readonly (readonly [Shape, number])[]>> = {
  renter: [
    ['young', 21],
    ['flatmates', 27],
    ['couple', 20],
    ['family', 27],
    ['middle', 4],
    ['oldCouple', 1],
  ],
  owner: [
    ['young', 6],
    ['couple', 12],
    ['family', 30],
    ['threeGenerations', 19],
    ['oldCouple', 18],
    ['oldAlone', 8],
    ['middle', 7],
  ],
  other: [
    ['young', 40],
    ['family', 30],
    ['oldAlone', 30],
  ],
};

const other = (sex: Sex): Sex => (sex === 'female' ? 'male' : 'female');

function membersOf(shape: Shape, random: Random): Member[] {
  const sex: Sex = random.chance(0.55) ? 'male' : 'female';
  const head = (from: number, to: number): Member => ({ relation: 'head', sex, age: random.int(from, to) });
  const spouse = ({ age }: Member): Member => ({ relation: 'spouse', sex: other(sex), age: Math.max(20, age + random.int(-4, 3)) });
  const child = (age: number): Member => {
    const childSex: Sex = random.chance(0.52) ? 'male' : 'female';
    return { relation: childSex === 'male' ? 'son' : 'daughter', sex: childSex, age };
  };
  const children = (parentAge: number): Member[] =>
    Array.from(
      {
        length: random.weighted([
          [1, 64],
          [2, 33],
          [3, 3],
        ]),
      },
      () => child(random.int(0, Math.max(0, Math.min(22, parentAge - 22)))),
    );
  switch (shape) {
    case 'young':
      return [head(19, 38)];
    case 'middle':
      return [head(40, 62)];
    case 'flatmates':
      return [
        head(19, 36),
        ...Array.from(
          { length: random.int(1, 3) },
          (): Member => ({ relation: 'flatmate', sex: random.chance(0.75) ? sex : other(sex), age: random.int(19, 40), stranger: true }),
        ),
      ];
    case 'couple': {
      const first = head(22, 58);
      return [first, spouse(first)];
    }
    case 'family': {
      const first = head(24, 48);
      return [first, ...(random.chance(0.93) ? [spouse(first)] : []), ...children(first.age)];
    }
    case 'threeGenerations': {
      const first = head(28, 46);
      const elder: Sex = random.chance(0.7) ? 'female' : 'male';
      const parent: Member = { relation: 'parent', sex: elder, age: first.age + random.int(22, 34) };
      return [
        first,
        spouse(first),
        ...children(first.age).slice(0, 2),
        parent,
        ...(random.chance(0.35) ? [{ ...parent, sex: other(elder), age: parent.age + random.int(-3, 3) }] : []),
      ];
    }
    case 'oldCouple': {
      const first = head(60, 88);
      return [first, { relation: 'spouse', sex: other(sex), age: Math.max(55, first.age + random.int(-5, 4)) }];
    }
    case 'oldAlone':
      return [head(65, 93)];
    default:
      return shape satisfies never;
  }
}

/** Needs by age: how likely each is, per resident. Believable for a district hospital's catchment, taken from no statistic. */
const byAge: readonly {
  readonly from: number;
  readonly to: number;
  readonly needs: readonly (readonly [code: string, probability: number, ...details: string[]])[];
}[] = [
  { from: 0, to: 2, needs: [['small_child', 0.96, '婴幼儿，需配方奶粉', '婴幼儿']] },
  {
    from: 0,
    to: 17,
    needs: [
      ['chronic', 0.008, '哮喘', '癫痫'],
      ['hearing', 0.002, '佩戴人工耳蜗'],
      ['other', 0.002, '自闭症，怕吵'],
    ],
  },
  {
    from: 18,
    to: 59,
    needs: [
      ['chronic', 0.03, '高血压', '糖尿病', '甲状腺疾病'],
      ['insulin', 0.004, '每日注射胰岛素，需冷藏'],
      ['dialysis', 0.003, '每周透析三次'],
      ['mobility', 0.006, '使用轮椅', '截肢，拄拐'],
      ['mental_health', 0.002, '规律服药'],
      ['hearing', 0.002, '听力残疾，用手语'],
      ['sight', 0.002, '视力残疾'],
    ],
  },
  {
    from: 60,
    to: 74,
    needs: [
      ['chronic', 0.2, '高血压', '冠心病', '糖尿病', '慢阻肺'],
      ['insulin', 0.03, '每日注射胰岛素，需冷藏'],
      ['dialysis', 0.014, '每周透析三次'],
      ['oxygen', 0.01, '家用制氧机，怕停电'],
      ['mobility', 0.05, '使用轮椅', '行走困难', '偏瘫'],
      ['sight', 0.012, '白内障，看不清'],
      ['hearing', 0.014, '听不清电话'],
      ['dementia', 0.02, '轻度失智，会走失'],
    ],
  },
  {
    from: 75,
    to: 120,
    needs: [
      ['chronic', 0.34, '高血压', '冠心病', '慢阻肺', '心衰'],
      ['insulin', 0.045, '每日注射胰岛素，需冷藏'],
      ['dialysis', 0.018, '每周透析三次'],
      ['oxygen', 0.045, '家用制氧机，怕停电', '呼吸机，备用电池两小时'],
      ['mobility', 0.2, '卧床', '使用轮椅', '行走困难'],
      ['sight', 0.04, '视力残疾'],
      ['hearing', 0.05, '重度耳聋'],
      ['dementia', 0.12, '失智，会走失'],
    ],
  },
];

function needsOf(member: Member, alone: boolean, uyghur: boolean, random: Random): { code: string; detail: string }[] {
  const needs: { code: string; detail: string }[] = [];
  for (const { from, to, needs: likely } of byAge)
    if (member.age >= from && member.age <= to)
      for (const [code, probability, ...details] of likely) if (random.chance(probability)) needs.push({ code, detail: random.pick(details) });
  if (member.sex === 'female' && member.age >= 22 && member.age <= 40 && random.chance(0.035))
    needs.push({ code: 'pregnant', detail: `孕${random.int(8, 38)}周` });
  if (alone && member.age >= 65) needs.push({ code: 'lives_alone', detail: '独居老人' });
  if (uyghur && member.age >= 45 && random.chance(0.35)) needs.push({ code: 'language', detail: '说维吾尔语' });
  return needs;
}

const dayMs = 86_400_000;
const isoDay = (ms: number): string => new Date(ms).toISOString().slice(0, 10);

/**
 * Households behind about 93 doors in a hundred, a few doors shared by two. At full size about 4,800 households and 12,000 residents, six in
 * ten of them tenants. Nobody in it exists: names come from lists, ID numbers carry the region code 990000, telephones begin with 199000.
 */
export function makeResidents(scale: number, dwellings: readonly DemoDwelling[], todayMs: number, random: Random): DemoHousehold[] {
  const wanted = Math.min(Math.round(4826 * scale), dwellings.length);
  const lived = new Set(
    random
      .shuffled(dwellings)
      .slice(0, wanted)
      .map((d) => d.id),
  );
  let phones = 0;
  /** How many were born on that day with that sex so far: tells their numbers apart. */
  const born = new Map<string, number>();
  const make = (dwelling: DemoDwelling): DemoHousehold => {
    const tenure = random.weighted<'renter' | 'owner' | 'other'>([
      ['renter', 60],
      ['owner', 37],
      ['other', 3],
    ]);
    const shape = random.weighted(shapes[tenure]);
    const kin: Family = family(random);
    const members = membersOf(shape, random);
    const movedIn = todayMs - (tenure === 'owner' ? random.int(400, 5_500) : random.int(5, 1_600)) * dayMs;
    const residents = members.map((member): DemoResident => {
      const birth = todayMs - (member.age * 365.25 + random.int(1, 364)) * dayMs;
      // A spouse and a flatmate bring a name of their own; a Uyghur family stays one.
      const own = member.stranger || (member.relation === 'spouse' && kin.surname !== null);
      const name: Name = own ? anyName(random, member.sex) : nameIn(kin, member.sex, random);
      const birthDate = isoDay(birth);
      const nth = born.get(birthDate + member.sex) ?? 0;
      born.set(birthDate + member.sex, nth + 1);
      return {
        id: random.id<ResidentId>(),
        ...name,
        sex: member.sex,
        birthDate,
        phone: member.age >= 11 && random.chance(member.age < 75 ? 0.97 : 0.7) ? `199${String(++phones).padStart(8, '0')}` : '',
        relation: member.relation,
        movedIn: isoDay(Math.max(movedIn, birth)),
        idNumber: idNumber(birthDate, member.sex, nth),
        needs: needsOf(member, members.length === 1, name.otherName !== '', random),
      };
    });
    const frail = residents.some((r) => r.needs.length > 0);
    const contact =
      frail && random.chance(0.6)
        ? {
            name: anyName(random).name,
            phone: `199${String(++phones).padStart(8, '0')}`,
            relation: random.pick(['子女', '兄弟姐妹', '亲戚', '邻居']),
          }
        : null;
    return { id: random.id<HouseholdId>(), dwelling, tenure, residents, contact };
  };
  return dwellings.filter((d) => lived.has(d.id)).map(make);
}
