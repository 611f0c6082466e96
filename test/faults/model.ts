import { firstStock, households, lots } from './world/founding.ts';
import type { Line } from './world/history.ts';

/** One door as it must stand. */
export interface DoorFold {
  outcome: string | null;
  noAnswer: number;
  times: number;
  by: string | null;
  before: { readonly outcome: string | null; readonly by: string | null } | null;
  extra: number;
}

export interface TaskFold {
  at: 'open' | 'claimed' | 'done';
  by: string | null;
  last: string | null;
  extra: number;
}

/** What the accepted commands of the journal must have made, in their order: written a second time, apart from the product's rules and SQL. */
export interface Fold {
  readonly doors: Map<string, DoorFold>;
  readonly tasks: Map<string, TaskFold>;
  /** Balance of each lot. */
  readonly stock: Map<string, number>;
  /** Steps that no machine of ours takes. */
  readonly impossible: string[];
}

type Text = string | null;
const claimLimit = 3;

export function foldOf(journal: readonly Line[]): Fold {
  const fold: Fold = {
    doors: new Map(households.map((id) => [id, { outcome: null, noAnswer: 0, times: 0, by: null, before: null, extra: 0 }])),
    tasks: new Map(),
    stock: new Map(lots.map((id) => [id, firstStock])),
    impossible: [],
  };
  for (const line of journal) if (line.status === 'accepted') take(fold, line);
  return fold;
}

function take(fold: Fold, { name, payload, actor, version }: Line): void {
  const no = (why: string) => void fold.impossible.push(`version ${version}: ${name} ${why}`);
  const door = fold.doors.get(String(payload.householdId));
  const task = fold.tasks.get(String(payload.taskId));
  const lot = String(payload.lotId);
  switch (name) {
    case 'response.visitDoor':
      return door ? visit(door, String(payload.outcome), actor) : no('at an unknown door');
    case 'response.undoVisit':
      if (!door || door.outcome === null || door.by !== actor) return no('by somebody who had not answered last');
      return undo(door);
    case 'response.raiseTask':
      if (task) return no('again');
      return void fold.tasks.set(String(payload.taskId), { at: 'open', by: null, last: null, extra: 0 });
    case 'response.claimTask':
      if (task?.at !== 'open') return no(`on a task that is ${task?.at}`);
      if ([...fold.tasks.values()].filter((each) => each.at === 'claimed' && each.by === actor).length >= claimLimit) no('beyond the limit');
      return void Object.assign(task, { at: 'claimed', by: actor });
    case 'response.releaseTask':
      if (task?.at !== 'claimed' || task.by !== actor) return no('of a task that is not theirs');
      return void Object.assign(task, { at: 'open', by: null, last: actor });
    case 'response.closeTask':
      return task ? close(task, actor) : no('on an unknown task');
    case 'readiness.issueStock': {
      const left = (fold.stock.get(lot) ?? 0) - Number(payload.quantity);
      if (left < 0) no('more than there is');
      return void fold.stock.set(lot, left);
    }
    case 'readiness.countStock':
      return void fold.stock.set(lot, Number(payload.counted));
    default:
  }
}

function visit(door: DoorFold, outcome: string, by: Text): void {
  const agrees = door.outcome === null || door.outcome === 'noAnswer' || door.outcome === outcome || (by !== null && door.by === by);
  if (!agrees) door.extra += 1;
  if (!agrees && outcome !== 'help') return;
  door.before = { outcome: door.outcome, by: door.by };
  door.noAnswer += outcome === 'noAnswer' ? 1 : 0;
  door.times += 1;
  door.outcome = outcome;
  door.by = by;
}

function undo(door: DoorFold): void {
  if (door.outcome === 'noAnswer') door.noAnswer = Math.max(0, door.noAnswer - 1);
  door.times = Math.max(0, door.times - 1);
  door.outcome = door.before?.outcome ?? null;
  door.by = door.before?.by ?? null;
  door.before = null;
}

function close(task: TaskFold, by: Text): void {
  const theirs = (task.at === 'claimed' && task.by === by) || (task.at === 'open' && task.last === by);
  if (theirs) Object.assign(task, { at: 'done' });
  else task.extra += 1;
}
