import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { findProcess } from '../../src/platform/server/db/processes.ts';
import type { Random } from '../../tools/demo/random.ts';
import type { Running } from '../harness/run-server.ts';

/** Who is killed. `backend`: one of PostgreSQL's own processes, upon which it throws out all others and recovers. */
export type Victim = 'Node' | 'postgres' | 'Node and postgres' | 'backend' | 'Node while it starts';

/** Kills processes of one server, by their number, and sees to it that it comes back. */
export class Killer {
  readonly kills = new Map<Victim, number>();
  /** How often Node ended though nobody had killed it. */
  endedByItself = 0;
  readonly #server: Running;
  readonly #random: Random;

  constructor(server: Running, random: Random) {
    this.#server = server;
    this.#random = random;
  }

  get count(): number {
    return [...this.kills.values()].reduce((sum, n) => sum + n, 0);
  }

  /** Kills one or both, at most `most` times, and returns when the server is ready again. */
  async strike(most: number): Promise<void> {
    const victim = this.#random.weighted<Victim>([
      ['Node', 4],
      ['postgres', 3],
      ['Node and postgres', 3],
      ['backend', 2],
    ]);
    await this.#kill(victim);
    for (let left = most - 1; left > 0 && this.#server.pid() === null && this.#random.chance(0.2); left--) {
      this.#server.launch();
      await wait(this.#random.int(50, 1_500));
      await this.#kill('Node while it starts');
    }
    if (this.#server.pid() === null) this.#server.launch();
    await this.#ready();
  }

  async #kill(victim: Victim): Promise<void> {
    const { postmaster, backend } = this.#postgres();
    if (victim === 'postgres' && postmaster) process.kill(postmaster, 'SIGKILL');
    else if (victim === 'backend' && backend) process.kill(backend, 'SIGKILL');
    else if (victim === 'Node and postgres' && postmaster) {
      // Either may be the first to go.
      if (this.#random.chance(0.5)) process.kill(postmaster, 'SIGKILL');
      await this.#server.kill();
      if (findProcess(postmaster)) process.kill(postmaster, 'SIGKILL');
    } else if (victim.startsWith('Node')) await this.#server.kill();
    else return;
    this.kills.set(victim, (this.kills.get(victim) ?? 0) + 1);
  }

  /** The number of this data folder's PostgreSQL, and of one process that works for a connection, where they run. */
  #postgres(): { postmaster: number | null; backend: number | null } {
    try {
      const postmaster = Number(readFileSync(join(this.#server.dataDir, 'postgres', 'postmaster.pid'), 'utf8').split('\n')[0]);
      if (!findProcess(postmaster)) return { postmaster: null, backend: null };
      const backends = childrenOf(postmaster).filter((pid) => findProcess(pid)?.commandLine.includes('banyan_app'));
      return { postmaster, backend: backends.length > 0 ? this.#random.pick(backends) : null };
    } catch {
      return { postmaster: null, backend: null };
    }
  }

  async #ready(): Promise<void> {
    for (;;) {
      try {
        return await this.#server.ready();
      } catch (error) {
        if (this.#server.pid() !== null) throw error;
        this.endedByItself += 1;
        if (this.endedByItself > 20) throw error;
        this.#server.launch();
      }
    }
  }
}

/** Where the system tells: Linux. */
function childrenOf(pid: number): number[] {
  try {
    return readdirSync(`/proc/${pid}/task`).flatMap((task) =>
      readFileSync(`/proc/${pid}/task/${task}/children`, 'utf8').split(' ').filter(Boolean).map(Number),
    );
  } catch {
    return [];
  }
}
