import type pg from 'pg';
import type { Logger } from 'pino';
import type { CommandId, CommunityId } from '../../../kernel/ids.ts';
import type { Bus } from '../commands/bus.ts';
import type { Db, Tx } from '../db/db.ts';

/**
 * A command that the community's own clock says. `due` looks whether there is anything to say, so that nothing is journalled
 * when nothing happened.
 */
export interface Clockwork {
  /** Name and version of a command with `bySystem`. */
  readonly command: string;
  readonly ver: number;
  /** 1 to 59, or 60 for once an hour. */
  readonly everyMin: number;
  /** Payloads to say now, one command each. Runs in a read-only transaction of one community. */
  due(tx: Tx, now: Date): Promise<readonly unknown[]>;
}

export type Say = (community: CommunityId, command: { name: string; ver: number; payload: unknown }) => ReturnType<Bus['submit']>;

interface ClockParts {
  readonly db: Db;
  readonly bus: Bus;
  readonly clock: () => Date;
  readonly newId: () => string;
  readonly log: Logger;
}

/** Says one command as the system in a community. */
export const sayer =
  ({ bus, clock, newId }: Pick<ClockParts, 'bus' | 'clock' | 'newId'>): Say =>
  (community, { name, ver, payload }) =>
    bus.submit(community, {
      actor: { kind: 'system' },
      device: null,
      commands: [{ id: newId() as CommandId, name, ver, dseq: 1, claimedAt: clock().toISOString(), payload }],
    });

/** Looks in each community whether the command is due, and says it there. A community where that fails does not keep the others waiting. */
export async function strikeAll(parts: ClockParts, communities: readonly CommunityId[], { command, ver, due }: Clockwork): Promise<void> {
  const say = sayer(parts);
  for (const community of communities)
    try {
      const payloads = await parts.db.as({ community, actor: 'system' }, (tx) => due(tx, parts.clock()), 'read only');
      for (const payload of payloads) await say(community, { name: command, ver, payload });
    } catch (error) {
      parts.log.error({ err: error, command }, 'clock: could not look what is due');
    }
}

/** All communities, as the role `banyan_jobs` may know them. */
export const communitiesFor = async (pool: pg.Pool): Promise<CommunityId[]> =>
  (await pool.query<{ community: CommunityId }>('select community from platform.head order by community')).rows.map((row) => row.community);
