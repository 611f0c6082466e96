import type { Meeting, MeetingAnswer } from '../../../kernel/devices.ts';
import type { CommunityId } from '../../../kernel/ids.ts';
import { askFrom } from './api.ts';
import { type LocalDb, readMeta } from './local-db.ts';
import { backOffMs, isOpen } from './outbox.ts';
import type { OutboxStore } from './outbox-store.ts';
import type { Surroundings } from './surroundings.ts';
import type { Vault } from './vault.ts';
import { Wakeable } from './wakeable.ts';

interface Parts {
  readonly here: Surroundings;
  readonly db: LocalDb;
  readonly community: CommunityId;
  readonly outbox: OutboxStore;
  readonly vault: Vault;
  readonly kind: () => Meeting['kind'];
  readonly met: (answer: MeetingAnswer) => Promise<void>;
}

/** The lease is renewed, and the server told what waits here, this often while there is a network. */
const everyMs = 30 * 60_000;

/** Meets the server about this device: says what waits here, gets the keys. */
export class Meetings extends Wakeable {
  private readonly parts: Parts;
  private failures = 0;
  /** Resolves when the first try is over, however it went. */
  readonly first: Promise<void>;
  private tried: () => void = () => undefined;

  constructor(parts: Parts) {
    super(parts.here.later);
    this.parts = parts;
    this.first = new Promise((resolve) => {
      this.tried = resolve;
    });
  }

  protected override async run(): Promise<number | null> {
    try {
      return await this.meet();
    } catch {
      return this.failed();
    } finally {
      this.tried();
    }
  }

  /** Meets at once, before a PIN is set: the answer brings a lease. A busy server is asked again. @returns did it come about? */
  async now(): Promise<boolean> {
    for (let tries = 1; ; tries++) {
      const failures = this.failures;
      const wait = await this.meet(true).catch(() => null);
      if (wait !== null && this.failures <= failures) return true;
      if (wait === null || tries === 4) return false;
      await new Promise<void>((done) => void this.parts.here.later(tries * 1_000, done));
    }
  }

  /** One meeting now. @returns milliseconds until the next; null when somebody has to sign in first */
  private async meet(wantsCopy = false): Promise<number | null> {
    const { here, db, community, outbox, vault, kind, met } = this.parts;
    const card = vault.card(wantsCopy);
    if (!card) return null;
    const [{ device: numbersAs, lastDseq }, items] = await Promise.all([readMeta(db), outbox.read()]);
    const open = items.filter(isOpen);
    const unsentSince = open.reduce<string | null>(
      (oldest, { envelope: { claimedAt } }) => (oldest && oldest < claimedAt ? oldest : claimedAt),
      null,
    );
    const body: Meeting = { community, ...card, kind: kind(), numbersAs, lastDseq, unsent: open.length, unsentSince };
    const answer = await askFrom<MeetingAnswer>(here, '/api/v1/devices/meet', { method: 'POST', body });
    if (!answer.ok) {
      if (answer.problem.code === 'devices.nameTaken') await vault.renew();
      return answer.problem.kind === 'unauthenticated' ? null : this.failed();
    }
    this.failures = 0;
    await vault.met(answer.value);
    await met(answer.value);
    return everyMs;
  }

  private failed(): number {
    this.failures += 1;
    return backOffMs(this.failures + 2, this.parts.here.chance());
  }
}
