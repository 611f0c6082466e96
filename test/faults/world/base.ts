import type { CommunityId } from '../../../src/kernel/ids.ts';
import type { State } from '../sql/memory.ts';
import type { MemoryBase } from './bases.ts';
import type { Device } from './device.ts';
import type { Chance } from './loop.ts';
import type { Server } from './server.ts';
import type { Backend } from './wire.ts';

/** The database of one run: sessions for the servers, and hands for the simulation. */
export interface Base extends Backend {
  readonly community: CommunityId;
  /** All rows as they are committed; null where only a question would tell (then only the end is looked at). */
  now(): State | null;
  /** The same, asked for. */
  read(): Promise<State>;
  /** Keeps everything as it is now. */
  keep(): Promise<void>;
  /** Puts back what was kept last, under a new epoch. @returns false: nothing was kept */
  putBack(epoch: string): Promise<boolean>;
}

/** Damage that tests do to the simulated product, to see that a checker notices. */
export interface Sabotage {
  readonly base?: (base: MemoryBase, chance: Chance) => void;
  readonly server?: (server: Server, chance: Chance) => void;
  readonly device?: (device: Device, chance: Chance) => void;
}
