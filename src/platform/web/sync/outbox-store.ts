import type { Envelope } from '../../../kernel/command.ts';
import type { CommandId, DeviceId } from '../../../kernel/ids.ts';
import type { Problem } from '../../../kernel/result.ts';
import { freshIdIn } from './fresh-id.ts';
import type { Said } from './lane.ts';
import { changeMeta, type LocalDb, readMeta, strict } from './local-db.ts';
import { forgettable, type Item, isOpen, type Progress, renumber, reopenAll } from './outbox.ts';

import type { Sealed, Sealer } from './seal.ts';
import type { Surroundings } from './surroundings.ts';

type Here = Pick<Surroundings, 'nowMs' | 'fill'>;

/** One command as it stands on the disk: what it says and what was answered are sealed; its name, number and time are not. */
export interface StoredItem {
  readonly envelope: Omit<Envelope, 'payload'> & { readonly payload?: unknown };
  readonly progress: Progress | SealedProgress;
  /** Missing only in what a version before sealing has left behind. */
  readonly payload?: Sealed;
  /** Missing in what an older version has left behind: then it may be one. */
  readonly life?: boolean;
}
type SealedProgress = Omit<Extract<Progress, { readonly problem: Problem }>, 'problem'> & { readonly problem: Sealed };

const unread: Problem = { code: 'web.sealed', kind: 'conflict' };
const isSealed = (progress: StoredItem['progress']): progress is SealedProgress => 'problem' in progress && 'iv' in progress.problem;
const aboutPayload = (id: string) => `outbox ${id}`;
const aboutAnswer = (id: string) => `answer ${id}`;

/** Nothing can be put into the outbox while it is closed: somebody signs in first, or gives the PIN. */
export class OutboxClosed extends Error {}

/** The outbox of this device on its disk. */
export class OutboxStore {
  private readonly db: LocalDb;
  private readonly here: Here;
  /** Null while nobody has signed in or given the PIN. */
  private readonly sealer: () => Sealer | null;
  private readonly payloads = new Map<string, unknown>();
  private readonly answers = new Map<string, Problem>();

  constructor(db: LocalDb, here: Here, sealer: () => Sealer | null) {
    this.db = db;
    this.here = here;
    this.sealer = sealer;
  }

  get isOpen(): boolean {
    return this.sealer() !== null;
  }

  /**
   * Puts a command into the outbox: its running number and its row in one transaction, so that two tabs never give the same number.
   * @throws {@link OutboxClosed}
   */
  async enqueue(said: Said): Promise<Item> {
    const sealer = this.sealer();
    if (!sealer) throw new OutboxClosed();
    const id = freshIdIn(this.here) as CommandId;
    const { payload, life, ...named } = said;
    const sealed = await sealer.seal(aboutPayload(id), payload);
    const tx = this.db.transaction(['meta', 'outbox'], 'readwrite', strict);
    const meta = await changeMeta(tx.objectStore('meta'), ({ lastDseq }) => ({ lastDseq: lastDseq + 1 }));
    const envelope = { ...named, id, dseq: meta.lastDseq, claimedAt: new Date(this.here.nowMs()).toISOString() };
    await tx.objectStore('outbox').put({ envelope, progress: { at: 'saved' }, payload: sealed, life });
    await tx.done;
    this.payloads.set(id, payload);
    return { envelope: { ...envelope, payload }, progress: { at: 'saved' }, life };
  }

  /** Everything held. While the outbox is closed, what was said and what was answered is missing, and the items say so (`closed`). */
  async read(): Promise<Item[]> {
    const stored = await this.db.getAll('outbox');
    const sealer = this.sealer();
    if (!sealer) {
      this.payloads.clear();
      this.answers.clear();
    }
    return Promise.all(stored.map((each) => this.opened(each, sealer)));
  }

  private async opened({ envelope, progress, payload, life = true }: StoredItem, sealer: Sealer | null): Promise<Item> {
    const { id } = envelope;
    const said = payload ? await this.once(this.payloads, id, sealer && (() => sealer.open(aboutPayload(id), payload))) : envelope.payload;
    const answer = isSealed(progress)
      ? {
          ...progress,
          problem: (await this.once(this.answers, id, sealer && (() => sealer.open<Problem>(aboutAnswer(id), progress.problem)))) ?? unread,
        }
      : progress;
    return { envelope: { ...envelope, payload: said ?? null }, progress: answer, life, ...(said === undefined ? { closed: true } : {}) };
  }

  /** Opens a thing once and remembers it: what was said never changes. */
  private async once<T>(known: Map<string, T>, id: string, openIt: (() => Promise<T | null>) | null): Promise<T | undefined> {
    const before = known.get(id);
    if (before !== undefined || !openIt) return before;
    const value = await openIt();
    if (value === null) return undefined;
    known.set(id, value);
    return value;
  }

