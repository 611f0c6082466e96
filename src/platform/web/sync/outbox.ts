import type { Envelope, Reply } from '../../../kernel/command.ts';
import type { Problem } from '../../../kernel/result.ts';

/**
 * How far one command has come. `saved` on this device · `sent`, no answer yet · `agreed` · `review`: recorded, and the desk
 * decides because somebody had changed the same thing · `refused` · `parked`: the server could not work it out and put it where people look at it.
 */
export type Progress =
  | { readonly at: 'saved' }
  | { readonly at: 'sent' }
  | { readonly at: 'agreed'; readonly version: number; readonly atMs: number }
  | { readonly at: 'review'; readonly reviewId: string; readonly version: number; readonly atMs: number; readonly seen: boolean }
  | { readonly at: 'refused'; readonly problem: Problem; readonly atMs: number; readonly seen: boolean }
  | { readonly at: 'parked'; readonly atMs: number };

/** One command in the outbox of this device: its envelope and what became of it. */
export interface Item {
  readonly envelope: Envelope;
  readonly progress: Progress;
  /** What was said cannot be read here before somebody signs in or gives the PIN. */
  readonly closed?: boolean;
  /** A call for help: the server lets it in however busy it is. */
  readonly life: boolean;
}

/** What numbering and sweeping need to know of an item, read or sealed. */
interface Numbered {
  /** The how-manieth of all that was ever said on this device; missing in what an older version has left behind. */
  readonly order?: number;
  readonly envelope: { readonly dseq: number };
  readonly progress: { readonly at: Progress['at'] };
}

/** Agreed commands are kept this long by the server's time, so that they can be said again to a server restored from a backup. */
export const keptMs = 14 * 86_400_000;
export const batchSize = 50;

const numberingCodes: ReadonlySet<string> = new Set(['platform.numberUsed', 'platform.deviceOfAnother']);

export const isOpen = (item: Pick<Numbered, 'progress'>): boolean => item.progress.at === 'saved' || item.progress.at === 'sent';

const byNumber = (a: Numbered, b: Numbered) => a.envelope.dseq - b.envelope.dseq;
/** What was numbered anew once has low numbers again: only the order in which things were said tells them apart from what was said before. */
const bySaying = (a: Numbered, b: Numbered) => (a.order ?? a.envelope.dseq) - (b.order ?? b.envelope.dseq);

/** The open commands, in the order of their numbers. */
export const inOrder = (items: readonly Item[]): readonly Item[] => items.filter(isOpen).toSorted(byNumber);

/** What goes out next: the oldest open commands, in order, at most {@link batchSize}. */
export const nextBatch = (items: readonly Item[]): readonly Item[] => inOrder(items).slice(0, batchSize);

/**
 * What the screens show, oldest first: all but what is agreed and in the copy, or was agreed more than a minute ago, and answers that were read.
 * @param complete community version up to which the copy is complete
 * @param nowMs the server's time
 */
export const shown = (items: readonly Item[], complete: number, nowMs: number): readonly Item[] =>
  items
    .filter(({ progress }) => {
      if (progress.at === 'agreed') return progress.version > complete && nowMs - progress.atMs < 60_000;
      return (progress.at !== 'refused' && progress.at !== 'review') || !progress.seen;
    })
    .toSorted((a, b) => (a.envelope.id < b.envelope.id ? -1 : 1));

/** No answer came to a batch: nobody knows whether it arrived, so what was sent is only saved here again, until the next try. */
export function unanswered(items: readonly Item[], batch: readonly Item[]): readonly Item[] {
  const tried = new Set(batch.map((item) => item.envelope.id));
  return items.filter((item) => item.progress.at === 'sent' && tried.has(item.envelope.id)).map((item) => ({ ...item, progress: { at: 'saved' } }));
}

/** What to do after an answer: go on at once, wait, or number what is open anew under a fresh device. */
export type Next = { readonly go: 'on' } | { readonly go: 'wait'; readonly ms: number } | { readonly go: 'renumber' };

export interface Settled {
  /** Items that changed, with their new progress. */
  readonly changed: readonly Item[];
  readonly next: Next;
}

/**
 * Reads the server's answers to a batch. Nothing leaves the outbox by a status code: a command is final only when its own
 * answer says so. A gap below what we sent means that the server lost commands it had agreed to (a restored backup): those are
 * opened again. Where we no longer hold the missing number, the open ones are numbered anew.
 * @param nowMs the server's time of these answers
 */
