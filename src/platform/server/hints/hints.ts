import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import type { Logger } from 'pino';

/** Told the community's newest version, or 0 for "unknown, look again". */
export type Listener = (version: number) => void;

/** Tells those who wait that a community has moved on. A hint carries no content: whoever gets it asks again. */
export interface Hints {
  /** @returns function that ends it */
  listen(community: string, listener: Listener): () => void;
  /** How many listen. */
  size(): number;
  /** Is the line to the database up? */
  connected(): boolean;
  close(): Promise<void>;
}

/** The bus notifies here, in the transaction that commits: `<community> <version>`. */
const channel = 'banyan';
const longestWaitMs = 5_000;

/**
 * One connection of its own that LISTENs. When it breaks it is opened again, and everybody is then asked to look again: hints that
 * were missed meanwhile cost nothing but a moment.
 * @throws when the first connection fails
 */
export async function openHints(config: pg.ClientConfig, log: Logger): Promise<Hints> {
  const listeners = new Map<string, Set<Listener>>();
  const closing = new AbortController();
  let line: pg.Client | null = null;

  const tell = (community: string, version: number) => {
    for (const listener of listeners.get(community) ?? []) listener(version);
  };

  const open = async (): Promise<void> => {
    const client = new pg.Client({ ...config, application_name: 'banyan hints', keepAlive: true });
    client.on('error', () => undefined);
    client.on('notification', ({ payload }) => {
      const [community, version] = (payload ?? '').split(' ');
      if (community && version) tell(community, Number(version));
    });
    await client.connect();
    await client.query(`listen ${channel}`);
    client.once('end', () => {
      line = null;
      if (!closing.signal.aborted) void reopen();
    });
    line = client;
  };

  const reopen = async (): Promise<void> => {
    for (let failures = 1; line === null && !closing.signal.aborted; failures++) {
      try {
        await wait(Math.min(longestWaitMs, 100 * 2 ** failures), undefined, { signal: closing.signal });
        await open();
        for (const community of listeners.keys()) tell(community, 0);
      } catch (error) {
        if (!closing.signal.aborted) log.warn({ err: error }, 'hints: no line to the database');
      }
    }
  };

  await open();
  return {
    listen(community, listener) {
      const set = listeners.get(community) ?? new Set();
      listeners.set(community, set.add(listener));
      return () => {
        set.delete(listener);
        if (set.size === 0 && listeners.get(community) === set) listeners.delete(community);
      };
    },
    size: () => [...listeners.values()].reduce((sum, set) => sum + set.size, 0),
    connected: () => line !== null,
    async close() {
      closing.abort();
      await line?.end();
    },
  };
}
