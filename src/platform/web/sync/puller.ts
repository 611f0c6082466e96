import type { CommunityId } from '../../../kernel/ids.ts';
import { askFrom } from './api.ts';
import { applyPage, dropCopy, levelCursors, nextAsked, type PullPage } from './copy.ts';
import { type LocalDb, readMeta } from './local-db.ts';
import { backOffMs, reopenAll } from './outbox.ts';
import { readOutbox, writeProgress } from './outbox-store.ts';
import type { Contact } from './pusher.ts';
import type { Surroundings } from './surroundings.ts';
import { Wakeable } from './wakeable.ts';

/** How the copy stands: not asked for, being fetched, complete up to the last hint, or held up. */
export type CopyState = 'none' | 'filling' | 'complete' | 'waiting';

interface Parts {
  readonly here: Surroundings;
  readonly db: LocalDb;
  readonly community: CommunityId;
  /** Entities that the pages want beside those copied before. */
  readonly wanted: Iterable<string>;
  readonly applied: (page: PullPage, anew: boolean) => Promise<void>;
  readonly state: (state: CopyState) => void;
  readonly contact: (state: Contact) => void;
  /** The server was restored from a backup: what it had agreed to must be said again. */
  readonly restored: () => void;
}

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
    const { here, db, community, state, contact, applied, wanted } = this.parts;
    state('filling');
    const done = new Set<string>();
    try {
      for (;;) {
        const meta = await readMeta(db);
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
        if (meta.epoch !== '' && meta.epoch !== page.epoch) {
          await this.beginAnew();
          continue;
        }
        const taken = await applyPage(db, page, asked);
        if (!taken) continue;
        await applied(page, taken.anew);
        if (this.stopped) break;
        if (taken.anew) done.clear();
        if (!page.more) for (const entity of asked.entities) done.add(entity);
      }
      await levelCursors(db);
      state('complete');
      return null;
    } catch {
      return this.failed();
    }
  }

  private failed(): number {
    this.parts.state('waiting');
    this.failures += 1;
    return backOffMs(this.failures, this.parts.here.chance());
  }

  private async beginAnew(): Promise<void> {
    await dropCopy(this.parts.db);
    await writeProgress(this.parts.db, reopenAll(await readOutbox(this.parts.db)));
    this.parts.restored();
  }
}
