import type { IDBPTransaction } from 'idb';
import type { Envelope } from '../../../kernel/command.ts';
import type { CommandId, DeviceId } from '../../../kernel/ids.ts';
import type { Problem } from '../../../kernel/result.ts';
import { freshIdIn } from './fresh-id.ts';
import type { Said, ServerWord } from './lane.ts';
import { changeMeta, type LocalDb, type Meta, readMeta, relaxed, type Shape, strict } from './local-db.ts';
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
  /** The how-manieth it was that was said on this device; numbering anew does not change it. Missing in what an older version has left behind. */
  readonly order?: number;
}
/** `known`: the server that agreed to what is held · `anew`: another one, or the first; whatever was agreed is said again · `late`: an answer from before we met another. */
type Met = 'known' | 'anew' | 'late';
type SealedProgress = Omit<Extract<Progress, { readonly problem: Problem }>, 'problem'> & { readonly problem: Sealed };

const unread: Problem = { code: 'web.sealed', kind: 'conflict' };
const isSealed = (progress: StoredItem['progress']): progress is SealedProgress => 'problem' in progress && 'iv' in progress.problem;
type Told = NonNullable<Meta['told']>;
/** The time is noted again only when it has moved by more than this, ms: nobody needs it to the second. */
const timeStepMs = 60_000;
const isNews = (before: Told | undefined, told: Told): boolean => !before || Math.abs(told.serverMs - before.serverMs) > timeStepMs;
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
    const meta = await changeMeta(tx.objectStore('meta'), ({ lastDseq, lastOrder = lastDseq }) => ({
      lastDseq: lastDseq + 1,
      lastOrder: lastOrder + 1,
    }));
    const envelope = { ...named, id, dseq: meta.lastDseq, claimedAt: new Date(this.here.nowMs()).toISOString() };
    await tx.objectStore('outbox').put({ envelope, progress: { at: 'saved' }, payload: sealed, life, order: meta.lastOrder ?? meta.lastDseq });
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
    await this.numberAnew(tx, await tx.objectStore('outbox').getAll());
    await tx.done;
  }

  private async numberAnew(tx: IDBPTransaction<Shape, ('meta' | 'outbox')[], 'readwrite'>, items: readonly StoredItem[]): Promise<void> {
    const open = renumber(items);
    await changeMeta(tx.objectStore('meta'), () => ({ device: freshIdIn(this.here) as DeviceId, lastDseq: open.length }));
    for (const item of open) await tx.objectStore('outbox').put(item);
  }

  /** The server that we speak with: to be asked before a question goes out, and given to {@link meetServer} with the answer. */
  async speaksWith(): Promise<string | undefined> {
    return (await readMeta(this.db)).agreedWith;
  }

  /**
   * Notes which server has answered, and its time. Should it be another than the one that agreed to what is held here, or should nobody have
   * known which one that was, everything is opened again, in the order in which it was said: the server answers what it knows as it did the
   * first time.
   * @param before what {@link speaksWith} said when the question went out
   */
  async meetServer({ epoch, now }: ServerWord, before: string | undefined): Promise<Met> {
    if (epoch === null) return 'known';
    const told = { serverMs: Date.parse(now), hereMs: this.here.nowMs() };
    const meta = await readMeta(this.db);
    if (meta.agreedWith === epoch) {
      if (isNews(meta.told, told)) await this.noteTime(told);
      return 'known';
    }
    // In one transaction: a phone that dies in between must not believe that it has said everything again.
    const tx = this.db.transaction(['meta', 'outbox'], 'readwrite', strict);
    const { agreedWith } = await changeMeta(tx.objectStore('meta'), () => ({}));
    const late = agreedWith !== before && agreedWith !== epoch;
    const reopened = late || agreedWith === epoch ? [] : reopenAll(await tx.objectStore('outbox').getAll());
    for (const item of reopened) await tx.objectStore('outbox').put(item);
    if (reopened.length > 0) await this.numberAnew(tx, await tx.objectStore('outbox').getAll());
    if (!late) await changeMeta(tx.objectStore('meta'), () => ({ agreedWith: epoch, told }));
    await tx.done;
    return late ? 'late' : agreedWith === epoch ? 'known' : 'anew';
  }

  private async noteTime(told: Told): Promise<void> {
    const tx = this.db.transaction('meta', 'readwrite', relaxed);
    await changeMeta(tx.store, () => ({ told }));
    await tx.done;
  }

  /** The server's time as far as it is known here (ms): what it last said, and what the device's clock has gone since. Only for what is shown. */
  async serverNowMs(): Promise<number> {
    const { told } = await readMeta(this.db);
    return told ? told.serverMs + Math.max(0, this.here.nowMs() - told.hereMs) : Number.POSITIVE_INFINITY;
  }

  /** Forgets what was settled a fortnight ago. */
  async sweep(): Promise<void> {
    const { told } = await readMeta(this.db);
    const old = told ? forgettable(await this.db.getAll('outbox'), told.serverMs, this.here.nowMs()) : [];
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
