import { randomFillSync } from 'node:crypto';
import { loadAuthority } from '../../capabilities/duties/server.ts';
import { type Bus, type BusOptions, bus } from '../../platform/server/commands/bus.ts';
import type { Db } from '../../platform/server/db/db.ts';
import { slices } from './slices.ts';

/** The bus of this program: every slice's commands and reactions, with the duties of the community's matrix. */
export const decideOn = (db: Db, hears: Pick<BusOptions, 'onReply' | 'onFault'> = {}): Bus =>
  bus({
    db,
    handlers: slices.flatMap((slice) => slice.handlers ?? []),
    reactions: slices.flatMap((slice) => slice.reactions ?? []),
    loadAuthority,
    clock: () => new Date(),
    random: randomFillSync,
    ...hears,
  });
