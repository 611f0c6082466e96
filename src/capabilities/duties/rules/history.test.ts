import { describe, expect, it } from 'vitest';
import type { OrganisationId, PositionId } from '../../../kernel/ids.ts';
import type { AssignmentId } from '../model.ts';
import { MatrixChange, type ProposalId } from '../model-proposals.ts';
import { type CellRecord, historyOf, type KeptAssignment, type KeptTalk } from './history.ts';

const [spring, summer, autumn] = ['2026-03-01T00:00:00.000Z', '2026-06-01T00:00:00.000Z', '2026-09-01T00:00:00.000Z'];
const id = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}` as AssignmentId;
const house = id(900) as unknown as OrganisationId;

const held = (n: number, more: Partial<KeptAssignment> = {}): KeptAssignment => ({
  id: id(n),
  duty: 'water.pump',
  organisationId: house,
  positionId: null,
  title: null,
  role: 'R',
  rank: 1,
  grids: null,
  hazards: null,
  levels: null,
  since: spring,
  until: null,
  version: n,
  ...more,
});
const talk = (n: number, state: KeptTalk['talk']['state'], ...changes: object[]): KeptTalk => ({
  talk: {
    id: id(n) as unknown as ProposalId,
    title: `提议${n}`,
    state,
    organisation: '居委会',
    post: '主任',
    madeAt: spring,
    settledAt: null,
    reason: '人手',
    said: [{ revision: 1, organisation: '消防站', post: '站长', accepts: false, reason: '先写明地点', at: spring }],
  },
  changes: changes.map((change) => MatrixChange.parse({ basis: '联席会议', ...change })),
});
const record = (more: Partial<CellRecord>): CellRecord => ({
  assignments: [],
  talks: [],
  writings: new Map(),
  organisationEnded: null,
  postsEnded: new Map(),
  mandates: null,
  ...more,
});
const adds = (n: number) => ({ kind: 'add', duty: 'water.pump', organisationId: house, id: id(n), role: 'R' });

describe('the history of a cell', () => {
  it('says which proposal began it, what it rests on and what was answered', () => {
    const [row] = historyOf(record({ assignments: [held(1)], talks: [talk(50, 'agreed', adds(1))] }));
    expect(row).toMatchObject({
      is: 'held',
      since: spring,
      until: null,
      ended: null,
      began: { how: 'agreed', talk: { title: '提议50', basis: '联席会议' } },
    });
    expect(row?.is === 'held' && row.began.talk?.said).toMatchObject([{ accepts: false, reason: '先写明地点' }]);
  });
  it('says which post wrote it past a proposal, and which took it back', () => {
    const by = '居委会 · 主任';
    const writings = new Map([
      [1, { name: 'duties.assign', by }],
      [2, { name: 'duties.withdraw', by }],
      [3, { name: 'duties.takeOverStart', by }],
    ]);
    const rows = historyOf(record({ assignments: [held(1), held(2, { until: summer }), held(3)], writings }));
    expect(rows).toMatchObject([
      { began: { how: 'direct', by } },
      { began: { how: 'unknown' }, ended: { how: 'direct', by } },
      { began: { how: 'start' } },
    ]);
  });
  it('tells an end that was agreed from one that was named with the beginning, and from the end of post or organisation', () => {
    const post = id(901) as unknown as PositionId;
    const assignments = [held(1, { until: summer }), held(2, { until: autumn }), held(3, { positionId: post })];
    const talks = [talk(50, 'agreed', { kind: 'end', endsId: id(1) })];
    const rows = historyOf(record({ assignments, talks, postsEnded: new Map([[post, summer]]) }));
    expect(rows.map((r) => r.is === 'held' && [r.until, r.ended?.how])).toEqual([
      [summer, 'agreed'],
      [autumn, 'term'],
      [summer, 'post'],
    ]);
    expect(historyOf(record({ assignments: [held(1)], organisationEnded: autumn }))).toMatchObject([
      { until: autumn, ended: { how: 'organisation' } },
    ]);
  });
  it('names the mandates that carried it in its time, for what needs one', () => {
    const mandate = (n: number, since: string, until: string) => ({
      id: `m${n}`,
      organisationId: house,
      duties: ['water.pump'],
      grids: null,
      levels: null,
      tiers: [],
      since,
      until,
    });
    const mandates = [mandate(1, spring, summer), mandate(2, summer, autumn)];
    const rows = historyOf(record({ assignments: [held(1, { since: summer }), held(2, { role: 'C' })], mandates }));
    expect(rows.map((r) => r.is === 'held' && r.mandates?.map((m) => m.id))).toEqual([['m2'], undefined]);
  });
  it('keeps what was proposed in vain, the latest first', () => {
    const rows = historyOf(record({ assignments: [held(1, { since: summer })], talks: [talk(50, 'withdrawn', adds(7)), talk(51, 'open', adds(8))] }));
    expect(rows.map((r) => (r.is === 'talked' ? r.talk.state : r.is))).toEqual(['held', 'withdrawn', 'open']);
  });
});
