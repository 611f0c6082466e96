import { type ChangeOf, type Command, isLife, type Reply } from '../../../kernel/command.ts';
import type { Meeting } from '../../../kernel/devices.ts';
import type { CommunityId, PersonId } from '../../../kernel/ids.ts';
import { type PullPage, wholeIn } from './copy.ts';
import { Custody } from './custody.ts';
import { freshIdIn } from './fresh-id.ts';
import { listen } from './hints.ts';
import { Lane, type Said } from './lane.ts';
import { firstState, type LinkState } from './link-state.ts';
import { completeTo, type LocalDb, openLocalDb, readMeta } from './local-db.ts';
import { Meetings } from './meeting.ts';
import type { Mirror } from './mirror.ts';
import { type Item, inOrder, isOpen, shown } from './outbox.ts';
import type { SignedOutbox } from './outbox-file.ts';
import { OutboxStore } from './outbox-store.ts';
import { Photos } from './photos.ts';
import { isFull, Puller } from './puller.ts';
import { type Contact, holdMs, Pusher } from './pusher.ts';
import type { Shelf } from './shelf.ts';
import { browser, type Channel, type Surroundings } from './surroundings.ts';
import { openVault, type Vault } from './vault.ts';

/** After this long what was said is tried to be sent although the browser says that there is no network, ms. */
const offlineTryMs = 10_000;
export type Sayable<Payload> = Pick<Command<Payload, never, ChangeOf>, 'name' | 'ver' | 'payload' | 'offline' | 'urgency' | 'lifeIf'>;
/** The server's reply, or the word of this device that it is kept and will be sent. */
export type SendResult = Reply | { readonly id: string; readonly status: 'saved' };

/** One person's way to one community from this browser: outbox, copy, hints. */
export class Link {
  state: LinkState;
  readonly mirror: Mirror;
  /** PIN, lease and what they open. */
  readonly custody: Custody;
  /** Photos taken here that wait to be sent. */
  readonly photos: Photos;
  private readonly outbox: OutboxStore;
  private readonly meetings: Meetings;
  private readonly here: Surroundings;
  private readonly db: LocalDb;
  private readonly lane: Lane;
  private readonly pusher: Pusher;
  private readonly puller: Puller;
  private readonly tab: string;
  private readonly listeners = new Set<() => void>();
  private readonly channel: Channel;
  private readonly stopHints: () => void;
  private readonly deaf: () => void;
  private readonly news: () => void;
  private readonly wanted = new Set<string>();
  private reload: (() => void) | undefined;

  /** @param vault whoever keeps the keys; a simulation has its own */
  static async open(
    community: CommunityId,
    person: PersonId,
    news: () => void,
    here: Surroundings = browser,
    vault: (db: LocalDb, clock: () => number) => Promise<Vault> = openVault,
    kind: () => Meeting['kind'] = () => 'desk',
  ): Promise<Link> {
    const db = await openLocalDb(community, person, here);
    return new Link(db, await vault(db, here.nowMs), community, person, news, here, kind);
  }

