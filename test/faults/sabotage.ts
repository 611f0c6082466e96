import type { StoredItem } from '../../src/platform/web/sync/outbox-store.ts';
import type { CheckerName } from './checkers.ts';
import type { Sabotage } from './world/base.ts';
import type { MemoryBase } from './world/bases.ts';

/** A product with one fault built in, and the checkers that must notice. */
export interface Mutant {
  readonly name: string;
  /** `end`: the run never comes to rest. */
  readonly noticedBy: readonly (CheckerName | 'end')[];
  readonly sabotage: Sabotage;
}

const seldom = 0.3;

/** What a careless change of the product could do to it. */
export const mutants: readonly Mutant[] = [
  {
    name: 'lost update: a write is acknowledged and not kept',
    noticedBy: ['ledgersExact', 'pathsLegal'],
    sabotage: {
      base: (base: MemoryBase, chance) => {
        base.database.spoil = (written) => {
          for (const table of ['response.visit', 'response.task', 'readiness.stock_movement']) if (chance.often(seldom)) written.delete(table);
        };
      },
    },
  },
  {
    name: 'stale read: what is decided on was true some commits ago',
    noticedBy: ['ledgersExact', 'pathsLegal'],
    sabotage: {
      base: ({ database }) => {
        // One commit behind, always: a lock that is not held gives this now and then.
        let [last, before] = [database.committed, database.committed];
        database.view = (committed) => {
          if (committed !== last) [last, before] = [committed, last];
          return new Map([
            ...committed,
            ...['response.visit', 'response.task', 'readiness.stock_movement'].map((t) => [t, before.get(t) ?? new Map()] as const),
          ]);
        };
      },
    },
  },
  {
    name: 'double apply: one command is written twice',
    noticedBy: ['ledgersExact'],
    sabotage: {
      server: (server) => {
        server.wire.twice = (sql) => /update response\.visit|insert into readiness\.stock_movement/.test(sql);
      },
    },
  },
  {
    name: 'skipped version: the head runs ahead of the journal',
    noticedBy: ['versionsAndChain'],
    sabotage: {
      server: (server, chance) => {
        server.wire.spoil = (sql, params) =>
          sql.startsWith('update platform.head set version') && chance.often(seldom) ? [Number(params[0]) + 1, ...params.slice(1)] : params;
      },
    },
  },
  {
    name: 'leaked row: a pull reads one scope too many',
    noticedBy: ['nothingLeaks', 'viewsEqual'],
    sabotage: {
      server: (server) => {
        server.wire.spoil = (sql, params) =>
          sql.includes('scope = any($1)') && Array.isArray(params[0])
            ? [[...(params[0] as string[]), 'grid:00000000-0000-7000-8002-000000000001'], ...params.slice(1)]
            : params;
      },
    },
  },
  {
    name: 'lost outbox item: what the person was told is kept is not',
    noticedBy: ['onceAnswered'],
    sabotage: {
      device: (device, chance) => {
        const rows = () => device.disk.stores.get('outbox')?.rows;
        const before = device.disk.committed;
        device.disk.committed = (stores) => {
          before(stores);
          const [last] = [...(rows()?.keys() ?? [])].slice(-1);
          if (stores.has('outbox') && last && chance.often(seldom)) rows()?.delete(last);
        };
      },
    },
  },
  {
    name: 'overtaken: what was said later goes out first',
    noticedBy: ['inOrder'],
    sabotage: {
      device: (device) => {
        const before = device.disk.committed;
        device.disk.committed = (stores) => {
          before(stores);
          const rows = [...(device.disk.stores.get('outbox')?.rows ?? [])].filter(([, { value }]) => (value as StoredItem).progress.at === 'saved');
          const [[first, one], [second, two]] = [rows.at(-2), rows.at(-1)].map((row) => row ?? []) as [(typeof rows)[number], (typeof rows)[number]];
          if (!stores.has('outbox') || !one || !two) return;
          const [a, b] = [one.value as StoredItem, two.value as StoredItem];
          const swapped = (to: StoredItem, { envelope: { dseq } }: StoredItem) => ({ ...to, envelope: { ...to.envelope, dseq } });
          const all = device.disk.stores.get('outbox')?.rows;
          all?.set(first, { ...one, value: swapped(a, b) });
          all?.set(second, { ...two, value: swapped(b, a) });
        };
      },
    },
  },
  {
    name: 'cursor too far: a page is taken for complete before its rows are written',
    noticedBy: ['cursorsHonest', 'viewsEqual'],
    sabotage: {
      device: (device, chance) => {
        const before = device.disk.committed;
        device.disk.committed = (stores) => {
          const chunks = device.disk.stores.get('chunks')?.rows;
          const [last] = [...(chunks?.keys() ?? [])].slice(-1);
          if (stores.has('chunks') && last && chance.often(seldom)) chunks?.delete(last);
          before(stores);
        };
      },
    },
  },
];
