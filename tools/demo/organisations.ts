import { organisationKinds } from '../../src/capabilities/community/index.ts';
import type { GridId, OrganisationId, PersonId, PositionId } from '../../src/kernel/ids.ts';
import { anyName } from './names.ts';
import type { Places, Said } from './places.ts';
import type { Random } from './random.ts';

type Kind = keyof typeof organisationKinds;

/** Short name used by the matrix, kind, name, posts. `*` stands for one post per grid. */
const list: readonly (readonly [key: string, kind: Kind, name: string, ...posts: string[]])[] = [
  [
    'committee',
    'residents_committee',
    '人和社区居民委员会',
    '主任',
    '副主任',
    '应急专干',
    '民政专干',
    '卫生专干',
    '台账专干',
    '物资管理员',
    '宣传专干',
  ],
  ['grid', 'grid_team', '人和社区网格队', '网格队长', '*'],
  ['street', 'street_office', '裕泽街道办事处', '应急办主任', '包联干部'],
  ['police', 'police_post', '人和社区警务室', '社区民警', '辅警'],
  ['fire', 'fire_station', '裕泽微型消防站', '站长', '消防员'],
  ['clinic', 'clinic', '人和社区卫生服务站', '站长', '全科医生', '护士'],
  ['social', 'social_work_station', '裕泽街道社会工作站', '站长', '社会工作者', '心理社工'],
  ['neighbours', 'volunteer_team', '人和邻里志愿服务队', '队长', '副队长'],
  ['orange', 'volunteer_team', '橙马甲应急志愿队', '队长', '装备员'],
  ['bilingual', 'volunteer_team', '双语帮帮团', '团长', '联络员'],
  ['mind', 'social_organisation', '安心家园心理服务中心', '主任', '咨询师'],
  ['elders', 'social_organisation', '夕阳红助老服务社', '理事长', '助老员'],
  ['property', 'property_company', '安居物业人和项目部', '项目经理', '工程主管', '秩序主管'],
  ['owners', 'owners_committee', '人和家园业主委员会', '主任'],
  ['tenants', 'tenants_council', '人和租户议事会', '召集人'],
  ['shops', 'shop_association', '人和商户联合会', '会长', '秘书'],
  ['market', 'shop', '惠民超市', '店长'],
  ['pharmacy', 'shop', '康宁药店', '店长'],
  ['canteen', 'shop', '老味道饭店', '店长'],
  ['courier', 'enterprise', '速达快递人和站', '站长'],
  ['school', 'school', '人和小学', '安全校长'],
  ['kindergarten', 'school', '小太阳幼儿园', '园长'],
  ['water', 'utility', '裕泽供水营业所', '抢修班长'],
  ['power', 'utility', '裕泽供电所', '抢修班长'],
  ['gas', 'utility', '裕泽燃气服务站', '安检员'],
];

/** Teams that people join with a seat, and their share of the volunteers. */
const teams: readonly (readonly [key: string, share: number])[] = [
  ['neighbours', 0.6],
  ['orange', 0.3],
  ['bilingual', 0.1],
];

const skills = ['first_aid', 'driving', 'nursing', 'electrics', 'cooking', 'counselling', 'childcare', 'radio', 'lifting', 'cycling'];

export interface DemoPost {
  readonly id: PositionId;
  readonly organisationId: OrganisationId;
  readonly holder: PersonId;
  readonly deputy: PersonId;
}

export interface Organisations {
  readonly organisations: ReadonlyMap<string, OrganisationId>;
  /** `committee/主任`, `grid/3` for the worker of grid 3. */
  readonly posts: ReadonlyMap<string, DemoPost>;
  readonly volunteers: readonly PersonId[];
  readonly said: readonly Said[];
}

/** A post by its short name. @throws Error when there is none, which is a fault of the story */
export function postOf({ posts }: Pick<Organisations, 'posts'>, key: string): DemoPost {
  const found = posts.get(key);
  if (!found) throw new Error(`the demo has no post ${key}`);
  return found;
}

/** 25 organisations of every kind with their posts (60 at full size, each with a holder and a deputy), and the volunteers. */
export function makeOrganisations(scale: number, places: Places, random: Random): Organisations {
  const said: Said[] = [];
  const organisations = new Map<string, OrganisationId>();
  const posts = new Map<string, DemoPost>();
  let phones = 0;
  const phone = () => `199100${String(++phones).padStart(5, '0')}`;
  const person = (): PersonId => {
    const id = random.id<PersonId>();
    const { name, otherName } = anyName(random);
    said.push(['community.addPerson', { id, name, phone: phone(), languages: otherName ? ['ug', 'zh'] : ['zh'], skills: [] }]);
    return id;
  };
  for (const [key, kind, name, ...titles] of list) {
    const organisationId = random.id<OrganisationId>();
    organisations.set(key, organisationId);
    said.push(['community.addOrganisation', { id: organisationId, kind, sector: organisationKinds[kind], name, phone: phone() }]);
    const wanted = titles.flatMap((title): { key: string; title: string; grids: GridId[] | null }[] =>
      title === '*'
        ? places.grids.map((grid) => ({ key: `${key}/${grid.number}`, title: `第${grid.number}网格网格员`, grids: [grid.id] }))
        : [{ key: `${key}/${title}`, title, grids: null }],
    );
    const people = wanted.map(person);
    wanted.forEach((post, i) => {
      const id = random.id<PositionId>();
      const holder = people[i] as PersonId;
      // The next in the same organisation stands in; where there is none, somebody who holds no post of their own.
      const deputy = wanted.length > 1 ? (people[(i + 1) % people.length] as PersonId) : person();
      posts.set(post.key, { id, organisationId, holder, deputy });
      said.push(['community.addPosition', { id, organisationId, title: post.title, grids: post.grids, holderId: holder, deputyId: deputy }]);
    });
  }
  const volunteers: PersonId[] = [];
  for (const [key, share] of teams) {
    const members = Array.from({ length: Math.max(2, Math.round(200 * scale * share)) }, () => {
      const id = random.id<PersonId>();
      const { name, otherName } = anyName(random);
      const languages = otherName || key === 'bilingual' ? ['zh', 'ug'] : ['zh'];
      const known = random.shuffled(skills).slice(0, random.int(0, 3));
      return { positionId: random.id<PositionId>(), person: { id, name, phone: phone(), languages, skills: known } };
    });
    volunteers.push(...members.map((m) => m.person.id));
    said.push(['community.enrolMembers', { organisationId: organisations.get(key), title: '志愿者', members }]);
  }
  return { organisations, posts, volunteers, said };
}
