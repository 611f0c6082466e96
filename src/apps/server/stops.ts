import { setTimeout as wait } from 'node:timers/promises';
import type { Logger } from 'pino';

/** One step may take this long; then the next is stopped all the same, so that a hanging request cannot keep the database from being closed. */
const patienceMs = 15_000;

/** What has been started, to be stopped in the opposite order. */
export class Stops {
  readonly #steps: { name: string; stop: () => Promise<unknown> }[] = [];
  readonly #log: Logger;
  #running: Promise<void> | null = null;

  constructor(log: Logger) {
    this.#log = log;
  }

  add(name: string, stop: () => Promise<unknown>): void {
    this.#steps.push({ name, stop });
  }

  /** Stops everything, the last started first. One that fails is logged and does not keep the others from stopping. */
  run(): Promise<void> {
    this.#running ??= (async () => {
      for (let step = this.#steps.pop(); step; step = this.#steps.pop()) {
        const { name, stop } = step;
        const late = setTimeout(() => this.#log.warn({ step: name }, 'takes long to stop'), patienceMs);
        await Promise.race([stop(), wait(patienceMs, undefined, { ref: false })]).catch((error: unknown) =>
          this.#log.error({ err: error, step: name }, 'did not stop cleanly'),
        );
        clearTimeout(late);
      }
    })();
    return this.#running;
  }
}
