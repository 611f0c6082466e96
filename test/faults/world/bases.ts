import type { CommunityId } from '../../../src/kernel/ids.ts';
import { MemoryDatabase, type State } from '../sql/memory.ts';
import { readSchema, type Schema } from '../sql/schema.ts';
import type { Base } from './base.ts';
import type { Session } from './wire.ts';

export const simulated = '00000000-0000-7000-8000-00000000c0de' as CommunityId;

type Compiled = ConstructorParameters<typeof MemoryDatabase>[2];

/** Makes databases in memory: all of one schema, so that every statement is parsed once. */
export class Memory {
  private readonly schema: Schema;
  private readonly compiled: Compiled = new Map();
  private founded: State = new Map();

  constructor(schema: Schema) {
    this.schema = schema;
  }

  static async open(): Promise<Memory> {
    return new Memory(await readSchema());
  }

  /** Every later database begins with these rows. */
  foundWith(state: State): void {
    this.founded = state;
  }

  fresh(): MemoryBase {
    return new MemoryBase(new MemoryDatabase(this.schema, this.founded, this.compiled));
  }
}

export class MemoryBase implements Base {
  readonly community = simulated;
  readonly database: MemoryDatabase;
  private kept: State | undefined;

  constructor(database: MemoryDatabase) {
    this.database = database;
  }

  session(): Session {
    return this.database.session();
  }

  now(): State {
    return this.database.committed;
  }

  async read(): Promise<State> {
    return this.database.committed;
  }

  async keep(): Promise<void> {
    this.kept = this.database.committed;
  }

  async putBack(epoch: string): Promise<boolean> {
    if (!this.kept) return false;
    const heads = this.kept.get('platform.head') ?? new Map();
    this.database.committed = new Map(this.kept).set('platform.head', new Map([...heads].map(([key, row]) => [key, { ...row, epoch }])));
    return true;
  }
}
