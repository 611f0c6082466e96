import type pg from 'pg';
import { connect } from '../../../src/platform/server/db/db.ts';
import type { Answer } from '../sql/memory.ts';
import { UnknownSql } from '../sql/values.ts';
import type { Chance, Loop } from './loop.ts';

/** A connection to the database behind the wire, in memory or real. */
export interface Session {
  run(sql: string, params: readonly unknown[]): Answer | Promise<Answer>;
  /** The connection ends: whatever was open never happened. */
  abort(): void | Promise<void>;
}

export interface Backend {
  session(): Session;
}

/** A real PostgreSQL behind the wire: one pooled connection per session. */
export class RealBackend implements Backend {
  private readonly pool: pg.Pool;
  constructor(config: pg.PoolConfig) {
    this.pool = connect(config).pool;
  }
  session(): Session {
    const { pool } = this;
    let client: Promise<pg.PoolClient> | undefined;
    return {
      async run(sql, params) {
        client ??= pool.connect();
        const answer: unknown = await (await client).query(sql, params.length > 0 ? [...params] : undefined);
        const { rows, rowCount, command } = (Array.isArray(answer) ? answer.at(-1) : answer) as pg.QueryResult;
        return { rows, rowCount: rowCount ?? 0, command };
      },
      async abort() {
        const held = await client;
        client = undefined;
        await held?.query('rollback');
        held?.release();
      },
    };
  }
  close(): Promise<void> {
    return this.pool.end();
  }
}

/** The lock on the community's head: whoever has it decides, the others wait. Kept here, so that no statement ever waits inside the database. */
export class HeadLock {
  holder: Connection | null = null;
  readonly waiting: Connection[] = [];

  release(connection: Connection): void {
    if (this.holder !== connection) return;
    this.holder = null;
    this.waiting.shift()?.pump();
  }
}

interface Asked {
  readonly sql: string;
  readonly params: readonly unknown[];
  readonly answer: (answer: Answer) => void;
  readonly fail: (error: Error) => void;
}

/** The same once more, under an id of its own. */
const again = (params: readonly unknown[]): unknown[] =>
  params.map((value, i) =>
    i === 0 && typeof value === 'string' && value.length === 36 ? value.replace(/.$/, (last) => (last === '0' ? '1' : '0')) : value,
  );

const locksHead = /from platform\.head\b[^;]*for update/;
const connectionLost = () => Object.assign(new Error('terminating connection'), { code: '57P01' });

/** What can go wrong on the way to the database. */
export interface Weather {
  /** Share of statements that fail for no reason of their own. */
  readonly statementFails: () => boolean;
}

/** The statements of one server process, each a step of the loop: between any two of them the process or the database may die. */
export class Wire {
  alive = true;
  /** Told what NOTIFY said, at its commit. */
  notified: (payload: string) => void = () => undefined;
  /** Lets a test change what a statement asks for. */
  spoil: (sql: string, params: readonly unknown[]) => readonly unknown[] = (_sql, params) => params;
  /** Lets a test run a statement twice. */
  twice: (sql: string) => boolean = () => false;
  readonly loop: Loop;
  readonly chance: Chance;
  readonly lock: HeadLock;
  readonly weather: Weather;
  private readonly backend: Backend;
  private readonly open = new Set<Connection>();

  constructor(parts: { loop: Loop; chance: Chance; lock: HeadLock; weather: Weather; backend: Backend }) {
    this.loop = parts.loop;
    this.chance = parts.chance;
    this.lock = parts.lock;
    this.weather = parts.weather;
    this.backend = parts.backend;
  }

  /** Looks to the server like the pool of `pg`. */
  get pool(): pg.Pool {
    const pool = {
      connect: () =>
        new Promise((done) => {
          this.loop.soon(() => {
            if (!this.alive) return;
            const connection = new Connection(this, this.backend.session());
            this.open.add(connection);
            done(connection);
          });
        }),
    };
    return pool as unknown as pg.Pool;
  }

