import type { OrganisationId, PersonId } from '../../src/kernel/ids.ts';
import { type DemoPost, type Organisations, postOf } from './organisations.ts';
import type { Said } from './places.ts';
import type { DemoHousehold } from './residents.ts';
import { byPerson, type Speaker, system } from './speaker.ts';

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;

export interface LinkageCast {
  readonly organisations: Organisations;
  readonly households: readonly DemoHousehold[];
  /** People with a sign-in: they answer in the app. */
  readonly signIns: Readonly<Record<string, PersonId>>;
}

const post = (cast: LinkageCast, key: string): DemoPost => postOf(cast.organisations, key);
const organisation = (cast: LinkageCast, key: string): OrganisationId => {
  const found = cast.organisations.organisations.get(key);
  if (!found) throw new Error(`the demo has no organisation ${key}`);
  return found;
};
const as = (who: DemoPost) => byPerson(who.holder);

type Passed = { readonly taskId: string } | { readonly requestId: string };

/** One organisation asks another to take something over. @returns the id of the offer */
async function offer(speaker: Speaker, cast: LinkageCast, from: string, to: string, what: Passed, note: string, withinMin: number): Promise<string> {
  const handoverId = speaker.random.id();
  await speaker.say(as(post(cast, from)), [
    ['response.offerHandover', { handoverId, ...what, toOrganisationId: organisation(cast, to), note, withinMin }],
  ]);
  return handoverId;
}

/**
 * In an exercise work changes hands, and the organisations sit at one table.
 * @returns what is left for later, when people have been from door to door for a while
 */
export async function workTogether(speaker: Speaker, cast: LinkageCast, incidentId: string): Promise<() => Promise<void>> {
  const unanswered = await handOver(speaker, cast, incidentId);
  const briefing = await callBriefing(speaker, cast, incidentId);
  return async () => {
    await takeBack(speaker, cast, unanswered);
    await decide(speaker, cast, incidentId, briefing);
  };
}

/** Once taken over, once declined and then taken over by others. @returns the offer that nobody answers within ten minutes */
async function handOver(speaker: Speaker, cast: LinkageCast, incidentId: string): Promise<string> {
  const found = await speaker.rows<{ id: string; duty: string }>("select id, duty from response.task where incident = $1 and kind = 'plan'", [
    incidentId,
  ]);
  const task = (duty: string): { taskId: string } => {
    const wanted = found.find((each) => each.duty === duty);
    if (!wanted) throw new Error(`the plan of the exercise has no task for ${duty}`);
    return { taskId: wanted.id };
  };
  const take = async (by: string, handoverId: string, { taskId }: { taskId: string }, note: string) => {
    await speaker.say(as(post(cast, by)), [['response.acceptHandover', { handoverId }]]);
    speaker.wait(7);
    await speaker.say(as(post(cast, by)), [['response.closeTask', { taskId, note }]]);
  };
  const drains = task('drain.clear');
  const first = await offer(speaker, cast, 'property/工程主管', 'water', drains, '7号楼前雨水井要吸污车，我们没有', 30);
  speaker.wait(3);
  await take('water/抢修班长', first, drains, '吸污车已清两口井');

  const food = task('supply.deliver');
  const second = await offer(speaker, cast, 'market/店长', 'courier', food, '饮水60箱送学校安置点，店里没有车', 30);
  speaker.wait(4);
  await speaker.say(as(post(cast, 'courier/站长')), [
    ['response.declineHandover', { handoverId: second, reason: '三轮车都在外面派件，两小时内回不来' }],
  ]);
  speaker.wait(1);
  const third = await offer(speaker, cast, 'market/店长', 'neighbours', food, '饮水60箱送学校安置点，需要五个人手推车', 30);
  speaker.wait(2);
  await take('neighbours/队长', third, food, '60箱全部送到');

  return offer(speaker, cast, 'grid/网格队长', 'orange', task('evacuate.vulnerable'), '低洼处三户要抬担架，请派四人', 10);
}