export function settle(items: readonly Item[], replies: readonly Reply[], nowMs: number): Settled {
  const byId = new Map(items.map((item) => [item.envelope.id as string, item]));
  const changed: Item[] = [];
  for (const reply of replies) {
    const item = byId.get(reply.id);
    if (!item) continue;
    switch (reply.status) {
      case 'accepted':
        changed.push({ ...item, progress: { at: 'agreed', version: reply.version, atMs: nowMs } });
        break;
      case 'accepted_with_review':
        changed.push({ ...item, progress: { at: 'review', reviewId: reply.reviewId, version: reply.version, atMs: nowMs, seen: false } });
        break;
      case 'refused':
        // Not an answer to what was said, but to how it was numbered: the server never decided it.
        if (numberingCodes.has(reply.problem.code)) return { changed, next: { go: 'renumber' } };
        changed.push({ ...item, progress: { at: 'refused', problem: reply.problem, atMs: nowMs, seen: false } });
        break;
      case 'quarantined':
        changed.push({ ...item, progress: { at: 'parked', atMs: nowMs } });
        break;
      case 'retry':
        return { changed, next: { go: 'wait', ms: Math.max(250, reply.afterMs) } };
      case 'gap':
        return afterGap(items, item, reply.expected, changed);
      default:
        reply satisfies never;
    }
  }
  // A server that answers nothing at all must not be asked in a tight loop.
  return { changed, next: changed.length > 0 ? { go: 'on' } : { go: 'wait', ms: 5_000 } };
}

function afterGap(items: readonly Item[], at: Item, expected: number, changed: readonly Item[]): Settled {
  const lost = items.filter((item) => item.envelope.dseq >= expected && item.envelope.dseq < at.envelope.dseq);
  const complete = expected < at.envelope.dseq && lost.length === at.envelope.dseq - expected;
  if (!complete) return { changed, next: { go: 'renumber' } };
  const reopened = lost.filter((item) => !isOpen(item)).map((item): Item => ({ ...item, progress: { at: 'saved' } }));
  return { changed: [...changed, ...reopened], next: { go: 'on' } };
}

/** Opens everything still held that was agreed to, for a server that says it is not the one we knew (its epoch changed). */
export function reopenAll<T extends Pick<Item, 'progress'> | { readonly progress: { readonly at: Progress['at'] } }>(
  items: readonly T[],
): readonly (T & { readonly progress: { readonly at: 'saved' } })[] {
  return items.filter(({ progress: { at } }) => at === 'agreed' || at === 'review').map((item) => ({ ...item, progress: { at: 'saved' as const } }));
}

/** Numbers 1, 2, 3 … for the open commands, in the order in which they were said. Their ids stay: whatever had arrived is answered again, not done again. */
export const renumber = <T extends Numbered>(items: readonly T[]): readonly T[] =>
  items
    .filter(isOpen)
    .toSorted(bySaying)
    .map((item, index) => ({ ...item, envelope: { ...item.envelope, dseq: index + 1 }, progress: { at: 'saved' as const } }));

type Settleable =
  | { readonly at: 'saved' | 'sent' | 'parked' }
  | { readonly at: 'agreed'; readonly atMs: number }
  | { readonly at: 'review' | 'refused'; readonly atMs: number; readonly seen: boolean };

/**
 * Settled a fortnight ago by the server's time and by the clock here: neither, running ahead, makes a device forget. Open and parked commands, and
 * refusals and reviews that nobody has read, are never forgotten.
 */
export const forgettable = <T extends { readonly progress: Settleable }>(items: readonly T[], serverMs: number, hereMs: number): readonly T[] => {
  const isOld = (atMs: number) => Math.min(serverMs, hereMs) - atMs > keptMs;
  return items.filter(({ progress }) => {
    if (progress.at === 'agreed') return isOld(progress.atMs);
    return (progress.at === 'refused' || progress.at === 'review') && progress.seen && isOld(progress.atMs);
  });
};

/**
 * How long to wait after the n-th failure in a row (n from 1): 1, 2, 4 … 60 s, each spread over its upper half, so that a street
 * of phones does not come back in the same second.
 * @param chance from 0 to 1
 */
export function backOffMs(failures: number, chance: number): number {
  const ceiling = Math.min(60_000, 1_000 * 2 ** Math.min(failures - 1, 10));
  return Math.round(ceiling / 2 + (ceiling / 2) * chance);
}
