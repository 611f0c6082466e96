/** A source of chance that gives the same numbers for the same seed: mulberry32 (Tommy Ettinger, 2017). */
export class Chance {
  private state: number;

  constructor(seed: number) {
    this.state = seed | 0;
  }

  /** From 0 up to, not including, 1. */
  next(): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let t = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  }

  /** A whole number from 0 up to, not including, `below`. */
  below(below: number): number {
    return Math.floor(this.next() * below);
  }

  /** True this often. */
  often(share: number): boolean {
    return this.next() < share;
  }

  between(low: number, high: number): number {
    return low + this.next() * (high - low);
  }

  pick<T>(from: readonly T[]): T {
    return from[this.below(from.length)] as T;
  }

  readonly fill = (bytes: Uint8Array): void => {
    for (let i = 0; i < bytes.length; i++) bytes[i] = this.below(256);
  };
}

interface Task {
  readonly atMs: number;
  readonly order: number;
  readonly run: () => void;
  dead: boolean;
}

/** Runs everything that promises have waiting, now. Node's own way to do it between two events; not for use inside a promise. */
const drain = (process as unknown as { _tickCallback: () => void })._tickCallback.bind(process);

/**
 * Virtual time, and the one place where anything happens: every await of the simulated programs ends in a task here. Tasks that are due at
 * the same moment run in an order that chance decides. One task, then everything it set free, then the next.
 */
export class Loop {
  nowMs: number;
  /** Awaits of the outside world (a real PostgreSQL) that are not answered yet: nothing else happens meanwhile. */
  outside = 0;
  steps = 0;
  /** The simulation itself is at fault: it ends here. */
  broken: Error | null = null;
  private readonly chance: Chance;
  private readonly ready: Task[] = [];
  private later: Task[] = [];
  private order = 0;
  private ended: (() => void)[] = [];

  constructor(chance: Chance, startMs: number) {
    this.chance = chance;
    this.nowMs = startMs;
  }

  /** @returns forgets it */
  after(ms: number, run: () => void): () => void {
    const task: Task = { atMs: this.nowMs + Math.max(0, ms), order: this.order++, run, dead: false };
    if (ms <= 0) this.ready.push(task);
    else this.push(task);
    return () => {
      task.dead = true;
    };
  }

  /** Within a millisecond: what one step of a database or a disk takes. */
  soon(run: () => void): () => void {
    return this.after(this.chance.next(), run);
  }

  /** Once, when the task that is running and all it set free have come to rest. */
  atRest(run: () => void): void {
    this.ended.push(run);
  }

  /**
   * Runs until nothing is left to do, or `enough` says so, or `untilMs`.
   * @param stepLimit more steps than this mean that something goes in circles: throws
   */
  async run(untilMs: number, stepLimit: number, enough: () => boolean = () => false): Promise<void> {
    for (;;) {
      // Away from promises, for `drain` to work.
      const more = await new Promise<boolean>((done, failed) =>
        setImmediate(() => {
          try {
            done(this.burst(untilMs, stepLimit, enough));
          } catch (error) {
            failed(error instanceof Error ? error : new Error('not an error'));
          }
        }),
      );
      if (!more) return;
    }
  }

  /** @returns true: the outside world must answer first */
  private burst(untilMs: number, stepLimit: number, enough: () => boolean): boolean {
    for (;;) {
      if (this.broken) throw this.broken;
      if (this.outside > 0) return true;
      if (enough()) return false;
      const task = this.next(untilMs);
      if (!task) return false;
      if (task.dead) continue;
      this.steps += 1;
      if (this.steps > stepLimit) throw new Error(`no rest after ${stepLimit} steps`);
      task.run();
      drain();
      while (this.ended.length > 0) {
        const ended = this.ended;
        this.ended = [];
        for (const each of ended) each();
        drain();
      }
    }
  }

  private next(untilMs: number): Task | undefined {
    if (this.ready.length === 0) {
      const first = this.later[0];
      if (!first || first.atMs > untilMs) return undefined;
      this.nowMs = Math.max(this.nowMs, first.atMs);
      while (this.later[0] && this.later[0].atMs <= this.nowMs) this.ready.push(this.pop());
    }
    const at = this.chance.below(this.ready.length);
    const task = this.ready[at] as Task;
    const last = this.ready.pop() as Task;
    if (at < this.ready.length) this.ready[at] = last;
    return task;
  }

  private push(task: Task): void {
    const heap = this.later;
    heap.push(task);
    for (let i = heap.length - 1; i > 0; ) {
      const up = (i - 1) >> 1;
      if (!before(task, heap[up] as Task)) break;
      heap[i] = heap[up] as Task;
      heap[up] = task;
      i = up;
    }
  }

  private pop(): Task {
    const heap = this.later;
    const first = heap[0] as Task;
    const last = heap.pop() as Task;
    if (heap.length > 0) {
      let i = 0;
      for (;;) {
        const left = 2 * i + 1;
        if (left >= heap.length) break;
        const child = left + 1 < heap.length && before(heap[left + 1] as Task, heap[left] as Task) ? left + 1 : left;
        if (!before(heap[child] as Task, last)) break;
        heap[i] = heap[child] as Task;
        i = child;
      }
      heap[i] = last;
    }
    return first;
  }
}

const before = (a: Task, b: Task): boolean => a.atMs < b.atMs || (a.atMs === b.atMs && a.order < b.order);
