import { expect, it } from 'vitest';
import type { Level } from '../model.ts';
import { ownActions, type PlanHere } from './own-actions.ts';

const words = (zh: string) => ({ zh, en: '', ug: '' });
const plan = (id: string, hazard: string, level: Level, ...duties: string[]): PlanHere => ({
  id,
  hazard,
  level,
  title: words(id),
  actions: duties.map((duty, i) => ({ order: i + 1, title: words(`${duty} ${i}`), duty, withinMin: 10 * i })),
});

it('shows of each plan what the duties that somebody holds ask for, the highest level of a hazard first', () => {
  const plans = [
    plan('d', 'storm', 'IV', 'water.pump', 'evacuate.vulnerable'),
    plan('a', 'storm', 'I', 'evacuate.vulnerable', 'water.pump', 'evacuate.vulnerable'),
    plan('c', 'storm', 'III', 'water.pump'),
    plan('b', 'flood', 'II', 'evacuate.vulnerable'),
    plan('retired', 'flood', 'I'),
  ];
  const mine = ownActions(plans, (duty) => duty === 'evacuate.vulnerable');
  expect(mine.map(({ id, actions }) => [id, actions.map(({ order }) => order)])).toEqual([
    ['b', [1]],
    ['a', [1, 3]],
    ['d', [2]],
  ]);
});
