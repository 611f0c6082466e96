import type { Envelope } from '../../../kernel/command.ts';
import type { CommandId, DeviceId } from '../../../kernel/ids.ts';
import { freshIdIn } from './fresh-id.ts';
import { changeMeta, type LocalDb, strict } from './local-db.ts';
import { forgettable, type Item, isOpen, renumber } from './outbox.ts';
import type { Surroundings } from './surroundings.ts';

type Here = Pick<Surroundings, 'nowMs' | 'fill'>;

/** Puts a command into the outbox: its running number and its row in one transaction, so that two tabs never give the same number. */
export async function enqueue(db: LocalDb, said: Pick<Envelope, 'name' | 'ver' | 'payload'>, here: Here): Promise<Item> {
  const tx = db.transaction(['meta', 'outbox'], 'readwrite', strict);
  const meta = await changeMeta(tx.objectStore('meta'), ({ lastDseq }) => ({ lastDseq: lastDseq + 1 }));
  const item: Item = {
    envelope: { ...said, id: freshIdIn(here) as CommandId, dseq: meta.lastDseq, claimedAt: new Date(here.nowMs()).toISOString() },
    progress: { at: 'saved' },
  };
  await tx.objectStore('outbox').put(item);
  await tx.done;
  return item;
}

export const readOutbox = (db: LocalDb): Promise<Item[]> => db.getAll('outbox');

/** Writes new progress. An item that another tab has settled meanwhile keeps its answer. */
export async function writeProgress(db: LocalDb, changed: readonly Item[]): Promise<void> {
  const tx = db.transaction('outbox', 'readwrite', strict);
  for (const item of changed) {
    const current = await tx.store.get(item.envelope.id);
    const settledElsewhere = current && !isOpen(current) && item.progress.at === 'sent';
    if (current && !settledElsewhere) await tx.store.put({ ...current, progress: item.progress });
  }
  await tx.done;
}

/** Gives the device a new name and its open commands the numbers 1, 2, 3 …; the ids stay. */
export async function renumberOpen(db: LocalDb, here: Here): Promise<void> {
  const tx = db.transaction(['meta', 'outbox'], 'readwrite', strict);
  const outbox = tx.objectStore('outbox');
  const open = renumber(await outbox.getAll());
  await changeMeta(tx.objectStore('meta'), () => ({ device: freshIdIn(here) as DeviceId, lastDseq: open.length }));
  for (const item of open) await outbox.put(item);
  await tx.done;
}

/** Forgets what was settled a fortnight ago. */
export async function sweepOutbox(db: LocalDb, nowMs: number): Promise<void> {
  const old = forgettable(await readOutbox(db), nowMs);
  if (old.length === 0) return;
  const tx = db.transaction('outbox', 'readwrite', strict);
  for (const item of old) await tx.store.delete(item.envelope.id);
  await tx.done;
}

/** One tab pushes at a time. This only saves traffic: the server answers a command that arrives twice as it did the first time. */
export async function holdPusher(db: LocalDb, tab: string, holdMs: number, nowMs: number): Promise<boolean> {
  const tx = db.transaction('meta', 'readwrite');
  const meta = await changeMeta(tx.store, ({ pusher }) =>
    pusher.tab === tab || pusher.untilMs < nowMs ? { pusher: { tab, untilMs: nowMs + holdMs } } : {},
  );
  await tx.done;
  return meta.pusher.tab === tab;
}
