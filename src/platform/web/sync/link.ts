import type { ChangeOf, Command, Reply } from '../../../kernel/command.ts';
import type { CommunityId, PersonId } from '../../../kernel/ids.ts';
import { dropCopy, Mirror, type PullPage } from './copy.ts';
import { freshIdIn } from './fresh-id.ts';
import { listen } from './hints.ts';
import { Lane } from './lane.ts';
import { type Cursors, completeTo, type LocalDb, openLocalDb, readMeta } from './local-db.ts';
import { type Item, isOpen } from './outbox.ts';
import { enqueue, readOutbox, writeProgress } from './outbox-store.ts';
import { type CopyState, Puller } from './puller.ts';
import { type Contact, Pusher } from './pusher.ts';
import { browser, type Channel, type Surroundings } from './surroundings.ts';

/** What the screens show of the way to the server. */
export interface LinkState {
  readonly contact: Contact;
  /** Everything in the outbox that is open, refused or under review and unseen, parked, or agreed and not yet in the copy. */
  readonly items: readonly Item[];
  readonly copy: CopyState;
  /** The entities copied here, and up to which community version. */
  readonly cursors: Cursors;
  /** Highest community version heard of. */
  readonly heard: number;
}

export type Sayable<Payload> = Pick<Command<Payload, never, ChangeOf>, 'name' | 'ver' | 'payload' | 'offline'>;
/** The server's reply, or the word of this device that it is kept and will be sent. */
export type SendResult = Reply | { readonly id: string; readonly status: 'saved' };

/** One person's way to one community from this browser: outbox, copy, hints. */
export class Link {
  state: LinkState = { contact: 'there', items: [], copy: 'none', cursors: {}, heard: 0 };
  readonly mirror: Mirror;
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

  static async open(community: CommunityId, person: PersonId, news: () => void, here: Surroundings = browser): Promise<Link> {
    return new Link(await openLocalDb(community, person, here), community, person, news, here);
  }

  private constructor(db: LocalDb, community: CommunityId, person: PersonId, news: () => void, here: Surroundings) {
    this.here = here;
    this.tab = freshIdIn(here);
    this.db = db;
    this.news = news;
    this.mirror = new Mirror(db);
    this.lane = new Lane(here, community);
    const contact = (state: Contact) => this.set({ contact: state });
    this.pusher = new Pusher({ here, db, community, tab: this.tab, contact, changed: () => this.outboxChanged() });
    this.puller = new Puller({
      here,
      db,
      community,
      contact,
      wanted: this.wanted,
      applied: (page, anew) => this.applied(page, anew),
      state: (copy) => this.set({ copy }),
      restored: () => this.pusher.wake(),
    });
    this.channel = here.channel(`banyan ${community} ${person}`, (what) => this.otherTab(what));
    this.stopHints = listen(
      here,
      community,
      (version) => this.heard(version),
      (there) => this.set(there ? { contact: 'there' } : here.online() ? {} : { contact: 'away' }),
    );
    this.deaf = here.onNetwork({ back: this.back, lost: this.lost });
    void this.readItems().then(() => this.pusher.wake());
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
    const said = { name: command.name, ver: command.ver, payload };
    if (!command.offline) {
      const reply = await this.lane.say(said);
      if (reply.status === 'accepted' || reply.status === 'accepted_with_review') this.heard(reply.version);
      return reply;
    }
    const item = await enqueue(this.db, said, this.here);
    await this.outboxChanged();
    this.pusher.wake();
    return { id: item.envelope.id, status: 'saved' };
  }

  /** The person has read why these were refused, or that the desk decides about them. */
  async markSeen(items: readonly Item[]): Promise<void> {
    const seen = items.flatMap((item): Item[] => {
      const { progress } = item;
      return progress.at === 'refused' || progress.at === 'review' ? [{ ...item, progress: { ...progress, seen: true } }] : [];
    });
    await writeProgress(this.db, seen);
    await this.outboxChanged();
  }

  /** For signing out: the copy goes, what is unsent stays. */
  async forgetCopy(): Promise<void> {
    this.puller.stop();
    await dropCopy(this.db);
  }

  tryNow(): void {
    this.pusher.wake();
    if (this.wanted.size > 0) this.puller.wake();
  }

  close(): void {
    this.reload?.();
    this.stopHints();
    this.pusher.stop();
    this.puller.stop();
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
    if (what === 'outbox') void this.readItems();
    else
      this.reload ??= this.here.later(500, () => {
        this.reload = undefined;
        void this.mirror.reload().then(() => this.readItems());
      });
  }

  private async applied(page: PullPage, anew: boolean): Promise<void> {
    await this.mirror.follow(page, anew);
    this.channel.tell('copy');
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
    const [items, meta] = await Promise.all([readOutbox(this.db), readMeta(this.db)]);
    const complete = completeTo(meta.cursors);
    const shown = items.filter(({ progress }) => {
      if (progress.at === 'agreed') return progress.version > complete && this.here.nowMs() - progress.atMs < 60_000;
      return (progress.at !== 'refused' && progress.at !== 'review') || !progress.seen;
    });
    shown.sort((a, b) => (a.envelope.id < b.envelope.id ? -1 : 1));
    this.set({ items: shown, cursors: meta.cursors });
  }

  private set(change: Partial<LinkState>): void {
    if (Object.entries(change).every(([key, value]) => this.state[key as keyof LinkState] === value)) return;
    this.state = { ...this.state, ...change };
    for (const listener of this.listeners) listener();
  }
}
