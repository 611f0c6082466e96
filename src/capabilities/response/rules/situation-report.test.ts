import { describe, expect, it } from 'vitest';
import type { ReportFacts } from '../queries.ts';
import { shown, situationReport, toMarkdown } from './situation-report.ts';

const words = (zh: string) => ({ zh, en: '', ug: '' });
const facts: ReportFacts = {
  handoversLate: [],
  briefings: [],
  id: 'i',
  title: '“7·12”暴雨',
  hazard: 'flood',
  level: 'II',
  exercise: false,
  openedAt: '2026-07-12T02:00:00.000Z',
  closedAt: null,
  figures: null,
  plan: null,
  alert: null,
  closing: null,
  community: '人和社区',
  at: '2026-07-12T06:00:00.000Z',
  doorsAll: 370,
  doorsReached: 300,
  doorsSafe: 291,
  doorsHelp: 9,
  doorsNoAnswer: 20,
  silentDoors: 3,
  vulnerableAll: 60,
  vulnerableUnvisited: 2,
  requestsAll: 12,
  requestsOpen: 3,
  requestsTaken: 4,
  requestsDone: 5,
  oldestOpenAt: '2026-07-12T05:20:00.000Z',
  medianMinToTaken: 14,
  tasksAll: 20,
  tasksDone: 11,
  tasksOpen: 9,
  tasksLate: 2,
  rounds: [],
  perHour: [{ at: '2026-07-12T05:00:00.000Z', doors: 88 }],
  perGrid: [
    { grid: 'g1', all: 200, reached: 200, help: 3, noAnswer: 0, silent: 0 },
    { grid: 'g2', all: 170, reached: 0, help: 0, noAnswer: 0, silent: 0 },
  ],
  lateActions: [
    { title: words('排涝抽水'), deadlineAt: '2026-07-12T03:00:00.000Z', organisation: '物业公司', position: '工程主管' },
    { title: words('心理支持'), deadlineAt: '2026-07-12T04:00:00.000Z', organisation: null, position: null },
  ],
  unowned: [{ title: words('心理支持'), duty: 'psych.support' }],
  byKind: [
    { kind: 'medicine', all: 7, open: 2 },
    { kind: 'trapped', all: 5, open: 0 },
  ],
  disputedDoors: 1,
};
const keys = (heading: string, from = facts) =>
  situationReport(from)
    .find((section) => section.heading === `response.report.${heading}`)
    ?.lines.map((line) => line.key.replace('response.report.', ''));

describe('the situation report', () => {
  it('says what is late and who answers for it, also when nobody does', () => {
    expect(keys('actions')).toEqual(['tasks', 'lateAction', 'lateUnowned']);
    expect(keys('actions', { ...facts, lateActions: [] })).toEqual(['tasks', 'nothingLate']);
  });
  it('says what is not known', () => {
    expect(keys('unknown')).toEqual(['unvisited', 'vulnerableUnvisited', 'noAnswer', 'disputed', 'gridSilent', 'unowned', 'shelters']);
  });
  it('counts the doors nobody has been to', () => {
    expect(situationReport(facts).at(-1)?.lines[0]?.slots).toEqual({ n: 50 });
  });
  it('does not divide by no doors', () => {
    expect(keys('doors', { ...facts, doorsAll: 0, perHour: [] })).toEqual(['noRound']);
  });
  it('says on its first line that it is a drill', () => {
    expect(keys('situation', { ...facts, exercise: true })?.[0]).toBe('exercise');
  });
  it.each([
    [0, 0],
    [4, { key: 'response.report.few' }],
    [5, 5],
  ])('shows %i people outside as %j', (count, as) => {
    expect(shown(count)).toEqual(as);
  });
  it('becomes Markdown with tables that hold whatever people typed', () => {
    const text = toMarkdown(
      'R',
      [{ heading: 'h', lines: [{ key: 'k', slots: { name: 'a\nb' } }], table: { columns: ['c'], rows: [['x|y']] } }],
      (line) => `${line.key} ${JSON.stringify(line.slots.name)}`,
      String,
      (key) => key,
    );
    expect(text).toBe('# R\n\n## h\n\n- k "a\\nb"\n\n| c |\n| --- |\n| x\\|y |\n');
  });
});
