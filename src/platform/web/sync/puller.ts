import type { CommunityId } from '../../../kernel/ids.ts';
import { askFrom } from './api.ts';
import { nextAsked, type PullPage } from './copy.ts';
import { backOffMs } from './outbox.ts';
import type { OutboxStore } from './outbox-store.ts';
import type { Contact } from './pusher.ts';
import type { Shelf } from './shelf.ts';
import type { Surroundings } from './surroundings.ts';
import { Wakeable } from './wakeable.ts';

/** How the copy stands: not asked for, being fetched, complete up to the last hint, or held up. */
export type CopyState = 'none' | 'filling' | 'complete' | 'waiting';

interface Parts {
  readonly here: Surroundings;
  readonly outbox: OutboxStore;
  /** Where the copy stands at the moment. */
  readonly shelf: () => Shelf;
  readonly community: CommunityId;
  /** Entities that the pages want beside those copied before. */
  readonly wanted: Iterable<string>;
  readonly applied: (page: PullPage, anew: boolean, shelf: Shelf) => Promise<void>;
  /** The device has no room for the copy. */
  readonly full: () => Promise<void>;
  readonly state: (state: CopyState) => void;
  readonly contact: (state: Contact) => void;
  /** The server was restored from a backup: the copy is made anew. */
  readonly dropped: () => Promise<void>;
  /** What another server had agreed to must be said again. */
  readonly reopened: () => void;
}

/** Did the device refuse because its room for us is used up? */
export const isFull = (error: unknown): boolean => (error as { name?: string } | null)?.name === 'QuotaExceededError';

/** As many as the server gives; a grid is one page. */
const pageRows = 5_000;

/** Keeps the copy of what pages want current: pulls pages until there are no more, and again when told that something changed. */
export class Puller extends Wakeable {
  private readonly parts: Parts;
  private failures = 0;

  constructor(parts: Parts) {
    super(parts.here.later);
    this.parts = parts;
  }

  protected override async run(): Promise<number | null> {
    const { here, community, state, contact, applied, wanted } = this.parts;
    state('filling');
    const done = new Set<string>();
    try {
      for (;;) {
        const shelf = this.parts.shelf();
        const [meta, spokeWith] = [await shelf.meta(), await this.parts.outbox.speaksWith()];
        const asked = nextAsked(meta.cursors, wanted, done);
        if (!asked) break;
        const search = new URLSearchParams({
          community,
          cursor: String(asked.from),
          scopes: meta.scopes,
          limit: String(pageRows),
          entities: asked.entities.join(),
        });
        const answer = await askFrom<PullPage>(here, `/api/v1/pull?${search}`, { timeoutMs: 60_000 });
        if (!answer.ok) {
          contact(answer.problem.kind === 'unauthenticated' ? 'signedOut' : 'away');
          return this.failed();
        }
        contact('there');
        this.failures = 0;
        const page = answer.value;
        const met = await this.parts.outbox.meetServer(page, spokeWith);
        if (met === 'late') continue;
        if (met === 'anew') this.parts.reopened();
        if (meta.epoch !== '' && meta.epoch !== page.epoch) {
          // A copy in memory must not hide that it speaks of a server which has forgotten.
          await shelf.drop();
          await this.parts.dropped();
          continue;
        }
        // Told to stop while it waited: nothing is written any more.
        if (this.stopped) break;
        const taken = await shelf.apply(page, asked);
        if (!taken) continue;
        await applied(page, taken.anew, shelf);
        if (this.stopped) break;
        if (taken.anew) done.clear();
        if (!page.more) for (const entity of asked.entities) done.add(entity);
      }
      await this.parts.shelf().level();
      state('complete');
      return null;
    } catch (error) {
      if (isFull(error)) await this.parts.full();
      return this.failed();
    }
  }

  private failed(): number {
    this.parts.state('waiting');
    this.failures += 1;
    return backOffMs(this.failures, this.parts.here.chance());
  }
}
