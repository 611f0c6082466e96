import type pg from 'pg';
import type { CommunityId } from '../../../src/kernel/ids.ts';
import { connect } from '../../../src/platform/server/db/db.ts';
import type { State } from '../sql/memory.ts';
import type { Row } from '../sql/values.ts';
import type { Base } from './base.ts';
import { simulated } from './bases.ts';
import { RealBackend, type Session } from './wire.ts';

interface Table {
  readonly name: string;
  /** Columns that are not made of others, comma-separated. */
  readonly columns: string;
}

/** The simulated community on a real PostgreSQL: the same runs, the same statements, the real answers. */
export class RealBase implements Base {
  readonly community: CommunityId = simulated;
  private readonly backend: RealBackend;
  private readonly admin: pg.ClientConfig;
  private kept: ReadonlyMap<string, string> | undefined;

  constructor(app: pg.PoolConfig, admin: pg.ClientConfig) {
    this.backend = new RealBackend(app);
    this.admin = admin;
  }

  session(): Session {
    return this.backend.session();
  }

  now(): null {
    return null;
  }

  async read(): Promise<State> {
    return this.asAdmin(async (client, tables) => {
      const state = new Map<string, ReadonlyMap<string, Row>>();
      for (const { name } of tables) {
        const { rows } = await client.query<Row>(`select * from ${name} where community = $1`, [this.community]);
        // "position" is a word of SQL and comes quoted.
        state.set(name.replaceAll('"', ''), new Map(rows.map((row, i) => [String(i), row])));
      }
      return state;
    });
  }

  /** Nothing stands here any more. */
  async clear(): Promise<void> {
    await this.asAdmin(async (client, tables) => {
      await client.query(`set session_replication_role = replica`);
      for (const { name } of tables) await client.query(`delete from ${name} where community = $1`, [this.community]);
    });
    this.kept = undefined;
  }

  async keep(): Promise<void> {
    this.kept = await this.asAdmin(async (client, tables) => {
      const kept = new Map<string, string>();
      for (const { name } of tables) {
        const { rows } = await client.query<{ all: string }>(
          `select coalesce(jsonb_agg(to_jsonb(t)), '[]')::text as all from ${name} t where community = $1`,
          [this.community],
        );
        kept.set(name, rows[0]?.all ?? '[]');
      }
      return kept;
    });
  }

  async putBack(epoch: string): Promise<boolean> {
    const { kept } = this;
    if (!kept) return false;
    await this.clear();
    this.kept = kept;
    await this.asAdmin(async (client, tables) => {
      await client.query(`set session_replication_role = replica`);
      for (const { name, columns } of tables) {
        await client.query(`insert into ${name} (${columns}) select ${columns} from jsonb_populate_recordset(null::${name}, $1::jsonb)`, [
          kept.get(name),
        ]);
      }
      await client.query('update platform.head set epoch = $2 where community = $1', [this.community, epoch]);
    });
    return true;
  }

  close(): Promise<void> {
    return this.backend.close();
  }

  private async asAdmin<T>(work: (client: pg.ClientBase, tables: readonly Table[]) => Promise<T>): Promise<T> {
    const pool = connect(this.admin).pool;
    const client = await pool.connect();
    try {
      const { rows } = await client.query<Table>(
        `select format('%I.%I', table_schema, table_name) as name, string_agg(format('%I', column_name), ', ') filter (where is_generated = 'NEVER') as columns
           from information_schema.columns join information_schema.tables using (table_schema, table_name)
          where table_type = 'BASE TABLE' and table_schema in ('platform', 'community', 'register', 'duties', 'readiness', 'response')
          group by 1 having bool_or(column_name = 'community') order by 1`,
      );
      return await work(client, rows);
    } finally {
      client.release();
      await pool.end();
    }
  }
}