  private constructor(
    db: LocalDb,
    vault: Vault,
    community: CommunityId,
    person: PersonId,
    news: () => void,
    here: Surroundings,
    kind: () => Meeting['kind'],
  ) {
    this.here = here;
    this.tab = freshIdIn(here);
    this.db = db;
    this.news = news;
    this.outbox = new OutboxStore(db, here, () => vault.outbox);
    this.state = firstState(vault.state, this.outbox.isOpen);
    this.custody = new Custody({
      here,
      db,
      community,
      person,
      vault,
      outbox: this.outbox,
      set: (change) => this.set(change),
      tell: (what) => this.channel.tell(what),
      meetNow: () => this.meetings.now(),
      meetSoon: () => this.meetings.wake(),
      copyMoved: () => void (this.wanted.size > 0 && this.puller.wake()),
      outboxOpened: async () => {
        await this.readItems();
        this.pusher.wake();
        this.photos.wake();
      },
      wiping: () => {
        this.puller.stop();
        this.meetings.stop();
      },
      pushNow: () => this.pusher.wake(),
    });
    this.mirror = this.custody.mirror;
    this.photos = new Photos({ here, db, community, outbox: this.outbox, sealer: () => vault.outbox, changed: (photos) => this.set({ photos }) });
    this.lane = new Lane(here, community);
    const contact = (state: Contact) => this.set({ contact: state });
    this.pusher = new Pusher({ here, db, outbox: this.outbox, community, tab: this.tab, contact, changed: () => this.outboxChanged() });
    this.puller = new Puller({
      here,
      outbox: this.outbox,
      shelf: () => this.custody.shelf,
      community,
      contact,
      wanted: this.wanted,
      applied: (page, anew, shelf) => this.applied(page, anew, shelf),
      full: () => this.custody.giveUpCopy(),
      state: (copy) => this.set({ copy }),
      dropped: async () => {
        // What the lost copy showed must not stay in memory either.
        await this.mirror.reload();
        this.channel.tell('copy');
      },
      reopened: () => this.pusher.wake(),
    });
    this.meetings = new Meetings({
      here,
      db,
      community,
      outbox: this.outbox,
      vault,
      kind,
      met: (answer) => this.custody.met(answer),
    });
    this.channel = here.channel(`banyan ${community} ${person}`, (what) => this.otherTab(what));
    this.stopHints = listen(
      here,
      community,
      (version) => this.heard(version),
      // A new line: whatever is heard on it counts, also a lower version, for the server may have been restored from a backup meanwhile.
      (there) => this.set(there ? { contact: 'there', heard: 0 } : here.online() ? {} : { contact: 'away' }),
    );
    this.deaf = here.onNetwork({ back: this.back, lost: this.lost });
    this.custody.start();
    this.meetings.wake();
    void this.readItems().then(() => this.pusher.wake());
    void this.photos.count().then(() => this.photos.wake());
  }

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  /** Asks for a copy of the rows of these entities that this person may see; from then on it is kept current. */
  want(entities: readonly string[]): void {
    const fresh = entities.filter((entity) => !this.wanted.has(entity));
    if (fresh.length === 0) return;
    for (const entity of fresh) this.wanted.add(entity);
    this.puller.wake();
  }

  /** Offline-capable commands are saved here and sent when possible; the others go out at once and await the reply. */
  async send<Payload>(command: Sayable<Payload>, payload: Payload): Promise<SendResult> {
    const read = command.payload.safeParse(payload);
    if (!read.success) {
      const field = read.error.issues[0]?.path.map(String).join('.') || '-';
      return { id: '', status: 'refused', version: 0, problem: { code: 'web.badField', kind: 'invalid', params: { field } } };
    }
    const said = { name: command.name, ver: command.ver, payload, life: isLife(command, payload) };
    if (!command.offline) return this.sayNow(said);
    // Before the first meeting is over, nobody knows yet whether the outbox opens.
    if (!this.outbox.isOpen) await this.meetings.first;
    if (!this.outbox.isOpen) return this.sayNow(said);
    const item = await this.kept(said).catch(() => null);
    // It cannot be kept here, whatever made way: then it goes out at once, or the person hears that it did not. Never is it called saved.
    if (!item) return this.sayNow(said);
    await this.outboxChanged();
    // A try costs two writings, and a browser may be wrong in saying that there is no network: tried all the same, but not at every tap.
    if (item.life || this.here.online()) this.pusher.wake();
    else this.pusher.wakeIn(offlineTryMs);
    return { id: item.envelope.id, status: 'saved' };
  }

  private async sayNow(said: Said): Promise<Reply> {
    const reply = await this.lane.say(said);
    if (reply.status === 'accepted' || reply.status === 'accepted_with_review') this.heard(reply.version);
    return reply;
  }

  /** What people say goes before all else: when the room is used up, first the copy makes place, which can be fetched again, then photos. */
  private async kept(said: Said): Promise<Item> {
    try {
      return await this.outbox.enqueue(said);
    } catch (error) {
      if (!isFull(error)) throw error;
      await this.custody.giveUpCopy();
      return this.outbox.enqueue(said).catch(async (still: unknown) => {
        if (!isFull(still)) throw still;
        this.set({ photosShed: this.state.photosShed + (await this.photos.shed()) });
        return this.outbox.enqueue(said);
      });
    }
  }

