import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CommandId } from '../../../kernel/ids.ts';
import {
  backOffMs,
  forgettable,
  type Item,
  isOpen,
  keptMs,
  nextBatch,
  type Progress,
  renumber,
  reopenAll,
  settle,
  shown,
  unanswered,
} from './outbox.ts';

const item = (dseq: number, progress: Progress = { at: 'saved' }): Item => ({
  envelope: { id: `id-${dseq}` as CommandId, name: 'response.visitDoor', ver: 1, dseq, claimedAt: '2026-11-22T06:00:00.000Z', payload: {} },
  progress,
  life: false,
});
const agreed: Progress = { at: 'agreed', version: 7, atMs: 1_000 };

describe('the outbox', () => {
  it('sends the oldest first and at most fifty', () => {
    const items = Array.from({ length: 60 }, (_, i) => item(60 - i));
    const batch = nextBatch(items);
    expect(batch).toHaveLength(50);
    expect(batch[0]?.envelope.dseq).toBe(1);
    expect(batch[49]?.envelope.dseq).toBe(50);
  });
  it('keeps a refusal, and a conflict that the desk decides, as an answer and goes on', () => {
    const problem = { code: 'response.taskTaken', kind: 'conflict' } as const;
    const { changed, next } = settle(
      [item(1), item(2), item(3)],
      [
        { id: 'id-1', status: 'refused', problem, version: 4 },
        { id: 'id-2', status: 'accepted', version: 5 },
        { id: 'id-3', status: 'accepted_with_review', version: 6, reviewId: 'r' },
      ],
      9,
    );
    expect(changed.map((i) => i.progress)).toEqual([
      { at: 'refused', problem, atMs: 9, seen: false },
      { at: 'agreed', version: 5, atMs: 9 },
      { at: 'review', reviewId: 'r', version: 6, atMs: 9, seen: false },
    ]);
    expect(next).toEqual({ go: 'on' });
  });
  it('does not call sent what got no answer, and leaves alone what another tab has settled meanwhile', () => {
    const items = [item(1, agreed), item(2, { at: 'sent' }), item(3)];
    expect(unanswered(items, [item(1), item(2)]).map((i) => [i.envelope.dseq, i.progress.at])).toEqual([[2, 'saved']]);
  });
  it('says again what a restored server has forgotten', () => {
    const { changed, next } = settle([item(1, agreed), item(2, agreed), item(3)], [{ id: 'id-3', status: 'gap', expected: 2 }], 9);
    expect(changed.map((i) => [i.envelope.dseq, i.progress.at])).toEqual([[2, 'saved']]);
    expect(next).toEqual({ go: 'on' });
  });
  it('numbers anew when the missing number is no longer held, or the server is ahead of us', () => {
    expect(settle([item(5)], [{ id: 'id-5', status: 'gap', expected: 3 }], 9).next).toEqual({ go: 'renumber' });
    expect(settle([item(5)], [{ id: 'id-5', status: 'gap', expected: 9 }], 9).next).toEqual({ go: 'renumber' });
    expect(renumber([item(9), item(5), item(3, agreed)]).map((i) => [i.envelope.id, i.envelope.dseq])).toEqual([
      ['id-5', 1],
      ['id-9', 2],
    ]);
  });
  it('numbers anew in the order in which things were said, whatever numbers they had', () => {
    // Two were agreed under the device's first name as 1 and 2; then it was numbered anew, and one was said as 1. All are open again.
    const held = [
      { ...item(1), order: 3 },
      { ...item(2), order: 2 },
      { ...item(1, { at: 'sent' }), order: 1 },
    ];
    expect(renumber(held).map((i) => [i.order, i.envelope.dseq])).toEqual([
      [1, 1],
      [2, 2],
      [3, 3],
    ]);
  });
  it('shows what is agreed until the copy has it, for a minute at most, and answers until they are read', () => {
    const refused = (seen: boolean): Progress => ({ at: 'refused', problem: { code: 'a.b', kind: 'conflict' }, atMs: 1, seen });
    const held = [item(1, agreed), item(2, refused(false)), item(3, refused(true)), item(4)];
    const at = (complete: number, nowMs: number) => shown(held, complete, nowMs).map((i) => i.envelope.dseq);
    expect(at(6, 2_000)).toEqual([1, 2, 4]);
    expect(at(7, 2_000)).toEqual([2, 4]);
    expect(at(6, 61_000)).toEqual([2, 4]);
  });
  it('takes a quarrel about numbers for no answer to the command', () => {
    const problem = { code: 'platform.numberUsed', kind: 'conflict' } as const;
    expect(settle([item(1)], [{ id: 'id-1', status: 'refused', problem, version: 4 }], 9)).toEqual({ changed: [], next: { go: 'renumber' } });
  });
  it('waits when asked to, and when nothing was answered', () => {
    expect(settle([item(1)], [{ id: 'id-1', status: 'retry', afterMs: 800 }], 9).next).toEqual({ go: 'wait', ms: 800 });
    expect(settle([item(1)], [], 9).next).toEqual({ go: 'wait', ms: 5_000 });
  });
  it('opens what was agreed again when the server changed its epoch', () => {
    const refused: Progress = { at: 'refused', problem: { code: 'a.b', kind: 'conflict' }, atMs: 1, seen: true };
    const review: Progress = { at: 'review', reviewId: 'r', version: 7, atMs: 1, seen: true };
    expect(reopenAll([item(1, agreed), item(2, refused), item(3), item(4, review)]).map((i) => i.envelope.dseq)).toEqual([1, 4]);
  });
  it('forgets only what was agreed, or refused and seen, a fortnight ago', () => {
    const later = 1_001 + keptMs;
    const refused = (seen: boolean): Progress => ({ at: 'refused', problem: { code: 'a.b', kind: 'conflict' }, atMs: 1, seen });
    const held = [item(1, agreed), item(2, refused(false)), item(3, refused(true)), item(4), item(5, { at: 'parked', atMs: 1 })];
    expect(forgettable(held, later, later).map((i) => i.envelope.dseq)).toEqual([1, 3]);
    expect(forgettable(held, 2_000, 2_000)).toEqual([]);
    // A clock that runs ahead, here or at the server.
    expect(forgettable(held, later, 2_000)).toEqual([]);
    expect(forgettable(held, 2_000, later)).toEqual([]);
  });
});

