import type { TaskStep } from '../model.ts';

/** What the picture needs of a plan's action; instants in ISO 8601. */
export interface Action {
  readonly id: string;
  readonly state: TaskStep;
  readonly raisedAt: string;
  readonly deadlineAt: string | null;
  readonly closedAt: string | null;
}

/** Where an action stands against the clock. */
export type Standing = 'done' | 'doneLate' | 'dropped' | 'late' | 'running';

/** One line of the picture; places are shares of its width, 0 where the incident began, 1 at its end. */
export interface GanttLine<A> {
  readonly action: A;
  readonly standing: Standing;
  /** How far it is over its deadline, milliseconds; 0 in time. */
  readonly overMs: number;
  readonly from: number;
  readonly to: number;
  /** Null: it has none, or it lies beyond the end of the picture. */
  readonly deadline: number | null;
}

export interface Gantt<A> {
  readonly lines: readonly GanttLine<A>[];
  /** Marks of the time axis: hours since the beginning, at a share of the width. */
  readonly ticks: readonly { readonly hours: number; readonly at: number }[];
  readonly now: number;
  readonly count: Readonly<Record<Standing, number>>;
}

const hourMs = 3_600_000;
/** Steps of the axis, hours; the smallest that makes at most four spaces is taken, so that the marks have room on a phone. */
const steps = [0.25, 0.5, 1, 2, 4, 6, 12, 24, 48, 96, 168, 336];
/** Deadlines further off than this many times the time gone by, and than half a day, would squeeze what happens now: they stand in the table. */
const lookAhead = 3;

/**
 * Plan actions against the clock, by deadline. The picture begins with the incident and ends with now, the last work done or the last
 * deadline that is not far off, whichever is latest.
 * @param end when the incident was closed; now while it runs
 */
export function ganttOf<A extends Action>(actions: readonly A[], begin: Date, end: Date): Gantt<A> {
  const from = begin.getTime();
  const goneMs = Math.max(end.getTime() - from, hourMs / 2);
  const farthest = from + Math.max(goneMs * lookAhead, 12 * hourMs);
  const times = actions.flatMap(({ deadlineAt, closedAt }) => [deadlineAt, closedAt]).flatMap((at) => (at === null ? [] : [Date.parse(at)]));
  const to = Math.max(from + goneMs, ...times.filter((at) => at <= farthest));
  const share = (ms: number) => Math.min(1, Math.max(0, (ms - from) / (to - from)));
  const lines = actions
    .map((action): GanttLine<A> => {
      const due = action.deadlineAt === null ? null : Date.parse(action.deadlineAt);
      const until = action.closedAt === null ? end.getTime() : Date.parse(action.closedAt);
      const overMs = due === null ? 0 : Math.max(0, until - due);
      return {
        action,
        standing: standingOf(action.state, overMs > 0),
        overMs,
        from: share(Date.parse(action.raisedAt)),
        to: share(until),
        deadline: due === null || due > to ? null : share(due),
      };
    })
    .sort((a, b) => dueOf(a.action) - dueOf(b.action) || (a.action.id < b.action.id ? -1 : 1));
  const hours = (to - from) / hourMs;
  const step = steps.find((each) => hours / each <= 4) ?? 24 * Math.ceil(hours / 24 / 4);
  const ticks = Array.from({ length: Math.floor(hours / step) + 1 }, (_, i) => ({ hours: i * step, at: (i * step) / hours }));
  const count = { done: 0, doneLate: 0, dropped: 0, late: 0, running: 0 };
  for (const { standing } of lines) count[standing] += 1;
  return { lines, ticks, now: share(end.getTime()), count };
}

const dueOf = ({ deadlineAt }: Action): number => (deadlineAt === null ? Number.MAX_SAFE_INTEGER : Date.parse(deadlineAt));

function standingOf(state: TaskStep, over: boolean): Standing {
  switch (state) {
    case 'done':
      return over ? 'doneLate' : 'done';
    case 'dropped':
      return 'dropped';
    case 'open':
    case 'claimed':
      return over ? 'late' : 'running';
    default:
      return state satisfies never;
  }
}