  /** The person has read why these were refused, or that the desk decides about them. */
  async markSeen(items: readonly Item[]): Promise<void> {
    const seen = items.flatMap((item): Item[] => {
      const { progress } = item;
      return progress.at === 'refused' || progress.at === 'review' ? [{ ...item, progress: { ...progress, seen: true } }] : [];
    });
    await this.outbox.write(seen);
    await this.outboxChanged();
  }

  /** What is unsent, signed as this device, for a file; null while the outbox is closed. */
  async exportOutbox(): Promise<SignedOutbox | null> {
    const [items, { device }] = await Promise.all([this.outbox.read(), readMeta(this.db)]);
    return this.custody.signed(inOrder(items), device);
  }

  /** For signing out: the copy goes, what is unsent stays. */
  async forgetCopy(): Promise<void> {
    this.puller.stop();
    this.meetings.stop();
    await this.custody.leave();
  }

  tryNow(): void {
    this.meetings.wake();
    this.pusher.wake();
    this.photos.wake();
    if (this.wanted.size > 0) this.puller.wake();
  }

  close(): void {
    this.reload?.();
    this.stopHints();
    this.custody.stop();
    this.pusher.stop();
    this.photos.stop();
    this.puller.stop();
    this.meetings.stop();
    this.channel.close();
    this.deaf();
    this.db.close();
  }

  private readonly back = () => this.tryNow();
  private readonly lost = () => this.set({ contact: 'away' });

  /** Version 0 means that the server cannot say what changed: look again. */
  private heard(version: number): void {
    if (version !== 0 && version <= this.state.heard) return;
    this.set({ heard: Math.max(version, this.state.heard) });
    this.news();
    if (this.wanted.size > 0) this.puller.wake();
  }

  /** Another tab wrote. Its copy may come in many pages; one look at the end of a burst is enough. */
  private otherTab(what: unknown): void {
    // It sends what it has saved; should it be closed before, we do.
    if (what === 'outbox') void this.readItems().then(() => this.pusher.wakeIn(holdMs));
    else if (what === 'locked') void this.custody.lock();
    else if (what === 'copy' && this.custody.shelf.lasting)
      this.reload ??= this.here.later(500, () => {
        this.reload = undefined;
        void this.mirror.reload().then(() => this.readItems());
      });
  }

  private async applied(page: PullPage, anew: boolean, shelf: Shelf): Promise<void> {
    const { minimumApp } = page;
    if (JSON.stringify(minimumApp) !== JSON.stringify(this.state.minimumApp)) this.set({ minimumApp });
    if (shelf === this.custody.shelf) await this.mirror.follow(page, anew);
    if (shelf.lasting) this.channel.tell('copy');
    await this.readItems();
  }

  private async outboxChanged(): Promise<void> {
    const before = new Set(this.state.items.filter(isOpen).map((item) => item.envelope.id));
    await this.readItems();
    this.channel.tell('outbox');
    const agreed = this.state.items.flatMap(({ envelope, progress }) =>
      before.has(envelope.id) && (progress.at === 'agreed' || progress.at === 'review') ? [progress.version] : [],
    );
    if (agreed.length > 0) this.heard(Math.max(...agreed));
  }

  private async readItems(): Promise<void> {
    const [items, meta, nowMs] = await Promise.all([this.outbox.read(), this.custody.shelf.meta(), this.outbox.serverNowMs()]);
    this.set({ items: shown(items, completeTo(meta.cursors), nowMs), cursors: meta.cursors, whole: wholeIn(meta) });
  }

  private set(change: Partial<LinkState>): void {
    if (Object.entries(change).every(([key, value]) => this.state[key as keyof LinkState] === value)) return;
    this.state = { ...this.state, ...change };
    for (const listener of this.listeners) listener();
  }
}
