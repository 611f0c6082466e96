import { describe, expect, it } from 'vitest';
import type { RequestId } from '../model.ts';
import { clinic, door501, factsOf, firstRound, flood, mei, quietDoor, tao, zhangs } from '../seeds.ts';
import { type DoorState, type ListedDoor, sayDoorSafe, undoVisit, visitDoor } from './visits.ts';

const listed = (door: Partial<ListedDoor> = {}): DoorState => ({
  at: 'listed',
  door: { ...quietDoor, ...door },
  deputy: { owner: clinic, person: tao },
});
const say = (outcome: 'safe' | 'help' | 'noAnswer', note = '') =>
  visitDoor.payload.parse({ roundId: firstRound, householdId: zhangs, outcome, note, kind: 'medicine' });
const types = (answer: ReturnType<typeof visitDoor.decide>) => (answer.ok ? answer.value.map((c) => c.type) : answer.problem.code);

describe('visiting a door', () => {
  it('writes down that all is well', () => {
    const answer = visitDoor.decide(listed(), say('safe'), factsOf(mei));
    expect(answer).toEqual({
      ok: true,
      value: [{ type: 'doorVisited', roundId: firstRound, householdId: zhangs, by: mei, outcome: 'safe', noAnswer: 0, disputed: false }],
    });
  });

  it('opens a request when help is needed, at that door and in the words said', () => {
    const answer = visitDoor.decide(listed(), say('help', 'insulin runs out tonight'), factsOf(mei));
    expect(types(answer)).toEqual(['doorVisited', 'helpRequested']);
    expect(answer).toMatchObject({
      value: [{}, { request: { door: '3-2-501', kind: 'medicine', words: 'insulin runs out tonight', incident: flood } }],
    });
  });

  it('strengthens the request that the door already has open', () => {
    const open = '0192aaaa-0000-7000-8000-0000000000ff' as RequestId;
    expect(types(visitDoor.decide(listed({ openRequest: open }), say('help'), factsOf(mei)))).toEqual(['doorVisited', 'helpRepeated']);
  });

  it('does nothing more than count the first silence', () => {
    expect(types(visitDoor.decide(listed(), say('noAnswer'), factsOf(mei)))).toEqual(['doorVisited']);
  });

  it('asks the deputy after the second silence, once', () => {
    const second = visitDoor.decide(listed({ outcome: 'noAnswer', noAnswer: 1, visitedBy: mei }), say('noAnswer'), factsOf(mei));
    expect(types(second)).toEqual(['doorVisited', 'taskRaised']);
    expect(second).toMatchObject({ value: [{ noAnswer: 2 }, { task: { kind: 'silentDoor', assignee: tao, owner: clinic, door: '3-2-501' } }] });
    expect(types(visitDoor.decide(listed({ outcome: 'noAnswer', noAnswer: 2, visitedBy: mei }), say('noAnswer'), factsOf(mei)))).toEqual([
      'doorVisited',
    ]);
  });

  it('shows that nobody answers for the door when nobody holds the duty there', () => {
    const silent: DoorState = { at: 'listed', door: { ...quietDoor, outcome: 'noAnswer', noAnswer: 1 }, deputy: null };
    expect(visitDoor.decide(silent, say('noAnswer'), factsOf(mei))).toMatchObject({ value: [{}, { task: { owner: null, assignee: null } }] });
  });

  it('keeps a contradicting "safe" beside the call for help, and flags it', () => {
    const answer = visitDoor.decide(listed({ outcome: 'help', visitedBy: mei }), say('safe'), factsOf(tao));
    expect(answer).toMatchObject({ ok: true, value: [{ type: 'extraVisitKept', outcome: 'safe', by: tao, disputed: true }] });
  });

  it('lets help stand over an earlier "safe" and keeps the earlier answer with its own time', () => {
    const earlier = { outcome: 'safe', visitedBy: mei, visitedAt: '2026-03-01T09:00:00.000Z' } as const;
    const answer = visitDoor.decide(listed(earlier), say('help'), factsOf(tao));
    expect(types(answer)).toEqual(['extraVisitKept', 'doorVisited', 'helpRequested']);
    expect(answer).toMatchObject({ value: [{ outcome: 'safe', by: mei, at: '2026-03-01T09:00:00.000Z' }, { outcome: 'help', disputed: true }, {}] });
  });

  it('lets people correct themselves without a flag', () => {
    expect(visitDoor.decide(listed({ outcome: 'safe', visitedBy: mei }), say('help'), factsOf(mei))).toMatchObject({
      value: [{ disputed: false }, {}],
    });
  });

  it('does not let a silent door undo an answer', () => {
    expect(visitDoor.decide(listed({ outcome: 'safe', visitedBy: mei }), say('noAnswer'), factsOf(tao))).toMatchObject({
      value: [{ type: 'extraVisitKept', disputed: false }],
    });
  });

  it('refuses a door that is on no list', () => {
    expect(visitDoor.decide({ at: 'nowhere' }, say('safe'), factsOf(mei))).toMatchObject({ ok: false, problem: { code: 'response.doorGone' } });
  });

  it('keeps an answer that comes in after the round was closed, and changes nothing that was counted', () => {
    const closed = { at: 'closed', door: quietDoor, over: false } as const;
    expect(visitDoor.decide(closed, say('safe'), factsOf(mei))).toMatchObject({
      ok: true,
      value: [{ type: 'extraVisitKept', outcome: 'safe', by: mei, disputed: false }],
    });
  });

  it('never loses a call for help, not even after the incident is over', () => {
    const after = (over: boolean) => visitDoor.decide({ at: 'closed', door: quietDoor, over }, say('help', 'cannot get up'), factsOf(mei));
    expect(types(after(false))).toEqual(['extraVisitKept', 'helpRequested']);
    expect(after(false)).toMatchObject({ value: [{}, { request: { incident: flood, words: 'cannot get up' } }] });
    expect(after(true)).toMatchObject({ value: [{}, { request: { incident: null, words: 'cannot get up' } }] });
  });
});

