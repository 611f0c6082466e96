import { statutoryKinds } from '../../src/capabilities/community/index.ts';
import type { OrganisationId } from '../../src/kernel/ids.ts';
import type { DemoPost, Organisations } from './organisations.ts';
import type { Said } from './places.ts';
import { byPerson, type Speaker } from './speaker.ts';

const dayMs = 86_400_000;

export interface MandateCast {
  readonly organisations: Organisations;
  readonly matrix: Said;
  readonly nowMs: number;
}

/** Days from today at which a mandate ends, where it is not the usual half year ahead: one has ended, one ends soon. */
const ends: Readonly<Record<string, number>> = { elders: -20, courier: 40 };
const usualEnd = 150;
/** Days from today at which insurances end, where it is not the usual year. */
const insured: Readonly<Record<string, number | null>> = { neighbours: 25, canteen: null };

/** What single organisations are for, in their mandates; the others do what their duties say. */
const scopes: Readonly<Record<string, string>> = {
  social: '受理和分派居民求助，入户走访，评估需求，提供心理支持；预警和响应期间参加社区指挥会商。',
  neighbours: '邻里志愿服务：叫门提醒、代买代取、陪伴老人、现场引导；不进入危险区域。',
  orange: '应急志愿：协助转移、抢险辅助、物资搬运；须穿戴装备并听从消防站指挥。',
  bilingual: '为不讲汉语的居民翻译通知、电话和上门沟通。',
  mind: '灾后和应急期间的心理支持，接受社工站转介。',
  elders: '协助叫应独居和高龄老人，陪伴、送药。',
  property: '公共设施抢修断险、排水、门岗和秩序；配合政府依法采取的应急处置措施。',
};

type Cell = { readonly organisationId: OrganisationId; readonly duty: string; readonly role: string };

const holderOf = ({ organisations }: MandateCast, post: string): DemoPost => {
  const found = organisations.posts.get(post);
  if (!found) throw new Error(`the demo has no post ${post}`);
  return found;
};
const firstPost = ({ organisations }: MandateCast, id: OrganisationId): DemoPost => {
  const found = [...organisations.posts.values()].find((p) => p.organisationId === id);
  if (!found) throw new Error('an organisation of the demo has no post');
  return found;
};
const keysNeeding = ({ organisations }: MandateCast): [key: string, id: OrganisationId][] => {
  const kinds = new Map(
    organisations.said.flatMap(([name, payload]): [string, string][] => {
      const { id, kind } = payload as { id: string; kind: string };
      return name === 'community.addOrganisation' ? [[id, kind]] : [];
    }),
  );
  return [...organisations.organisations].filter(([, id]) => !statutoryKinds.has(kinds.get(id) ?? ''));
};
const at = (ms: number): string => new Date(ms).toISOString();

function assessment({ random }: Speaker, cast: MandateCast, key: string, organisationId: OrganisationId): Said {
  const end = key in insured ? insured[key] : 365;
  return [
    'community.assessOrganisation',
    {
      id: random.id(),
      organisationId,
      capabilities: random.shuffled(['first_aid', 'driving', 'cooking', 'lifting', 'counselling', 'electrics']).slice(0, random.int(1, 3)),
      people: random.int(2, 30),
      insuredUntil: end === null || end === undefined ? null : at(cast.nowMs + end * dayMs).slice(0, 10),
      contact24: `1991009${String(random.int(0, 9999)).padStart(4, '0')}`,
      note: '',
    },
  ];
}

const terms = (cast: MandateCast, key: string, duties: readonly string[], since: number) => ({
  scope: scopes[key] ?? '在自己的场所和人员范围内协助社区应急：提供物资、场地和人手，及时报告险情。',
  duties,
  tiers: [
    ...(duties.some((d) => d === 'register.read' || d === 'register.write') ? ['basic'] : []),
    ...(duties.includes('register.readNeeds') ? ['sensitive'] : []),
  ],
  costRule: '人员补贴和保险由社区专项经费承担；物资按进价结算，凭签收单每季度报销。',
  since: at(since),
  until: at(cast.nowMs + (ends[key] ?? usualEnd) * dayMs),
});

