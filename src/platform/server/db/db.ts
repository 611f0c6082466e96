import { Socket } from 'node:net';
import pg from 'pg';

/** One open transaction of one community. */
export interface Tx {
  /** Runs one statement and returns its rows: int8 and numeric as numbers, timestamptz as ISO 8601 UTC text, date as `YYYY-MM-DD`. */
  rows<R>(sql: string, params?: readonly unknown[]): Promise<R[]>;
  /** Runs one statement and returns how many rows it touched. */
  run(sql: string, params?: readonly unknown[]): Promise<number>;
  /**
   * Sends one statement without waiting for it. It runs before every later statement of this transaction, and its failure
   * fails the transaction. For writes whose result nobody needs: it saves a round trip.
   */
  send(sql: string, params: readonly unknown[]): void;
  /**
   * Asks for the rows that belong to one of many things. Statements of the same text that are asked in one go become one: `sql`
   * reads the things from `jsonb_to_recordset($1::jsonb)`, each with its place `i`, and answers that `i` with every row.
   */
  rowsOfEach<R>(sql: string, thing: object): Promise<R[]>;
  /**
   * Sends one row of a write over many: rows that follow one another with the same text become one statement, which reads them
   * from `jsonb_to_recordset($1::jsonb)`. No two of them may concern the same row of the table. Otherwise as `send`.
   */
  sendEach(sql: string, row: object): void;
}

export interface Who {
  readonly community: string;
  /** Person, dwelling or `system`: lands in `app.actor` for triggers and logs of the database. */
  readonly actor: string;
}

/** The only way to the data: as somebody, in some community, in one transaction. */
export interface Db {
  as<T>(who: Who, work: (tx: Tx) => Promise<T>, mode?: 'read write' | 'read only'): Promise<T>;
  readonly pool: pg.Pool;
  close(): Promise<void>;
}

const parsers = new Map<number, (text: string) => unknown>([
  [20, Number], // int8: community versions and counts stay far below 2^53
  [1700, Number], // numeric: kilograms and rates
  [1184, (text) => new Date(text).toISOString()], // timestamptz
  [1082, (text) => text], // date
]);
const types: pg.CustomTypesConfig = {
  getTypeParser: (oid: number): ((text: string) => unknown) => parsers.get(oid) ?? (pg.types.getTypeParser(oid) as (text: string) => unknown),
};

const safeSetting = /^[0-9a-zA-Z:_-]{1,80}$/;

/**
 * The statements that open a transaction as somebody in some community.
 * `SET LOCAL` statements, not `set_config()`: with Citus only statements reach the worker nodes. SET takes no
 * parameters, so the values are checked against a narrow alphabet first.
 */
export function opening(who: Who, mode: 'read write' | 'read only'): string {
  if (!safeSetting.test(who.community) || !safeSetting.test(who.actor)) throw new Error('community and actor must be identifiers');
  return `begin ${mode}; set local app.community = '${who.community}'; set local app.actor = '${who.actor}'`;
}

export interface OpenTx extends Tx {
  /** Resolves when everything sent so far has succeeded; rejects with the first failure. */
  settled(): Promise<void>;
}

/**
 * Wraps a checked-out client. Statements are named after their text, so that each connection parses and plans them once.
 */
