import type { Surroundings } from './surroundings.ts';

/** A run that failed through our own fault must not be the last one. */
const afterFaultMs = 30_000;

/** Work that is done when somebody wakes it: one run at a time, woken again while it runs it runs once more, else after the wait it asks for. */
export abstract class Wakeable {
  private readonly later: Surroundings['later'];
  protected stopped = false;
  private running = false;
  private again = false;
  /** A run is due by itself. */
  private due = false;
  private forget: () => void = () => undefined;

  constructor(later: Surroundings['later']) {
    this.later = later;
  }

  /** There may be something to do (something was saved, the network came back, a hint arrived): try now. */
  wake(): void {
    this.forget();
    this.due = false;
    if (this.stopped) return;
    if (this.running) {
      this.again = true;
      return;
    }
    this.running = true;
    const run = this.run().catch(() => afterFaultMs);
    void run.then((waitMs) => {
      this.running = false;
      if (this.stopped) return;
      if (this.again) {
        this.again = false;
        this.wake();
      } else if (waitMs !== null) this.wakeIn(waitMs);
    });
  }

  /** Somebody else is at it: should they not finish, we look after this long. What is due already stays when it is. */
  wakeIn(ms: number): void {
    if (this.running) this.again = true;
    if (this.stopped || this.running || this.due) return;
    this.due = true;
    this.forget = this.later(ms, () => this.wake());
  }

  stop(): void {
    this.stopped = true;
    this.forget();
  }

  /** @returns milliseconds until the next run; null when there is nothing left to do */
  protected abstract run(): Promise<number | null>;
}
