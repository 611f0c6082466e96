import { describe, expect, it } from 'vitest';
import { type Action, ganttOf } from './gantt.ts';

const begin = new Date('2026-07-12T02:00:00Z');
const at = (minutes: number) => new Date(begin.getTime() + minutes * 60_000).toISOString();
const action = (id: string, change: Partial<Action>): Action => ({
  id,
  state: 'open',
  raisedAt: at(0),
  deadlineAt: at(60),
  closedAt: null,
  ...change,
});
const now = new Date(at(120));

describe('plan actions against the clock', () => {
  it('stand by deadline: done, done late, late, running, dropped', () => {
    const gantt = ganttOf(
      [
        action('none', { deadlineAt: null }),
        action('running', { deadlineAt: at(240), state: 'claimed' }),
        action('late', { deadlineAt: at(90) }),
        action('doneLate', { deadlineAt: at(30), state: 'done', closedAt: at(45) }),
        action('done', { deadlineAt: at(60), state: 'done', closedAt: at(60) }),
        action('dropped', { deadlineAt: at(70), state: 'dropped', closedAt: at(20) }),
      ],
      begin,
      now,
    );
    expect(gantt.lines.map((line) => [line.action.id, line.standing, line.overMs / 60_000])).toEqual([
      ['doneLate', 'doneLate', 15],
      ['done', 'done', 0],
      ['dropped', 'dropped', 0],
      ['late', 'late', 30],
      ['running', 'running', 0],
      ['none', 'running', 0],
    ]);
    expect(gantt.count).toEqual({ done: 1, doneLate: 1, dropped: 1, late: 1, running: 2 });
    // Four hours wide: the last deadline.
    expect(gantt.now).toBe(0.5);
    expect(gantt.lines[3]).toMatchObject({ from: 0, to: 0.5, deadline: 0.375 });
    expect(gantt.ticks.map((tick) => tick.hours)).toEqual([0, 1, 2, 3, 4]);
  });

  it('are not squeezed by a deadline two weeks off, which stands in the table', () => {
    const gantt = ganttOf([action('soon', {}), action('far', { deadlineAt: at(20_160) })], begin, now);
    expect(gantt.lines.map((line) => line.deadline)).toEqual([0.5, null]);
    expect(gantt.now).toBe(1);
  });

  it('have a picture from the first second on', () => {
    const gantt = ganttOf([action('a', { deadlineAt: at(10) })], begin, begin);
    expect(gantt.lines).toMatchObject([{ from: 0, to: 0, standing: 'running' }]);
    expect(gantt.ticks.at(-1)?.at).toBe(1);
  });
});
