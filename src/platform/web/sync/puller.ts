import type { CommunityId } from '../../../kernel/ids.ts';
import { ask } from './api.ts';
import { applyPage, dropCopy, type PullPage } from './copy.ts';
import { type LocalDb, readMeta } from './local-db.ts';
import { backOffMs, reopenAll } from './outbox.ts';
import { readOutbox, writeProgress } from './outbox-store.ts';
import type { Contact } from './pusher.ts';

/** How the copy stands: not asked for, being fetched, complete up to the last hint, or held up. */
export type CopyState = 'none' | 'filling' | 'complete' | 'waiting';

interface Parts {
  readonly db: LocalDb;
  readonly community: CommunityId;
  readonly applied: (page: PullPage) => Promise<void>;
  readonly state: (state: CopyState) => void;
  readonly contact: (state: Contact) => void;
  /** The server was restored from a backup: what it had agreed to must be said again. */
  readonly restored: () => void;
}

const pageRows = 2_000;

/** Keeps the copy current: pulls pages until there are no more, and again when told that something changed. */
export class Puller {
  private readonly parts: Parts;
  private running = false;
  private again = false;
  private failures = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private stopped = false;

  constructor(parts: Parts) {
    this.parts = parts;
  }

  wake(): void {
    clearTimeout(this.timer);
    if (this.stopped) return;
    if (this.running) {
      this.again = true;
      return;
    }
    this.running = true;
    void this.run().then((waitMs) => {
      this.running = false;
      if (this.stopped) return;
      if (this.again) {
        this.again = false;
        this.wake();
      } else if (waitMs !== null) this.timer = setTimeout(() => this.wake(), waitMs);
    });
  }

  stop(): void {
    this.stopped = true;
    clearTimeout(this.timer);
  }

  private async run(): Promise<number | null> {
    const { db, community, state, contact, applied } = this.parts;
    state('filling');
    try {
      for (;;) {
        const meta = await readMeta(db);
        const search = new URLSearchParams({ community, cursor: String(meta.cursor), scopes: meta.scopes, limit: String(pageRows) });
        const answer = await ask<PullPage>(`/api/v1/pull?${search}`, { timeoutMs: 60_000 });
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
        if (!(await applyPage(db, page, meta.cursor))) continue;
        await applied(page);
        if (!page.more || this.stopped) break;
      }
      state('complete');
      return null;
    } catch {
      return this.failed();
    }
  }

  private failed(): number {
    this.parts.state('waiting');
    this.failures += 1;
    return backOffMs(this.failures, Math.random());
  }

  private async beginAnew(): Promise<void> {
    await dropCopy(this.parts.db);
    await writeProgress(this.parts.db, reopenAll(await readOutbox(this.parts.db)));
    this.parts.restored();
  }
}
