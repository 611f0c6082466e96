import { readyMadePlans } from '../../src/capabilities/readiness/index.ts';
import type { PersonId } from '../../src/kernel/ids.ts';
import { type LinkageCast, workTogether } from './linkage.ts';
import { postOf } from './organisations.ts';
import type { Said } from './places.ts';
import type { Random } from './random.ts';
import { byDoor, byPerson, type Speaker } from './speaker.ts';

const dayMin = 24 * 60;

type Cast = LinkageCast;

const holderOf = ({ organisations }: Cast, post: string): PersonId => postOf(organisations, post).holder;

/** The community takes the ready-made plans over, and writes one of its own. @returns ids by code */
export async function adoptPlans(speaker: Speaker, cast: Cast): Promise<ReadonlyMap<string, string>> {
  const plans = new Map<string, string>();
  const said = [...readyMadePlans.keys()].map((code): Said => {
    const planId = speaker.random.id();
    plans.set(code, planId);
    return ['readiness.adoptPlan', { planId, code }];
  });
  const own = speaker.random.id();
  plans.set('fire-IV', own);
  const words = (zh: string, en: string, ug: string) => ({ zh, en, ug });
  const task = (order: number, title: object, duty: string, withinMin: number) => ({
    order,
    title,
    duty,
    withinMin,
    audience: 'positions',
    kind: 'task',
  });
  said.push([
    'readiness.writePlan',
    {
      planId: own,
      baseEdition: 0,
      note: '九月电动车起火后复盘形成',
      text: {
        hazard: 'fire',
        level: 'IV',
        title: words('单元门厅起火四级处置预案', 'Fire in an entrance hall, level IV', 'كىرىش ئېغىزىدىكى ئوت ئاپىتى 4-دەرىجىلىك پىلانى'),
        trigger: { words: [], colours: [], levelWords: [] },
        actions: [
          task(1, words('先期扑救', 'First attack on the fire', 'دەسلەپكى ئوت ئۆچۈرۈش'), 'rescue.first', 5),
          task(2, words('切断门厅电源', 'Cut the power of the hall', 'كىرىش ئېغىزىنىڭ توكىنى ئۈزۈش'), 'utility.secure', 10),
          task(3, words('疏散本单元老人和孩子', 'Lead old people and children out', 'ياشانغان ۋە بالىلارنى يۆتكەش'), 'evacuate.vulnerable', 15),
          {
            order: 4,
            title: words('逐户排查重点人群', 'Check vulnerable doors', 'مۇھىم ئائىلىلەرنى تەكشۈرۈش'),
            duty: 'response.checkIn',
            withinMin: 60,
            audience: 'vulnerable',
            kind: 'round',
          },
          task(5, words('登记损失', 'Record the damage', 'زىياننى تىزىملاش'), 'damage.survey', dayMin),
        ],
      },
    },
  ]);
  await speaker.say(byPerson(holderOf(cast, 'committee/应急专干')), said);
  return plans;
}

interface Listed {
  readonly round: string;
  readonly household: string;
  readonly grid: number;
}

/** Who goes from door to door in a grid. */
const workerOf = (cast: Cast, grid: number): PersonId => holderOf(cast, `grid/${grid}`);

/** Grid workers work through their lists: most are safe, a few do not answer, a very few need help. */
async function walk(speaker: Speaker, cast: Cast, incidentId: string, doorsPerGrid: number): Promise<void> {
  const listed = await speaker.rows<Listed>(
    `select v.round, v.household, g.number as grid
       from response.visit v
       join response.round r on r.community = v.community and r.id = v.round
       join register.household h on h.community = v.community and h.id = v.household
       join community.grid g on g.community = h.community and g.id = h.grid
      where r.incident = $1 order by g.number, h.vulnerability desc, h.door_key`,
    [incidentId],
  );
  const byGrid = Map.groupBy(listed, (door) => door.grid);
  for (let turn = 0; turn < doorsPerGrid; turn += 10) {
    const lists = [...byGrid].map(([grid, doors]) => ({
      actor: byPerson(workerOf(cast, grid)),
      said: doors.slice(turn, turn + 10).map((door) => foundAt(door, speaker.random)),
    }));
    await speaker.sayTogether(lists);
    speaker.wait(12);
  }
}

