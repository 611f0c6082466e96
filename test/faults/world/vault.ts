import { type Gone, takes } from '../../../src/platform/web/sync/copy.ts';
import type { Chunk, LocalRow } from '../../../src/platform/web/sync/local-db.ts';
import type { Item } from '../../../src/platform/web/sync/outbox.ts';
import type { StoredItem } from '../../../src/platform/web/sync/outbox-store.ts';
import type { Sealed, Sealer } from '../../../src/platform/web/sync/seal.ts';
import type { Vault } from '../../../src/platform/web/sync/vault.ts';
import type { Device } from './device.ts';
import type { Disk } from './disk.ts';

interface Envelope {
  readonly about: string;
  readonly value: unknown;
}

/** What was sealed: the simulation's seal only says what it is about. */
const inside = (sealed: Sealed): Envelope => sealed.data as unknown as Envelope;

/**
 * A vault that is open for good and seals in name only. What real sealing does to the order of things stays: it takes a moment of its
 * own, during which no transaction of the disk stays alive.
 */
export function vaultOf({ loop }: Device): Vault {
  const moment = <T>(value: T): Promise<T> => new Promise((done) => void loop.soon(() => done(value)));
  const sealer: Sealer = {
    seal: (about, value) => moment({ iv: new Uint8Array(12), data: { about, value } as unknown as ArrayBuffer }),
    open: <T>(about: string, sealed: Sealed) => moment(inside(sealed).about === about ? (inside(sealed).value as T) : null),
  };
  return {
    state: { lock: 'open', declined: false, triesLeft: 1, untilMs: Number.MAX_SAFE_INTEGER },
    outbox: sealer,
    copy: sealer,
    card: () => null,
    met: async () => undefined,
    renew: async () => undefined,
    setPin: async () => false,
    unlock: async () => 'open',
    decline: async () => undefined,
    dropPin: async () => undefined,
    lock: () => undefined,
    tick: async () => false,
    sign: async () => '',
    keys: () => null,
    take: () => undefined,
  };
}

/** The rows of the copy as they stand on the disk: its chunks, replayed. */
export function copyOn(disk: Disk): LocalRow[] {
  const rows = new Map<string, LocalRow>();
  for (const chunk of disk.all<Chunk>('chunks').toSorted((a, b) => a.number - b.number)) {
    const content = inside(chunk).value as { readonly rows: readonly LocalRow[]; readonly gone: readonly Gone[] };
    for (const row of content.rows) rows.set(`${row.entity} ${row.id}`, row);
    for (const gone of content.gone) {
      const row = rows.get(`${gone.entity} ${gone.id}`);
      if (row && takes(gone, row)) rows.delete(`${gone.entity} ${gone.id}`);
    }
  }
  return [...rows.values()];
}

export const outboxOn = (disk: Disk): Item[] => disk.all<StoredItem>('outbox') as unknown as Item[];
