import { describe, expect, it } from 'vitest';
import { nextAsked, noMeta, type PullPage, takes, wholeIn } from './copy.ts';
import { completeTo } from './local-db.ts';
import { moved } from './shelf.ts';

const none: ReadonlySet<string> = new Set();

describe('what the device asks for next', () => {
  it('nothing when nothing is wanted', () => {
    expect(nextAsked({}, [], none)).toBeNull();
  });

  it('the first copy of a new entity on its own, then all together', () => {
    const before = { 'response.round': 40, 'response.visit': 40 };
    expect(nextAsked(before, ['response.visit', 'register.need'], none)).toEqual({ entities: ['register.need'], from: 0 });
    expect(nextAsked({ ...before, 'register.need': 40 }, [], none)).toEqual({
      entities: ['register.need', 'response.round', 'response.visit'],
      from: 40,
    });
  });

  it('those that lag, and none that is complete for now', () => {
    const cursors = { a: 52, b: 40, c: 40 };
    expect(nextAsked(cursors, [], none)).toEqual({ entities: ['b', 'c'], from: 40 });
    expect(nextAsked({ a: 52, b: 53, c: 53 }, [], new Set(['b', 'c']))).toEqual({ entities: ['a'], from: 52 });
    expect(nextAsked(cursors, [], new Set(['a', 'b', 'c']))).toBeNull();
  });
});

describe('how far the copy is complete', () => {
  it('is what the slowest entity has; one whose first copy is still to come does not count', () => {
    expect(completeTo({})).toBe(0);
    expect(completeTo({ a: 52, b: 40 })).toBe(40);
    expect(completeTo({ a: 52, b: 0 })).toBe(52);
  });
});

describe('a copy is whole', () => {
  const page = (more: boolean, change: Partial<PullPage> = {}): PullPage => ({
    epoch: 'e',
    now: '2026-11-22T00:00:00.000Z',
    minimumApp: null,
    scopes: 's',
    restart: false,
    cursor: 40,
    more,
    rows: [],
    gone: [],
    ...change,
  });
  const asked = { entities: ['a'], from: 0 };
  it('when the last page of its first fetching has come, and stays so while news come in', () => {
    const first = moved({ ...noMeta, scopes: 's' }, page(true), asked);
    expect(wholeIn(first ?? noMeta)).toEqual([]);
    const last = moved(first ?? noMeta, page(false, { cursor: 52 }), { entities: ['a'], from: 40 });
    expect(wholeIn(last ?? noMeta)).toEqual(['a']);
    const news = moved(last ?? noMeta, page(true, { cursor: 60 }), { entities: ['a'], from: 52 });
    expect(wholeIn(news ?? noMeta)).toEqual(['a']);
  });
  it('no longer when it begins anew for other scopes; one from an older version was', () => {
    const before = { ...noMeta, scopes: 's', cursors: { a: 40, b: 40 }, whole: ['a', 'b'] };
    expect(wholeIn(moved(before, page(true, { scopes: 't', restart: true, cursor: 9 }), { entities: ['a', 'b'], from: 40 }) ?? noMeta)).toEqual([]);
    expect(wholeIn({ cursors: { a: 40 }, scopes: 's', epoch: 'e' })).toEqual(['a']);
  });
});

describe('a tombstone', () => {
  const row = { entity: 'response.visit', id: 'x', version: 7, scope: 'grid:1' };
  it('takes an older row, and one that left only from the scope it left', () => {
    expect(takes({ ...row, kind: 'delete', version: 8, scope: 'grid:2' }, row)).toBe(true);
    expect(takes({ ...row, kind: 'leave', version: 8, scope: 'grid:2' }, row)).toBe(false);
    expect(takes({ ...row, kind: 'delete', version: 6 }, row)).toBe(false);
  });
});