export function txOn(client: pg.ClientBase): OpenTx {
  const query = (sql: string, params: readonly unknown[] | undefined) =>
    params && sql.length <= 4000 ? client.query({ name: nameOf(sql), text: sql, values: [...params] }) : client.query(sql, params && [...params]);
  let sent: Promise<unknown>[] = [];
  const send = (sql: string, params: readonly unknown[]) => {
    const result = query(sql, params);
    result.catch(() => undefined); // looked at in settled()
    sent.push(result);
  };
  let written: { readonly sql: string; readonly rows: object[] } | undefined;
  let asked:
    | { readonly sql: string; readonly things: object[]; readonly answer: Promise<Map<number, unknown[]>>; readonly ask: () => void }
    | undefined;
  /** What was gathered goes out before whatever is said after it. */
  const flush = () => {
    const [write, read] = [written, asked];
    written = undefined;
    asked = undefined;
    if (write) send(write.sql, [JSON.stringify(write.rows)]);
    read?.ask();
  };
  const gather = (sql: string) => {
    flush();
    const { promise, resolve } = Promise.withResolvers<Map<number, unknown[]>>();
    const things: object[] = [];
    const ask = () =>
      resolve(
        query(sql, [JSON.stringify(things.map((thing, i) => ({ ...thing, i })))]).then(({ rows }) =>
          Map.groupBy(rows as { i: number }[], (row) => row.i),
        ),
      );
    asked = { sql, things, answer: promise, ask };
    queueMicrotask(() => {
      if (asked?.things === things) flush();
    });
    return asked;
  };
  return {
    rows: async <R>(sql: string, params?: readonly unknown[]) => {
      flush();
      return (await query(sql, params)).rows as R[];
    },
    run: async (sql, params) => {
      flush();
      return (await query(sql, params)).rowCount ?? 0;
    },
    send: (sql, params) => {
      flush();
      send(sql, params);
    },
    rowsOfEach: async <R>(sql: string, thing: object) => {
      const group = asked?.sql === sql ? asked : gather(sql);
      const i = group.things.push(thing) - 1;
      return ((await group.answer).get(i) ?? []) as R[];
    },
    sendEach: (sql, row) => {
      if (written?.sql !== sql) flush();
      written ??= { sql, rows: [] };
      written.rows.push(row);
    },
    settled: async () => {
      flush();
      const waiting = sent;
      sent = [];
      await Promise.all(waiting);
    },
  };
}

const names = new Map<string, string>();
/** A short stable name per statement text in this process. Slices write static SQL, so the map stays small; beyond 5,000 texts nothing more is named. */
function nameOf(sql: string): string {
  let name = names.get(sql);
  if (name === undefined) {
    name = names.size < 5000 ? `s${names.size + 1}` : '';
    if (name) names.set(sql, name);
  }
  return name;
}

/** Everything said to the database in one turn of the event loop leaves in one write: a group of commands is a dozen statements. */
class OneWriteATurn extends Socket {
  private gathering = false;

  override cork(): void {
    if (!this.gathering) {
      this.gathering = true;
      super.cork();
      process.nextTick(() => {
        this.gathering = false;
        this.uncork();
      });
    }
    super.cork();
  }
}

/** A pool that logs in as the application role: owner of nothing, subject to row-level security. */
export function connect(config: pg.PoolConfig): Db {
  const pool = new pg.Pool({ max: 12, stream: () => new OneWriteATurn(), ...config, types, pipeline: true });
  // An idle connection that the server closes (restart, failover) is replaced by the pool; without a listener Node would exit.
  pool.on('error', () => undefined);
  // One in use tells its statement, which fails; between two statements it tells only its listeners, and without one Node would exit.
  pool.on('connect', (client) => client.on('error', () => undefined));
  return over(pool);
}

/** The way to the data over connections that somebody else makes. */
export function over(pool: pg.Pool): Db {
  return {
    pool,
    close: () => pool.end(),
    async as(who, work, mode = 'read write') {
      const client = await pool.connect();
      let broken: Error | undefined;
      try {
        await client.query(opening(who, mode));
        const tx = txOn(client);
        const value = await work(tx);
        await tx.settled();
        const end = await client.query('commit');
        // In a pipeline a failed statement turns COMMIT into ROLLBACK without an error of its own.
        if (end.command !== 'COMMIT') throw new Error(`transaction ended with ${end.command}`);
        return value;
      } catch (error) {
        await client.query('rollback').catch((failure: Error) => {
          broken = failure;
        });
        throw error;
      } finally {
        client.release(broken);
      }
    },
  };
}