/** Its time is over: the Accountable of the duty hears of it and takes it back. */
async function takeBack(speaker: Speaker, cast: LinkageCast, handoverId: string): Promise<void> {
  await speaker.say(system, [['response.escalateHandover', { handoverId }]]);
  speaker.wait(3);
  await speaker.say(as(post(cast, 'committee/副主任')), [['response.withdrawHandover', { handoverId }]]);
}

const invited = ['committee/主任', 'street/应急办主任', 'grid/网格队长', 'fire/站长', 'clinic/站长', 'property/项目经理', 'social/站长'];

async function callBriefing(speaker: Speaker, cast: LinkageCast, incidentId: string): Promise<string> {
  const briefingId = speaker.random.id();
  const startsAt = new Date(speaker.now.getTime() + 20 * minuteMs).toISOString();
  const call = {
    briefingId,
    incidentId,
    title: '演练第一次会商',
    startsAt,
    place: '居委会二楼会议室',
    invited: invited.map((key) => post(cast, key).id),
  };
  await speaker.say(as(post(cast, 'committee/主任')), [['response.callBriefing', call]]);
  return briefingId;
}

/** One did not come, one came uninvited, and what was decided has owners. */
async function decide(speaker: Speaker, cast: LinkageCast, incidentId: string, briefingId: string): Promise<void> {
  const director = as(post(cast, 'committee/主任'));
  const present = [...invited.filter((key) => key !== 'street/应急办主任'), 'orange/队长'].map((key) => post(cast, key).id);
  await speaker.say(director, [['response.recordAttendance', { briefingId, present }]]);
  const decided = (key: string, text: string, hours: number, asTask: boolean): Said => {
    const { id: positionId, organisationId } = post(cast, key);
    const dueAt = new Date(speaker.now.getTime() + hours * 60 * minuteMs).toISOString();
    return ['response.recordDecision', { decisionId: speaker.random.id(), briefingId, text, organisationId, positionId, dueAt, asTask }];
  };
  await speaker.say(director, [
    decided('clinic/站长', '两小时内给行动不便的住户各打一次电话', 2, true),
    decided('property/项目经理', '地下车库四个口的挡水板编号上墙', 30, true),
    decided('social/站长', '安置点的陪护由社工站和邻里队轮班', 12, false),
  ]);
  const clinic = post(cast, 'clinic/站长');
  const [calls] = await speaker.rows<{ id: string }>(
    "select id from response.task where incident = $1 and kind = 'decision' and owner_position = $2",
    [incidentId, clinic.id],
  );
  await speaker.say(as(clinic), [
    ['response.acceptTask', { taskId: calls?.id }],
    ['response.closeTask', { taskId: calls?.id, note: '31户都通了电话' }],
  ]);
}

/** A contact test of five weeks ago: most confirmed in the app, the others were rung down the tree, some could not be reached at all. */
export async function tryContacts(speaker: Speaker, cast: LinkageCast, nowMs: number): Promise<void> {
  const { random } = speaker;
  speaker.setClock(nowMs - 33 * dayMs);
  const caller = as(post(cast, 'committee/主任'));
  const asked = new Set(
    ['committee', 'grid', 'clinic', 'property', 'social', 'neighbours', 'orange', 'market'].map((key) => organisation(cast, key)),
  );
  const positions = [...cast.organisations.posts.values()].filter(({ organisationId }) => asked.has(organisationId)).map(({ id }) => id);
  const testId = random.id();
  await speaker.say(caller, [['duties.startContactTest', { testId, title: '秋季通讯测试', exercise: true, withinMin: 30, positions }]]);
  const told = await speaker.rows<{ id: string; person: PersonId }>(
    'select id, person from warnings.delivery where notice = $1 and person is not null order by id',
    [testId],
  );
  speaker.wait(2);
  const known = new Set(Object.values(cast.signIns));
  for (const { id, person } of random.shuffled(told)) {
    if (!known.has(person) && random.next() > 0.25) continue;
    speaker.wait(random.int(0, 4));
    await speaker.say(byPerson(person), [['warnings.acknowledge', { deliveryId: id }]]);
  }
  const calls = await speaker.rows<{ position: string; place: number; outcome: string | null }>(
    'select position, place, outcome from duties.contact_call where test = $1 order by position, place',
    [testId],
  );
  for (const [positionId, lines] of Map.groupBy(calls, ({ position }) => position)) {
    if (lines.some(({ outcome }) => outcome === 'reached')) continue;
    for (const { place } of lines) {
      const outcome = random.weighted([
        ['reached', 55],
        ['notReached', 35],
        ['wrongNumber', 10],
      ]);
      speaker.wait(random.int(1, 2));
      await speaker.say(caller, [['duties.recordCall', { testId, positionId, place, outcome }]]);
      if (outcome === 'reached') break;
    }
  }
  await speaker.say(caller, [['duties.closeContactTest', { testId }]]);
}

