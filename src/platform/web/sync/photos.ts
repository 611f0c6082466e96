import type { CommunityId } from '../../../kernel/ids.ts';
import { ok, type Result, refuse } from '../../../kernel/result.ts';
import { askFrom } from './api.ts';
import { type LocalDb, strict } from './local-db.ts';
import { backOffMs, isOpen } from './outbox.ts';
import type { OutboxStore } from './outbox-store.ts';
import { isFull } from './puller.ts';
import { fromBase64, type Sealed, type Sealer, toBase64 } from './seal.ts';
import type { Surroundings } from './surroundings.ts';
import { Wakeable } from './wakeable.ts';

/** A photo that waits to be sent, sealed like the outbox. */
export interface StoredPhoto extends Sealed {
  /** sha256 of its bytes: the name that commands give it, here and on the server. */
  readonly origin: string;
  readonly keptMs: number;
}

interface Parts {
  readonly here: Surroundings;
  readonly db: LocalDb;
  readonly community: CommunityId;
  readonly outbox: OutboxStore;
  /** Seals and opens; null while the outbox is closed. */
  readonly sealer: () => Sealer | null;
  /** Told how many wait. */
  readonly changed: (waiting: number) => void;
}

/** What a weak network carries in some seconds, in bytes. */
const pieceBytes = 256 * 1024;
/** Text goes first: while there is some, photos look again after this long, ms. */
const afterTextMs = 3_000;
const about = (origin: string) => `photo ${origin}`;

/** Photos taken without a network. They stand apart from what was said: text goes first, and when there is no room photos give way. */
export class Photos extends Wakeable {
  private readonly parts: Parts;
  private failures = 0;

  constructor(parts: Parts) {
    super(parts.here.later);
    this.parts = parts;
  }

  /**
   * Keeps a photo until it is sent. Refuses `web.photoNoRoom`.
   * @returns the name by which commands refer to it; null while the outbox is closed
   */
  async keep(bytes: Uint8Array<ArrayBuffer>): Promise<Result<string> | null> {
    const { here, db, sealer } = this.parts;
    const seals = sealer();
    if (!seals) return null;
    const origin = hex(await crypto.subtle.digest('SHA-256', bytes));
    const sealed = await seals.seal(about(origin), toBase64(bytes));
    try {
      const tx = db.transaction('photos', 'readwrite', strict);
      await tx.store.put({ ...sealed, origin, keptMs: here.nowMs() });
      await tx.done;
    } catch (error) {
      if (!isFull(error)) throw error;
      return refuse('conflict', 'web.photoNoRoom');
    }
    await this.count();
    this.wake();
    return ok(origin);
  }

  /** Gives up the photos that wait, so that what was said has room. @returns how many there were */
  async shed(): Promise<number> {
    const n = await this.parts.db.count('photos');
    await this.parts.db.clear('photos');
    await this.count();
    return n;
  }

  async count(): Promise<void> {
    this.parts.changed(await this.parts.db.count('photos'));
  }

  protected override async run(): Promise<number | null> {
    const { here, db, outbox, sealer } = this.parts;
    const names = await db.getAllKeys('photos');
    if (names.length === 0 || !sealer()) return null;
    if ((await outbox.read()).some(isOpen)) return afterTextMs;
    for (const origin of names) {
      if (this.stopped) return null;
      const sent = await this.sendOne(origin);
      if (!sent) {
        this.failures += 1;
        return backOffMs(this.failures, here.chance());
      }
      this.failures = 0;
      await db.delete('photos', origin);
      await this.count();
    }
    return null;
  }

  /** @returns false when it must be tried again later */
  private async sendOne(origin: string): Promise<boolean> {
    const { here, db, community, sealer } = this.parts;
    const stored = await db.get('photos', origin);
    const text = stored && (await sealer()?.open<string>(about(origin), stored));
    // Gone meanwhile, or another key: there is nothing that could be sent.
    if (!text) return !stored;
    const bytes = fromBase64(text);
    const whole = { community, origin, size: String(bytes.length) };
    let arrived = await askFrom<Arrived>(here, `/api/v1/files/pieces/${origin}?${new URLSearchParams({ community })}`, {});
    while (arrived.ok && arrived.value.hash === null) {
      const from = arrived.value.received;
      arrived = await askFrom<Arrived>(here, `/api/v1/files/pieces?${new URLSearchParams({ ...whole, from: String(from) })}`, {
        method: 'POST',
        body: new Blob([bytes.subarray(from, from + pieceBytes)], { type: 'application/octet-stream' }),
        timeoutMs: 60_000,
      });
    }
    return arrived.ok;
  }
}

interface Arrived {
  readonly received: number;
  readonly hash: string | null;
}

const hex = (bytes: ArrayBuffer): string => Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, '0')).join('');
