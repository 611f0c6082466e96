import { type Node, parseSync } from 'libpg-query';
import type { Query, Running } from './expressions.ts';
import type { Schema } from './schema.ts';
import { compileSelect, useSchema } from './select.ts';
import { type Row, SqlError, textOf, UnknownSql, type Value } from './values.ts';
import { compileWrite } from './write.ts';

/** All rows as they were committed: never changed, only replaced, so that an old one is a backup. */
export type State = ReadonlyMap<string, ReadonlyMap<string, Row>>;

export interface Answer {
  readonly rows: readonly Row[];
  readonly rowCount: number;
  readonly command: string;
}

/** Rows that one transaction has written, by table and key; null: deleted. */
type Written = Map<string, Map<string, Row | null>>;

type Step = { readonly kind: 'rows'; readonly query: Query } | { readonly kind: 'plain'; readonly node: Node };

const done = (command: string): Answer => ({ rows: [], rowCount: 0, command });

/**
 * PostgreSQL as far as the commands under simulation use it, in memory: the real texts, parsed by PostgreSQL's own parser and run
 * on the tables of our own migrations, with transactions, savepoints, snapshots, constraints and one community per session.
 * Row locks are left to who calls: see `wire.ts`. That it answers as PostgreSQL does is tested by running the same seeds on both.
 */
export class MemoryDatabase {
  committed: State;
  /** Lets a test damage what is about to be committed. */
  spoil: (written: Written) => void = () => undefined;
  /** Lets a test show something else than what was committed. */
  view: (committed: State) => State = (committed) => committed;
  private readonly schema: Schema;
  private readonly compiled: Map<string, readonly Step[]>;

  /** @param compiled shared by databases of one schema, so that each text is parsed once */
  constructor(schema: Schema, committed: State, compiled: Map<string, readonly Step[]>) {
    this.schema = schema;
    this.committed = committed;
    this.compiled = compiled;
    useSchema(schema);
  }

  session(): MemorySession {
    return new MemorySession(this);
  }

  steps(sql: string): readonly Step[] {
    const known = this.compiled.get(sql);
    if (known) return known;
    const steps = (parseSync(sql).stmts ?? []).flatMap(({ stmt }): Step[] => {
      if (!stmt) return [];
      if ('SelectStmt' in stmt) return [{ kind: 'rows', query: compileSelect(stmt.SelectStmt, undefined) }];
      if ('InsertStmt' in stmt || 'UpdateStmt' in stmt || 'DeleteStmt' in stmt) return [{ kind: 'rows', query: compileWrite(stmt) }];
      return [{ kind: 'plain', node: stmt }];
    });
    this.compiled.set(sql, steps);
    return steps;
  }

  keyOf(table: string, row: Row): string {
    return (this.schema.get(table)?.uniques[0]?.columns ?? []).map((column) => textOf(row[column] ?? '')).join('|');
  }

  commit(written: Written): void {
    this.spoil(written);
    const next = new Map(this.committed);
    for (const [table, rows] of written) {
      const merged = new Map(next.get(table));
      for (const [key, row] of rows) {
        if (row) merged.set(key, row);
        else merged.delete(key);
      }
      next.set(table, merged);
    }
    this.committed = next;
  }
}

/** One connection. */
export class MemorySession {
  private readonly database: MemoryDatabase;
  private open = false;
  private failed = false;
  private snapshot: State | null = null;
  private repeatable = false;
  private written: Written = new Map();
  private savepoints: { readonly name: string; readonly written: Written }[] = [];
  private settings = new Map<string, string>();

  constructor(database: MemoryDatabase) {
    this.database = database;
  }

  /** Runs the statements of one text; answers the last. @throws {SqlError} and the transaction then waits for its rollback */
  run(sql: string, params: readonly Value[]): Answer {
    let last = done('');
    for (const step of this.steps(sql)) {
      if (step.kind === 'plain') {
        last = this.plain(step.node);
        continue;
      }
      if (this.failed) throw new SqlError('25P02', 'current transaction is aborted');
      try {
        const rows = step.query.run(this.running(params));
        last = { rows: step.query.columns.length > 0 ? rows : [], rowCount: rows.length, command: 'ROWS' };
      } catch (error) {
        this.failed = this.open;
        throw error;
      }
    }
    return last;
  }

  private steps(sql: string): readonly Step[] {
    try {
      return this.database.steps(sql);
    } catch (error) {
      this.failed = this.open;
      throw error;
    }
  }

  /** The connection is gone: whatever was open never happened. */
  abort(): void {
    this.end();
  }

  private running(params: readonly Value[]): Running {
    const { database, written } = this;
    const community = this.settings.get('app.community');
    if (this.repeatable) this.snapshot ??= database.committed;
    const state = this.snapshot ?? database.view(database.committed);
    return {
      params: params.map((value) => (value instanceof Date ? value.toISOString() : value === undefined ? null : value)),
      named: new Map(),
      setting: (name) => this.settings.get(name) ?? '',
      // Row-level security: rows of other communities are not there.
      *rows(table) {
        const own = written.get(table);
        for (const [key, row] of state.get(table) ?? []) {
          const here = own?.has(key) ? own.get(key) : row;
          if (here && here.community === community) yield here;
        }
        if (own) for (const [key, row] of own) if (row && !state.get(table)?.has(key) && row.community === community) yield row;
      },
      change(table, before, after) {
        const rows = written.get(table) ?? new Map<string, Row | null>();
        written.set(table, rows);
        if (before) rows.set(database.keyOf(table, before), null);
        if (after) rows.set(database.keyOf(table, after), after);
      },
    };
  }

  private plain(node: Node): Answer {
    if ('VariableSetStmt' in node) {
      const { name = '', args = [] } = node.VariableSetStmt;
      const [arg] = args;
      if (name === 'TRANSACTION') this.repeatable = true;
      else if (arg && 'A_Const' in arg) this.settings.set(name, arg.A_Const.sval?.sval ?? '');
      return done('SET');
    }
    if (!('TransactionStmt' in node)) throw new UnknownSql(`${Object.keys(node).join()}`);
    const { kind, savepoint_name: name = '' } = node.TransactionStmt;
    switch (kind) {
      case 'TRANS_STMT_BEGIN':
        this.open = true;
        return done('BEGIN');
      case 'TRANS_STMT_SAVEPOINT':
        if (this.failed) throw new SqlError('25P02', 'current transaction is aborted');
        this.savepoints.push({ name, written: copied(this.written) });
        return done('SAVEPOINT');
      case 'TRANS_STMT_ROLLBACK_TO': {
        const at = this.savepoints.findLastIndex((each) => each.name === name);
        if (at < 0) throw new SqlError('3B001', `no savepoint ${name}`);
        this.written = copied(this.savepoints[at]?.written ?? new Map());
        this.savepoints.length = at + 1;
        this.failed = false;
        return done('ROLLBACK');
      }
      case 'TRANS_STMT_COMMIT': {
        const { failed, written } = this;
        this.end();
        if (failed) return done('ROLLBACK');
        this.database.commit(written);
        return done('COMMIT');
      }
      case 'TRANS_STMT_ROLLBACK':
        this.end();
        return done('ROLLBACK');
      default:
        throw new UnknownSql(`${kind}`);
    }
  }

  private end(): void {
    this.open = false;
    this.failed = false;
    this.snapshot = null;
    this.repeatable = false;
    this.written = new Map();
    this.savepoints = [];
    this.settings = new Map();
  }
}

const copied = (written: Written): Written => new Map([...written].map(([table, rows]) => [table, new Map(rows)]));
