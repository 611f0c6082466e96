import { describe, expect, it } from 'vitest';
import { atDoor } from './at-door.ts';
import { type LocalIncident, type LocalRequest, type LocalRound, openRequests, openRounds, sharedDoors } from './local.ts';

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

describe('the copy on a phone', () => {
  const request = (id: string, state: LocalRequest['state'], urgency: LocalRequest['urgency'], askedAt: string): LocalRequest => ({
    id,
    door: '3-2-501',
    kind: 'food',
    state,
    urgency,
    askedAt,
  });
  it('shows of the requests those that wait: unanswered first, then the most urgent, then the oldest', () => {
    const requests = [
      request('taken', 'taken', 'now', '2026-11-22T01:00:00Z'),
      request('closed', 'closed', 'now', '2026-11-22T01:00:00Z'),
      request('young', 'open', 'today', '2026-11-22T03:00:00Z'),
      request('old', 'open', 'today', '2026-11-22T02:00:00Z'),
      request('urgent', 'open', 'now', '2026-11-22T04:00:00Z'),
    ];
    expect(openRequests(requests).map(({ id }) => id)).toEqual(['urgent', 'old', 'young', 'taken']);
  });
  it('finds a door however it is written, the door itself first', () => {
    const doors = ['13-2-501', '3-2-501', '3-2-5010', '3-10-501', '3-2-601'].map((door) => ({ door }));
    const found = (text: string) => atDoor(text, [...doors, { door: null }], 9).map(({ door }) => door);
    expect(found('3-2-501')).toEqual(['3-2-501', '3-2-5010', '13-2-501']);
    expect(found('3号楼2单元501室')).toEqual(['3-2-501', '3-2-5010', '13-2-501']);
    expect(found('501')).toEqual(['3-2-501', '3-2-5010', '3-10-501', '13-2-501']);
    expect(found('  ')).toEqual([]);
    expect(atDoor('3', doors, 2)).toHaveLength(2);
  });
  it('goes through the real round before the exercise, the newest first, and through none that is over', () => {
    const incident = (id: string, exercise: boolean, closedAt: string | null = null): LocalIncident => ({
      id,
      title: id,
      level: 'II',
      exercise,
      closedAt,
    });
    const round = (id: string, of: string, openedAt: string, closedAt: string | null = null): LocalRound => ({
      id,
      incident: of,
      title: id,
      openedAt,
      closedAt,
    });
    const incidents = [incident('drill', true), incident('flood', false), incident('past', false, '2026-11-20')];
    const rounds = [
      round('a', 'drill', '9'),
      round('b', 'flood', '1'),
      round('c', 'flood', '2'),
      round('d', 'flood', '3', '4'),
      round('e', 'past', '9'),
    ];
    expect(openRounds(incidents, rounds).map((each) => each.round.id)).toEqual(['c', 'b', 'a']);
  });
});