describe('taking an answer back', () => {
  const payload = { roundId: firstRound, householdId: zhangs };
  it('takes the request back with it', () => {
    const request = '0192aaaa-0000-7000-8000-0000000000ee' as RequestId;
    const state = { at: 'listed', door: { ...quietDoor, outcome: 'help', visitedBy: mei }, ownRequest: request } as const;
    expect(undoVisit.decide(state, payload, factsOf(mei))).toMatchObject({ value: [{ type: 'visitUndone' }, { type: 'requestWithdrawn' }] });
  });
  it('is for those who gave it', () => {
    const state = { at: 'listed', door: { ...quietDoor, outcome: 'safe', visitedBy: mei }, ownRequest: null } as const;
    expect(undoVisit.decide(state, payload, factsOf(tao))).toMatchObject({ problem: { code: 'response.visitOfAnother' } });
  });
  it('needs an answer', () => {
    expect(undoVisit.decide({ at: 'listed', door: quietDoor, ownRequest: null }, payload, factsOf(mei))).toMatchObject({
      problem: { code: 'response.nothingToUndo' },
    });
  });
});

describe('"we are safe" from the link of the door', () => {
  const facts = { ...factsOf(mei), actor: { kind: 'door', dwelling: door501 } as const };
  const here = { round: firstRound, exercise: false, door: quietDoor };
  it('counts as a visit where one household lives', () => {
    expect(sayDoorSafe.decide({ asked: true, doors: [here] }, { dwellingId: door501 }, facts)).toMatchObject({
      value: [{ type: 'doorVisited', outcome: 'safe', by: null }],
    });
  });
  it('does not speak for the other households behind the same door', () => {
    const both = [here, { ...here, door: { ...quietDoor, household: tao as never } }];
    const answer = sayDoorSafe.decide({ asked: true, doors: both }, { dwellingId: door501 }, facts);
    expect(answer).toMatchObject({
      value: [
        { type: 'extraVisitKept', source: 'door' },
        { type: 'extraVisitKept', source: 'door' },
      ],
    });
  });
  it('answers the real round, not the drill beside it', () => {
    const drill = { round: zhangs as never, exercise: true, door: quietDoor };
    const answer = sayDoorSafe.decide({ asked: true, doors: [drill, here] }, { dwellingId: door501 }, facts);
    expect(answer).toMatchObject({ ok: true, value: [{ roundId: firstRound }] });
  });
  it('is accepted without a trace at a door that is on no list, so that lists cannot be read off from outside', () => {
    expect(sayDoorSafe.decide({ asked: true, doors: [] }, { dwellingId: door501 }, facts)).toEqual({ ok: true, value: [] });
  });
  it('is refused for any other door, and when nobody asks', () => {
    expect(sayDoorSafe.decide({ asked: true, doors: [here] }, { dwellingId: zhangs as never }, facts)).toMatchObject({
      problem: { code: 'response.otherDoor' },
    });
    expect(sayDoorSafe.decide({ asked: false, doors: [] }, { dwellingId: door501 }, facts)).toMatchObject({ problem: { code: 'response.noRound' } });
  });
});
