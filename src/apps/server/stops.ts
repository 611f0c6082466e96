import type { Logger } from 'pino';

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
        await stop().catch((error: unknown) => this.#log.error({ err: error, step: name }, 'did not stop cleanly'));
      }
    })();
    return this.#running;
  }
}
