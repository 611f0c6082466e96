import type { ExportedOutbox, MeetingAnswer } from '../../../kernel/devices.ts';
import type { CommunityId, DeviceId, PersonId } from '../../../kernel/ids.ts';
import { askFrom } from './api.ts';
import type { LocalDb } from './local-db.ts';
import { Mirror } from './mirror.ts';
import { type Item, isOpen } from './outbox.ts';
import type { SignedOutbox } from './outbox-file.ts';
import type { OutboxStore } from './outbox-store.ts';
import { dropCopy, memoryShelf, type Shelf, sealedShelf } from './shelf.ts';
import type { Surroundings } from './surroundings.ts';
import type { Keys, Unlocked, Vault, VaultState } from './vault.ts';

interface Parts {
  readonly here: Surroundings;
  readonly db: LocalDb;
  readonly community: CommunityId;
  readonly person: PersonId;
  readonly vault: Vault;
  readonly outbox: OutboxStore;
  readonly set: (change: { vault?: VaultState; keeps?: boolean; full?: boolean; wiped?: boolean }) => void;
  /** Tells the other tabs. */
  readonly tell: (what: string) => void;
  readonly meetNow: () => Promise<boolean>;
  readonly meetSoon: () => void;
  /** Another copy stands open: it may lag behind. */
  readonly copyMoved: () => void;
  readonly outboxOpened: () => Promise<void>;
  readonly pushNow: () => void;
  /** From now on nothing is fetched any more. */
  readonly wiping: () => void;
}

/** How often time is counted for the lease, ms. */
const tickMs = 5 * 60_000;
/** A device that is told to forget sends what it holds first, for at most this long, ms. */
const lastPushMs = 20_000;

/** What opens and closes the copy and the outbox of this device: PIN, lease, room, and the word to forget. */
export class Custody {
  readonly mirror: Mirror;
  shelf: Shelf;
  private readonly parts: Parts;
  private keeps: boolean;
  private stopClock: () => void = () => undefined;

  constructor(parts: Parts) {
    this.parts = parts;
    const { copy, outbox } = parts.vault;
    this.shelf = copy ? sealedShelf(parts.db, copy) : memoryShelf();
    this.keeps = outbox !== null;
    this.mirror = new Mirror(this.shelf, () => void this.damaged());
  }

  start(): void {
    const { here, vault } = this.parts;
    this.stopClock = here.later(tickMs, () => {
      this.start();
      void vault.tick(here.nowMs(), tickMs).then(async (closed) => {
        if (!closed) return;
        await this.changed();
        this.parts.meetSoon();
      });
    });
  }

  stop(): void {
    this.stopClock();
  }

  /** The name under which the server knows this browser; null without a secure context. */
  get device(): string | null {
    return this.parts.vault.card(false)?.device ?? null;
  }

  get triesLeft(): number {
    return this.parts.vault.state.triesLeft;
  }

  /** What the next page may take over; null when nothing is unlocked. */
  keys(): Keys | null {
    return this.parts.vault.keys();
  }

  /** These open commands as a text that this device signs, numbered as `numbersAs`; null while the outbox is closed. */
  async signed(items: readonly Item[], numbersAs: DeviceId): Promise<SignedOutbox | null> {
    const { here, community, person, vault, outbox } = this.parts;
    const card = vault.card(false);
    if (!card || !outbox.isOpen || items.some((item) => item.closed)) return null;
    const exported: ExportedOutbox = {
      community,
      person,
      device: card.device,
      numbersAs,
      madeAt: new Date(here.nowMs()).toISOString(),
      commands: items.map(({ envelope }) => envelope),
    };
    const text = JSON.stringify(exported);
    return { outbox: text, signature: await vault.sign(new TextEncoder().encode(text)) };
  }

  async met({ wipe }: MeetingAnswer): Promise<void> {
    await this.changed();
    if (wipe) await this.obeyWipe();
  }

  /** Sets the first PIN or another one; from then on the copy is kept on this device. @returns false when the server could not be met */
  async setPin(pin: string): Promise<boolean> {
    const { db, vault, meetNow, tell } = this.parts;
    if (!(await meetNow())) return false;
    // What was sealed under the PIN before cannot be read with the new one.
    await this.show(memoryShelf());
    await dropCopy(db);
    const set = await vault.setPin(pin);
    await this.changed();
    tell('locked');
    return set;
  }

  async unlock(pin: string): Promise<Unlocked> {
    const how = await this.parts.vault.unlock(pin);
    if (how === 'purged') await this.dropPin();
    else await this.changed();
    if (how !== 'purged') this.parts.meetSoon();
    return how;
  }

  /** Takes over what the page before this one had unlocked. */
  async take(keys: Keys): Promise<void> {
    this.parts.vault.take(keys, this.parts.here.nowMs());
    await this.changed();
  }

  /** Takes the PIN away, and the copy with it; the outbox stays. */
  async dropPin(): Promise<void> {
    await dropCopy(this.parts.db);
    await this.parts.vault.dropPin();
    await this.changed();
    this.parts.meetSoon();
  }

  async decline(): Promise<void> {
    await this.parts.vault.decline();
    await this.changed();
  }

  /** Forgets the keys in memory: the PIN is asked for again. */
  async lock(): Promise<void> {
    this.parts.vault.lock();
    await this.changed();
  }

  /** For signing out: keys and copy go, here and in the other tabs; the sealed outbox stays. */
  async leave(): Promise<void> {
    await this.lock();
    this.parts.tell('locked');
    await dropCopy(this.parts.db);
  }

  /** There is no room: from now on the copy stands in memory, and what is said has the disk for itself. */
  async giveUpCopy(): Promise<void> {
    await dropCopy(this.parts.db);
    this.parts.set({ full: true });
    await this.show(memoryShelf());
  }

  /** After the keys changed hands: another copy may stand open, and the outbox too. */
  async changed(): Promise<void> {
    const { db, vault, outbox, set, outboxOpened } = this.parts;
    const { copy, state } = vault;
    if ((copy !== null) !== this.shelf.lasting) await this.show(copy ? sealedShelf(db, copy) : memoryShelf());
    const opened = !this.keeps && outbox.isOpen;
    this.keeps = outbox.isOpen;
    set({ vault: state, keeps: this.keeps });
    if (!opened) return;
    await outbox.sealOld();
    await outboxOpened();
  }

  private async show(shelf: Shelf): Promise<void> {
    this.shelf = shelf;
    await this.mirror.show(shelf);
    this.parts.copyMoved();
  }

  /** The copy does not open with its key: it is fetched anew. */
  private async damaged(): Promise<void> {
    await dropCopy(this.parts.db);
    await this.mirror.reload();
    this.parts.copyMoved();
  }

  /** What is unsent goes out first, or stays sealed; then the copy and its keys go. */
  private async obeyWipe(): Promise<void> {
    const { here, community, db, vault, outbox, set, pushNow, wiping } = this.parts;
    wiping();
    for (let waited = 0; waited < lastPushMs && outbox.isOpen && (await outbox.read()).some(isOpen); waited += 500) {
      pushNow();
      await new Promise<void>((done) => void here.later(500, done));
    }
    const card = vault.card(false);
    await dropCopy(db);
    await vault.dropPin();
    if (card) await askFrom(here, '/api/v1/devices/wiped', { method: 'POST', body: { community, device: card.device } });
    await vault.renew();
    await this.changed();
    // A page that was under way when the word came may have been written meanwhile.
    await dropCopy(db);
    set({ wiped: true });
  }
}