/** Every organisation that needs a mandate is looked at and agrees on one for the duties that the matrix gives it: the director signs, then its own first post. */
export async function agreeOnMandates(speaker: Speaker, cast: MandateCast): Promise<void> {
  const { random } = speaker;
  const director = byPerson(holderOf(cast, 'committee/主任').holder);
  const [, { assignments }] = cast.matrix as [string, { assignments: readonly Cell[] }];
  const made = keysNeeding(cast).flatMap(([key, organisationId]) => {
    const held = assignments.filter((a) => a.organisationId === organisationId && (a.role === 'R' || a.role === 'A'));
    const duties = [...new Set(held.map((a) => a.duty))];
    return duties.length === 0 ? [] : [{ key, organisationId, duties, mandateId: random.id() }];
  });
  await speaker.say(
    director,
    made.flatMap(({ key, organisationId, duties, mandateId }): Said[] => [
      assessment(speaker, cast, key, organisationId),
      ['community.offerMandate', { mandateId, organisationId, ...terms(cast, key, duties, speaker.now.getTime() + dayMs) }],
    ]),
  );
  speaker.wait(60 * 20);
  for (const { organisationId, mandateId } of made) {
    const post = firstPost(cast, organisationId);
    await speaker.say(byPerson(post.holder), [['community.signMandate', { mandateId, positionId: post.id }]]);
  }
}

/** Who promises what to whom: kind, both posts, the words, days between tries, days ago when it was tried. */
const promises: readonly (readonly [kind: string, by: string, to: string, terms: string, every: number | null, tried: number | null])[] = [
  ['stockOnCall', 'committee/副主任', 'market/店长', '应急时30分钟内备好饮用水200箱、方便食品300份，按进价结算。', 180, 201],
  ['stockOnCall', 'committee/副主任', 'pharmacy/店长', '常用药、口罩、消毒液常备两周用量，凭社区清单先取后结。', 365, 200],
  ['mutualAid', 'neighbours/队长', 'orange/队长', '任一方人手不足时，另一方一小时内支援五人，听从被支援方调度。', 365, 199],
  ['referral', 'social/站长', 'mind/主任', '社工站转介需要心理支持的居民，中心两天内联系本人并回告。', null, null],
];

/** Organisations promise each other help, stock and to take on whom the other sends. */
export async function agreeWithEachOther(speaker: Speaker, cast: MandateCast): Promise<void> {
  const tries: { readonly ago: number; readonly by: DemoPost; readonly agreementId: string }[] = [];
  for (const [kind, by, to, words, testEveryDays, tried] of promises) {
    const [one, other] = [holderOf(cast, by), holderOf(cast, to)];
    const agreementId = speaker.random.id();
    const offer = {
      agreementId,
      positionId: one.id,
      kind,
      partnerId: other.organisationId,
      terms: words,
      since: speaker.now.toISOString(),
      testEveryDays,
    };
    await speaker.say(byPerson(one.holder), [['community.offerAgreement', offer]]);
    speaker.wait(60);
    await speaker.say(byPerson(other.holder), [['community.acceptAgreement', { agreementId, positionId: other.id }]]);
    if (tried !== null) tries.push({ ago: tried, by: one, agreementId });
  }
  for (const { ago, by, agreementId } of tries) {
    speaker.setClock(cast.nowMs - ago * dayMs);
    await speaker.say(byPerson(by.holder), [
      ['community.testAgreement', { id: speaker.random.id(), agreementId, positionId: by.id, worked: true, note: '电话约定，按时到位' }],
    ]);
  }
}

/** What became of it lately: the property company's mandate was looked at, and the owners' committee has an offer that waits for its name. */
export async function lookAfterMandates(speaker: Speaker, cast: MandateCast): Promise<void> {
  const { random } = speaker;
  const director = byPerson(holderOf(cast, 'committee/主任').holder);
  const [standing] = await speaker.rows<{ id: string }>(`select id from community.mandate where organisation = $1 and state = 'agreed'`, [
    cast.organisations.organisations.get('property'),
  ]);
  speaker.setClock(cast.nowMs - 30 * dayMs);
  if (standing)
    await speaker.say(director, [
      [
        'community.reviewMandate',
        {
          id: random.id(),
          mandateId: standing.id,
          verdict: 'goOn',
          note: '演练到岗及时，排水分工清楚，继续执行。',
          nextAt: at(cast.nowMs + 90 * dayMs),
        },
      ],
    ]);
  speaker.setClock(cast.nowMs - 2 * dayMs);
  const owners = cast.organisations.organisations.get('owners');
  if (!owners) return;
  await speaker.say(director, [
    assessment(speaker, cast, 'owners', owners),
    [
      'community.offerMandate',
      { mandateId: random.id(), organisationId: owners, ...terms(cast, 'owners', ['hazard.report', 'public.teach'], speaker.now.getTime()) },
    ],
  ]);
}