/** Somebody acts for somebody else: one since yesterday, two in the days to come. */
export async function nameCovers(speaker: Speaker, cast: LinkageCast, nowMs: number): Promise<void> {
  speaker.setClock(nowMs - dayMs);
  // Days as people in China count them.
  const today = Math.floor((nowMs + 8 * 3_600_000) / dayMs) * dayMs - 8 * 3_600_000;
  const day = (n: number) => new Date(today + n * dayMs).toISOString();
  const worker = [...cast.organisations.posts.values()].find(({ holder }) => holder === cast.signIns.grid);
  if (!worker) throw new Error('the demo’s grid worker has no post');
  const covers = [
    { away: post(cast, 'social/心理社工'), person: post(cast, 'social/社会工作者'), since: null, until: day(5), note: '外出督导培训' },
    { away: post(cast, 'committee/主任'), person: post(cast, 'committee/副主任'), since: day(6), until: day(10), note: '市里培训' },
    { away: worker, person: post(cast, 'grid/网格队长'), since: day(3), until: day(5), note: '休假' },
  ];
  for (const { away, person, ...when } of covers)
    await speaker.say(as(away), [['community.nameCover', { id: speaker.random.id(), positionId: away.id, personId: person.holder, ...when }]]);
}

/** Today the desk has asked others to take things over: one has, one has not, two still think about it, one has not answered in time. */
export async function handOverToday(speaker: Speaker, cast: LinkageCast, lamp: string | undefined, nowMs: number): Promise<void> {
  speaker.setClock(nowMs - 25 * minuteMs);
  const desk = 'committee/应急专干';
  const doors = speaker.random.shuffled(cast.households);
  const ask = async (kind: string, urgency: string, words: string): Promise<Passed> => {
    const requestId = speaker.random.id();
    const dwellingId = doors.pop()?.dwelling.id;
    await speaker.say(as(post(cast, desk)), [['response.askForHelp', { requestId, dwellingId, kind, urgency, words, source: 'phone' }]]);
    return { requestId };
  };
  const late = lamp && (await offer(speaker, cast, desk, 'property', { requestId: lamp }, '楼道灯不亮，请派电工看线路', 15));
  const food = await offer(speaker, cast, desk, 'market', await ask('food', 'today', '家里没米了，腿脚不便下不了楼'), '米一袋、菜一份，送上楼', 60);
  const bulky = await offer(speaker, cast, desk, 'owners', await ask('other', 'later', '装修垃圾堵在单元门口'), '单元门口建筑垃圾要清走', 60);
  speaker.wait(6);
  await speaker.say(as(post(cast, 'market/店长')), [['response.acceptHandover', { handoverId: food }]]);
  await speaker.say(as(post(cast, 'owners/主任')), [['response.declineHandover', { handoverId: bulky, reason: '业委会没有清运车，请找物业' }]]);
  speaker.wait(10);
  if (late) await speaker.say(system, [['response.escalateHandover', { handoverId: late }]]);
  await offer(speaker, cast, desk, 'social', await ask('company', 'later', '老人刚搬来，谁也不认识'), '独居老人刚搬来，请上门看看需要什么', 480);
  await offer(speaker, cast, desk, 'grid', await ask('other', 'today', '电动车停在楼道里充电'), '请今天去看楼道充电，劝开', 60);
}