  forget(connection: Connection): void {
    this.open.delete(connection);
  }

  /** The process dies: nothing it waits for ever comes. */
  die(): void {
    this.alive = false;
    for (const connection of Array.from(this.open)) connection.cut();
  }

  /** The database goes down and comes back: every statement under way fails. */
  lose(): void {
    for (const connection of Array.from(this.open)) connection.cut(connectionLost());
  }
}

export class Connection {
  private readonly wire: Wire;
  private readonly session: Session;
  private readonly queue: Asked[] = [];
  private busy = false;
  private lost = false;
  private notes: string[] = [];

  constructor(wire: Wire, session: Session) {
    this.wire = wire;
    this.session = session;
  }

  query(said: string | { text: string; values?: readonly unknown[] }, values: readonly unknown[] = []): Promise<Answer> {
    const [sql, params] = typeof said === 'string' ? [said, values] : [said.text, said.values ?? []];
    return new Promise((answer, fail) => {
      this.queue.push({ sql, params, answer, fail });
      this.pump();
    });
  }

  release(): void {
    this.end();
  }

  cut(error?: Error): void {
    this.lost = true;
    this.end();
    if (error) for (const { fail } of this.queue.splice(0)) fail(error);
  }

  pump(): void {
    const next = this.queue[0];
    if (!next || this.busy) return;
    const { wire } = this;
    const { lock } = wire;
    if (locksHead.test(next.sql)) {
      if (lock.holder && lock.holder !== this) {
        if (!lock.waiting.includes(this)) lock.waiting.push(this);
        return;
      }
      lock.holder = this;
    }
    this.busy = true;
    wire.loop.soon(() => this.execute(next));
  }

  private execute(said: Asked): void {
    let asked = said;
    const { wire } = this;
    if (!wire.alive) return;
    if (this.lost) {
      this.queue.splice(0).forEach(({ fail }) => fail(connectionLost()));
      return;
    }
    const settle = (finish: () => void) => {
      this.busy = false;
      if (this.queue[0] === said) this.queue.shift();
      finish();
      this.pump();
    };
    if (!/^(commit|rollback|begin)/.test(asked.sql) && wire.weather.statementFails()) {
      // Before it, so that the transaction is broken as it would be by any other failure.
      asked = { ...asked, sql: 'a statement that is none' };
    }
    const sent = this.run(asked.sql, wire.spoil(asked.sql, asked.params));
    wire.loop.outside += 1;
    sent.then(
      (answer) => {
        wire.loop.outside -= 1;
        this.after(asked, answer);
        settle(() => asked.answer(answer));
      },
      (error: Error) => {
        wire.loop.outside -= 1;
        if (error instanceof UnknownSql) wire.loop.broken = error;
        settle(() => asked.fail(error));
      },
    );
  }

  /** Never throws: what memory throws becomes a rejection, as the real thing's. */
  private async run(sql: string, params: readonly unknown[]): Promise<Answer> {
    if (this.wire.twice(sql)) await this.session.run(sql, again(params));
    return this.session.run(sql, params);
  }

  private after({ sql, params }: Asked, answer: Answer): void {
    if (sql.startsWith('select pg_notify')) this.notes.push(String(params[0]));
    if (!/^(commit|rollback$)/.test(sql)) return;
    if (answer.command === 'COMMIT') for (const note of this.notes) this.wire.notified(note);
    this.notes = [];
    this.wire.lock.release(this);
  }

  private end(): void {
    this.wire.forget(this);
    const at = this.wire.lock.waiting.indexOf(this);
    if (at >= 0) this.wire.lock.waiting.splice(at, 1);
    const ended = this.session.abort();
    if (!ended) return this.wire.lock.release(this);
    this.wire.loop.outside += 1;
    void ended.then(
      () => {
        this.wire.loop.outside -= 1;
        this.wire.lock.release(this);
      },
      () => {
        this.wire.loop.outside -= 1;
        this.wire.lock.release(this);
      },
    );
  }
}