  /**
   * Writes new progress. An item that another tab has settled meanwhile keeps its answer.
   * @param agreedWith epoch of the server that gave these answers; should we speak with another by now, nothing is written
   */
  async write(changed: readonly Item[], agreedWith?: { readonly epoch: string | undefined }): Promise<void> {
    const sealer = this.sealer();
    const sealed = await Promise.all(changed.map(async (item) => ({ item, progress: await this.sealedProgress(item, sealer) })));
    const tx = this.db.transaction(['meta', 'outbox'], 'readwrite', strict);
    const outbox = tx.objectStore('outbox');
    const stale = agreedWith && (await tx.objectStore('meta').get('self'))?.agreedWith !== agreedWith.epoch;
    for (const { item, progress } of stale ? [] : sealed) {
      const current = await outbox.get(item.envelope.id);
      const settledElsewhere = current && !isOpen(current) && item.progress.at === 'sent';
      if (current && progress && !settledElsewhere) await outbox.put({ ...current, progress });
    }
    await tx.done;
  }

  private async sealedProgress({ envelope, progress }: Item, sealer: Sealer | null): Promise<StoredItem['progress'] | null> {
    if (!('problem' in progress)) return progress;
    // Without a key an answer cannot be kept: the command is asked about again.
    if (!sealer) return null;
    this.answers.set(envelope.id, progress.problem);
    return { ...progress, problem: await sealer.seal(aboutAnswer(envelope.id), progress.problem) };
  }

  /** Seals what a version before sealing left in the clear. */
  async sealOld(): Promise<void> {
    const sealer = this.sealer();
    const old = (await this.db.getAll('outbox')).filter(({ payload }) => !payload);
    if (!sealer || old.length === 0) return;
    const fresh = await Promise.all(
      old.map(async ({ envelope: { payload, ...envelope }, progress }): Promise<StoredItem> => {
        const item = { envelope: { ...envelope, payload: null }, progress: progress as Progress, life: true };
        return {
          envelope,
          progress: (await this.sealedProgress(item, sealer)) ?? progress,
          payload: await sealer.seal(aboutPayload(envelope.id), payload),
        };
      }),
    );
    const tx = this.db.transaction('outbox', 'readwrite', strict);
    for (const item of fresh) await tx.store.put(item);
    await tx.done;
  }

  /** Gives the device a new name and its open commands the numbers 1, 2, 3 …; the ids stay. */
  async renumberOpen(): Promise<void> {
    const tx = this.db.transaction(['meta', 'outbox'], 'readwrite', strict);
    const outbox = tx.objectStore('outbox');
    const open = renumber(await outbox.getAll());
    await changeMeta(tx.objectStore('meta'), () => ({ device: freshIdIn(this.here) as DeviceId, lastDseq: open.length }));
    for (const item of open) await outbox.put(item);
    await tx.done;
  }

  /**
   * Notes with which server we speak. Should it be another than the one that agreed to what is held here, or should nobody have known which
   * one that was, everything is opened again: the server answers what it knows as it did the first time.
   * @returns was anything opened again?
   */
  async meetServer(epoch: string): Promise<boolean> {
    if ((await readMeta(this.db)).agreedWith === epoch) return false;
    const tx = this.db.transaction(['meta', 'outbox'], 'readwrite', strict);
    const outbox = tx.objectStore('outbox');
    const reopened = reopenAll(await outbox.getAll());
    for (const item of reopened) await outbox.put(item);
    // In one transaction: a phone that dies in between must not believe that it has said everything again.
    await changeMeta(tx.objectStore('meta'), () => ({ agreedWith: epoch }));
    await tx.done;
    return reopened.length > 0;
  }

  /** Forgets what was settled a fortnight ago. */
  async sweep(): Promise<void> {
    const old = forgettable(await this.db.getAll('outbox'), this.here.nowMs());
    if (old.length === 0) return;
    const tx = this.db.transaction('outbox', 'readwrite', strict);
    for (const item of old) await tx.store.delete(item.envelope.id);
    await tx.done;
  }

  /** One tab pushes at a time. This only saves traffic: the server answers a command that arrives twice as it did the first time. */
  async holdPusher(tab: string, holdMs: number): Promise<boolean> {
    const nowMs = this.here.nowMs();
    const tx = this.db.transaction('meta', 'readwrite');
    const meta = await changeMeta(tx.store, ({ pusher }) =>
      // Beyond what anyone may hold it: the clock was set back since, and whoever held it is no longer bound.
      pusher.tab === tab || pusher.untilMs < nowMs || pusher.untilMs > nowMs + holdMs ? { pusher: { tab, untilMs: nowMs + holdMs } } : {},
    );
    await tx.done;
    return meta.pusher.tab === tab;
  }
}
