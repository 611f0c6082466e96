import { describe, expect, it } from 'vitest';
import { sharedDoors } from './local.ts';

describe('households behind one door', () => {
  it('are numbered the same on every device, whatever order they came in; a door of one household needs no number', () => {
    const doors = [
      { household: 'c', door: '3-2-601' },
      { household: 'b', door: '3-2-502' },
      { household: 'a', door: '3-2-601' },
    ];
    const shared = new Map([
      ['a', { at: 1, of: 2 }],
      ['c', { at: 2, of: 2 }],
    ]);
    expect(sharedDoors(doors)).toEqual(shared);
    expect(sharedDoors(doors.toReversed())).toEqual(shared);
  });
});