const wants = [
  { kind: 'medicine', note: '药快用完了，请代取' },
  { kind: 'food', note: '家里缺少饮用水和菜' },
  { kind: 'repair', note: '厨房进水，需要帮忙' },
  { kind: 'company', note: '老人害怕，希望有人陪' },
] as const;

function foundAt({ round, household }: Listed, random: Random): Said {
  const found = random.weighted<'safe' | 'noAnswer' | 'help'>([
    ['safe', 85],
    ['noAnswer', 12],
    ['help', 3],
  ]);
  const help = random.pick(wants);
  return [
    'response.visitDoor',
    { roundId: round, householdId: household, outcome: found, ...(found === 'help' ? { ...help, urgency: 'today' } : {}) },
  ];
}

/** Owners accept their plan tasks and report them done, some of them late. */
async function workThrough(speaker: Speaker, incidentId: string): Promise<void> {
  const tasks = await speaker.rows<{ id: string; holder: PersonId | null }>(
    `select t.id, p.holder from response.task t left join community.position p on p.community = t.community and p.id = t.owner_position
      where t.incident = $1 and t.kind = 'plan' and t.state = 'open' order by t.action_order`,
    [incidentId],
  );
  for (const { id, holder } of tasks) {
    if (!holder) continue;
    await speaker.say(byPerson(holder), [['response.acceptTask', { taskId: id }]]);
    speaker.wait(speaker.random.int(4, 25));
    await speaker.say(byPerson(holder), [['response.closeTask', { taskId: id, note: '已完成' }]]);
  }
}

/** Volunteers take the help that was asked for, and the desk closes each request with a word. */
async function help(speaker: Speaker, cast: Cast, incidentId: string): Promise<void> {
  const dispatcher = byPerson(holderOf(cast, 'committee/应急专干'));
  const requests = await speaker.rows<{ id: string; kind: string }>(
    `select id, kind from response.request where incident = $1 and state = 'open' order by asked_at, id`,
    [incidentId],
  );
  for (const { id, kind } of requests) {
    const volunteer = byPerson(speaker.random.pick(cast.organisations.volunteers));
    const taskId = speaker.random.id();
    await speaker.say(dispatcher, [
      ['response.raiseTask', { taskId, requestId: id, kind, urgency: 'today', effortMin: speaker.random.pick([15, 20, 30, 45]) }],
    ]);
    speaker.wait(speaker.random.int(2, 9));
    await speaker.say(volunteer, [['response.claimTask', { taskId }]]);
    speaker.wait(speaker.random.int(8, 20));
    await speaker.say(volunteer, [['response.closeTask', { taskId, note: '已送到，住户平安' }]]);
    await speaker.say(dispatcher, [['response.closeRequest', { requestId: id, reply: '志愿者已上门' }]]);
  }
}

/** Everybody who was told says that they know, most of them soon. */
async function acknowledgeAll(speaker: Speaker, incidentId: string): Promise<void> {
  const told = await speaker.rows<{ id: string; person: PersonId }>(
    `select d.id, d.person from warnings.delivery d join warnings.notice n on n.community = d.community and n.id = d.notice
      where n.incident = $1 and d.person is not null and d.acknowledged_at is null order by d.id`,
    [incidentId],
  );
  for (let from = 0; from < told.length; from += 40) {
    const part = told.slice(from, from + 40);
    await speaker.sayTogether(part.map(({ id, person }) => ({ actor: byPerson(person), said: [['warnings.acknowledge', { deliveryId: id }]] })));
    speaker.wait(1);
  }
}

