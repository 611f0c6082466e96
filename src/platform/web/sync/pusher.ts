import type { CommunityId } from '../../../kernel/ids.ts';
import { push } from './lane.ts';
import { type LocalDb, readMeta } from './local-db.ts';
import { backOffMs, isOpen, nextBatch, settle, unanswered } from './outbox.ts';
import type { OutboxStore } from './outbox-store.ts';
import type { Surroundings } from './surroundings.ts';
import { Wakeable } from './wakeable.ts';

/** Whether the server is there: it answered last time, it did not, or it wants a sign-in first. */
export type Contact = 'there' | 'away' | 'signedOut';

interface Parts {
  readonly here: Surroundings;
  readonly db: LocalDb;
  readonly outbox: OutboxStore;
  readonly community: CommunityId;
  readonly tab: string;
  /** Told after every change of the outbox. */
  readonly changed: () => Promise<void>;
  readonly contact: (state: Contact) => void;
}

/** For how long one tab sends alone, in milliseconds, since it last sent. */
export const holdMs = 20_000;

/** Sends the outbox, oldest first, until it is empty. Failures wait longer each time; nothing is given up. */
export class Pusher extends Wakeable {
  private readonly parts: Parts;
  private failures = 0;

  constructor(parts: Parts) {
    super(parts.here.later);
    this.parts = parts;
  }

  /** @returns milliseconds until the next try; null when there is nothing left to send */
  protected override async run(): Promise<number | null> {
    const { here, outbox, tab } = this.parts;
    try {
      await outbox.sweep();
      for (;;) {
        const batch = nextBatch(await outbox.read());
        // Closed: nothing can be said before somebody signs in or gives the PIN; then this is woken again.
        if (batch.length === 0 || this.stopped || batch.some((item) => item.closed)) return null;
        if (!(await outbox.holdPusher(tab, holdMs))) return holdMs / 2;
        const waitMs = await this.sendBatch(batch);
        await this.parts.changed();
        if (waitMs !== null) return waitMs;
      }
    } catch {
      this.failures += 1;
      return backOffMs(this.failures, here.chance());
    }
  }

  private async sendBatch(batch: ReturnType<typeof nextBatch>): Promise<number | null> {
    const { here, db, outbox, community, contact, changed } = this.parts;
    await outbox.write(batch.map((item) => ({ ...item, progress: { at: 'sent' } })));
    await changed();
    const { device, agreedWith } = await readMeta(db);
    const answer = await push(
      here,
      { community, device, epoch: agreedWith ?? '', commands: batch.map((item) => item.envelope) },
      batch.some((item) => item.life),
    );
    if (!answer.ok) {
      contact(answer.problem.kind === 'unauthenticated' ? 'signedOut' : 'away');
      await outbox.write(unanswered(await outbox.read(), batch));
      this.failures += 1;
      return backOffMs(this.failures, here.chance());
    }
    contact('there');
    const { replies, epoch, now } = answer.value;
    // Another server than the one we knew, or the first, has decided nothing: first everything is said again that the other had agreed to.
    if ((await outbox.meetServer(answer.value, agreedWith)) !== 'known') return null;
    const { changed: settled, next } = settle(await outbox.read(), replies, Date.parse(now));
    await outbox.write(settled, { epoch: epoch ?? agreedWith });
    if (settled.some((item) => !isOpen(item))) this.failures = 0;
    if (next.go === 'renumber') {
      await outbox.renumberOpen();
      // Should the numbers not help, the server must not be asked in a tight loop.
      this.failures += 1;
      return this.failures > 2 ? backOffMs(this.failures, here.chance()) : null;
    }
    return next.go === 'wait' ? next.ms : null;
  }
}