describe('whatever the server answers', () => {
  const reply = (id: string) =>
    fc.oneof(
      fc.record({ id: fc.constant(id), status: fc.constant('accepted' as const), version: fc.nat() }),
      fc.record({ id: fc.constant(id), status: fc.constant('quarantined' as const) }),
      fc.record({ id: fc.constant(id), status: fc.constant('gap' as const), expected: fc.integer({ min: 1, max: 30 }) }),
      fc.record({ id: fc.constant(id), status: fc.constant('retry' as const), afterMs: fc.nat(5_000) }),
    );
  it('no open command is lost', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 20 }), fc.array(fc.integer({ min: 1, max: 25 }).chain((n) => reply(`id-${n}`))), (count, replies) => {
        const items = Array.from({ length: count }, (_, i) => item(i + 1));
        const { changed } = settle(items, replies, 5);
        const after = new Map(items.map((i) => [i.envelope.id, i]));
        for (const each of changed) after.set(each.envelope.id, each);
        const answered = new Set(replies.filter((r) => r.status === 'accepted' || r.status === 'quarantined').map((r) => r.id));
        for (const each of after.values()) if (!isOpen(each)) expect(answered.has(each.envelope.id)).toBe(true);
        expect(after.size).toBe(count);
      }),
    );
  });
  it('waits between half and all of the step, at most a minute', () => {
    expect(backOffMs(1, 0)).toBe(500);
    expect(backOffMs(1, 1)).toBe(1_000);
    expect(backOffMs(40, 1)).toBe(60_000);
  });
});