/** A real incident of ten weeks ago, worked through and closed; and an exercise of five weeks ago. */
export async function makePast(speaker: Speaker, cast: Cast, plans: ReadonlyMap<string, string>, nowMs: number): Promise<void> {
  const director = byPerson(holderOf(cast, 'committee/主任'));
  const episodes = [
    { daysAgo: 71, plan: 'fire-IV', exercise: false, title: '9号楼2单元门厅电动车起火', doorsPerGrid: 10, from: 'IV', to: null },
    { daysAgo: 36, plan: 'flood-II', exercise: true, title: '秋季防汛演练', doorsPerGrid: 40, from: 'II', to: 'III' },
  ] as const;
  for (const { daysAgo, plan, exercise, title, doorsPerGrid, from, to } of episodes) {
    speaker.setClock(nowMs - daysAgo * dayMin * 60_000);
    const incidentId = speaker.random.id();
    await speaker.say(director, [['response.activatePlan', { incidentId, planId: plans.get(plan), exercise, title }]]);
    speaker.wait(2);
    await acknowledgeAll(speaker, incidentId);
    const afterwards = exercise ? await workTogether(speaker, cast, incidentId) : null;
    await walk(speaker, cast, incidentId, doorsPerGrid);
    await afterwards?.();
    await workThrough(speaker, incidentId);
    await help(speaker, cast, incidentId);
    if (to) await speaker.say(director, [['response.changeLevel', { incidentId, from, level: to, reason: '降雨减弱，低洼处积水已排' }]]);
    await acknowledgeAll(speaker, incidentId);
    speaker.wait(45);
    const reason = exercise ? '演练只走访部分住户' : '火情限于门厅，其余楼栋不再走访';
    const reasons = { openRequests: reason, openTasks: reason, vulnerableUnvisited: reason, silentDoors: reason };
    await speaker.say(director, [['response.closeIncident', { incidentId, sheltersEmpty: true, reasons }]]);
  }
}

/**
 * What waits today, outside any incident: a few doors have asked for help, a few tasks are offered, one is under way.
 * @returns the requests, the last of them without a task
 */
export async function makeToday(speaker: Speaker, cast: Cast, nowMs: number): Promise<readonly string[]> {
  speaker.setClock(nowMs - 50 * 60_000);
  const asked = [
    { kind: 'repair', words: '卫生间水管漏水，关不上阀门', urgency: 'today', task: '帮忙关阀、看漏水', effortMin: 30 },
    { kind: 'medicine', words: '降压药吃完了，腿脚不便取不了', urgency: 'today', task: '从康宁药店代取药品', effortMin: 20 },
    { kind: 'company', words: '老人一个人在家，下午想有人陪说说话', urgency: 'later', task: '下午陪老人一小时', effortMin: 60 },
    { kind: 'food', words: '孩子发烧走不开，请帮忙带些菜', urgency: 'today', task: '从惠民超市带菜上楼', effortMin: 25 },
    { kind: 'other', words: '楼道感应灯坏了，晚上很黑', urgency: 'later', task: null, effortMin: 0 },
  ] as const;
  const doors = speaker.random.shuffled(cast.households).slice(0, asked.length);
  const dispatcher = byPerson(holderOf(cast, 'committee/应急专干'));
  const made: string[] = [];
  for (const [i, { kind, words, urgency, task, effortMin }] of asked.entries()) {
    const dwelling = doors[i]?.dwelling;
    if (!dwelling) break;
    const requestId = speaker.random.id();
    made.push(requestId);
    await speaker.say(byDoor(dwelling.id), [['response.askForHelp', { requestId, dwellingId: dwelling.id, kind, urgency, words, source: 'door' }]]);
    speaker.wait(5);
    if (!task) continue;
    const taskId = speaker.random.id();
    await speaker.say(dispatcher, [['response.raiseTask', { taskId, requestId, kind, title: task, urgency, effortMin }]]);
    if (i === 0) await speaker.say(byPerson(cast.organisations.volunteers.at(-1) as PersonId), [['response.claimTask', { taskId }]]);
  }
  return made;
}
