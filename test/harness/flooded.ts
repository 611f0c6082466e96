import * as community from '../../src/capabilities/community/server.ts';
import * as duties from '../../src/capabilities/duties/server.ts';
import * as readiness from '../../src/capabilities/readiness/server.ts';
import * as register from '../../src/capabilities/register/server.ts';
import * as response from '../../src/capabilities/response/server.ts';
import * as warnings from '../../src/capabilities/warnings/server.ts';
import { freshCommunity, freshId } from './database.ts';
import { personActor, speaker, system } from './said.ts';
import { serve } from './serve.ts';

const slices = [community, duties, register, readiness, warnings, response];
const words = (zh: string) => ({ zh, en: '', ug: '' });

/** The server with every slice that an emergency needs, and small communities in which it rains. */
export async function flooded(clock: () => Date = () => new Date()) {
  const served = await serve(slices, duties.loadAuthority);
  const { db } = served;
  const speak = speaker(db, slices, duties.loadAuthority, clock);

  /** A director, a grid worker with a deputy, a nurse, two volunteers and a clerk; two grids; four households, two behind one door. */
  async function lane() {
    const where = await freshCommunity(db);
    const must = (name: string, payload: unknown) => speak.done(where, system, name, payload);
    const [grid, otherGrid, building, committee, team, clinic, plan] = Array.from({ length: 7 }, () => freshId());
    const people = Object.fromEntries(['director', 'worker', 'deputy', 'nurse', 'volunteer', 'second', 'clerk'].map((name) => [name, freshId()]));
    const who = (name: string) => personActor(people[name] as string);
    await must('community.establish', { name: '柳巷社区', code12: '130602990002', lon: null, lat: null });
    await must('community.addGrid', { id: grid, number: 1, name: '第一网格' });
    await must('community.addGrid', { id: otherGrid, number: 2, name: '第二网格' });
    const doors = ['501', '502', '601'].map((room) => ({ id: freshId(), unit: 2, floor: Number(room[0]), room }));
    await must('community.addBuilding', {
      id: building,
      gridId: grid,
      number: '3',
      name: '3号楼',
      floors: 6,
      units: [{ id: freshId(), number: 2 }],
      doors,
    });
    for (const [id, kind, sector, name] of [
      [committee, 'residents_committee', 'selfGovernance', '居委会'],
      [team, 'volunteer_team', 'social', '志愿队'],
      [clinic, 'clinic', 'publicService', '卫生站'],
    ])
      await must('community.addOrganisation', { id, kind, sector, name });
    for (const [name, id] of Object.entries(people)) await must('community.addPerson', { id, name });
    const post = async (organisationId: string | undefined, title: string, holder: string, more: object = {}) => {
      const id = freshId();
      await must('community.addPosition', { id, organisationId, title, holderId: people[holder], grids: null, ...more });
      return id;
    };
    const directorPost = await post(committee, '主任', 'director');
    const workerPost = await post(committee, '网格员', 'worker', { grids: [grid] });
    await must('community.assignDeputy', { positionId: workerPost, personId: people.deputy, replaces: null });
    const nursePost = await post(clinic, '护士', 'nurse');
    await post(committee, '文员', 'clerk');
    await post(team, '志愿者', 'volunteer', { seat: true });
    await post(team, '志愿者', 'second', { seat: true });
    const duty = (code: string, organisationId: string | undefined, positionId: string | null, role = 'R') => ({
      id: freshId(),
      duty: code,
      organisationId,
      positionId,
      role,
    });
    const directors = [
      'community.manage',
      'readiness.plan',
      'response.command',
      'response.dispatch',
      'response.triage',
      'response.report',
      'journal.read',
    ];
    await must('duties.assign', {
      assignments: [
        ...directors.map((code) => duty(code, committee, directorPost, 'A')),
        duty('response.checkIn', committee, workerPost),
        duty('register.read', committee, workerPost),
        duty('response.volunteer', team ?? '', null),
        duty('medical.support', clinic, nursePost),
      ],
    });
    const households: Record<string, string> = {};
    await db.as({ community: where, actor: 'test' }, async (tx) => {
      for (const [name, door, vulnerability] of [
        ['zhangs', '501', 4],
        ['lis', '502', 0],
        ['wangs', '601', 1],
        ['lodgers', '601', 0],
      ] as const) {
        const home = doors.find((d) => d.room === door);
        households[name] = freshId();
        await tx.run(
          `insert into register.household (id, dwelling, grid, door, door_key, tenure, head_name, size, vulnerability, version)
           values ($1, $2, $3, $4, $4, 'renter', '户主', 1, $5, 1)`,
          [households[name], home?.id, grid, `3-2-${door}`, vulnerability],
        );
      }
    });
    const action = (order: number, kind: string, title: string, dutyCode: string, withinMin: number, audience = 'residents') => ({
      order,
      kind,
      title: words(title),
      duty: dutyCode,
      withinMin,
      audience,
    });
    await speak.done(where, who('director'), 'readiness.writePlan', {
      planId: plan,
      baseEdition: 0,
      text: {
        hazard: 'flood',
        level: 'II',
        title: words('防汛二级响应'),
        trigger: { words: ['暴雨'], colours: ['orange'], levelWords: [] },
        actions: [
          action(1, 'round', '逐户排查', 'response.checkIn', 120),
          action(2, 'task', '医疗支援', 'medical.support', 60, 'vulnerable'),
          action(3, 'task', '排涝抽水', 'water.pump', 30),
          action(4, 'notice', '请居民待在家中', 'public.inform', 0),
        ],
      },
    });
    const incident = freshId();
    /** Two clicks: the plan runs. @returns the round that the plan opened */
    const activate = async (exercise = false, id = incident) => {
      await speak.done(where, who('director'), 'response.activatePlan', { incidentId: id, planId: plan, exercise, title: '“7·12”暴雨' });
      const rounds = await db.as({ community: where, actor: 'test' }, (tx) =>
        tx.rows<{ id: string }>('select id from response.round where incident = $1', [id]),
      );
      return rounds[0]?.id as string;
    };
    const dwelling = (room: string) => doors.find((d) => d.room === room)?.id as string;
    const look = <R>(sql: string, params: readonly unknown[] = []) => db.as({ community: where, actor: 'test' }, (tx) => tx.rows<R>(sql, params));
    return { where, who, people, grid, otherGrid, households, plan, incident, activate, dwelling, look, workerPost, nursePost };
  }
  return { ...served, ...speak, lane };
}
