import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Facts } from '../../../kernel/command.ts';
import type { HandoverChange } from '../changes.ts';
import { acceptHandover, declineHandover, escalateHandover, type OfferState, offerHandover, withdrawHandover } from '../commands/handovers.ts';
import type { Owner } from '../model.ts';
import { answered, answering, type HandoverState, type KnownHandover, overdue, type PassedTask, usualWithinMin, withdrawing } from './handover.ts';

const id = (n: number) => `0192aaaa-0000-7000-8000-${String(n).padStart(12, '0')}` as never;
const [committee, clinic, third] = [id(1), id(2), id(3)];
const [director, nurse, porter, other] = [id(11), id(12), id(13), id(14)];
const [desk, ward, gate] = [id(21), id(22), id(23)];
const now = new Date('2026-11-22T02:00:00.000Z');
let made = 900;
const facts = (person: never): Facts => ({
  community: id(0),
  actor: { kind: 'person', person },
  position: null,
  now,
  commandId: id(99),
  newId: () => id(made++),
});
const from: Owner = { organisation: committee, position: desk };
const passed: PassedTask = { id: id(31), step: 'claimed', request: id(41), effortMin: 30, deadlineAt: null, scope: 'tasks' };
const handover: KnownHandover = {
  id: id(51),
  task: passed.id,
  request: null,
  kind: 'medicine',
  urgency: 'today',
  grid: null,
  from,
  offeredBy: director,
  to: clinic,
  note: '要护士上门',
  offeredAt: now.toISOString(),
  dueAt: '2026-11-22T03:00:00.000Z',
  duty: 'response.volunteer',
  incident: null,
  exercise: false,
  title: { zh: '', en: '', ug: '' },
  door: '3-2-501',
  escalatedAt: null,
  escalatedTo: null,
  toName: '卫生站',
  passed,
};
const waiting = (post: { id: never; organisationId: never }, more: Partial<KnownHandover> = {}): HandoverState => ({
  at: 'offered',
  handover: { ...handover, ...more },
  posts: [post],
  requestHasTask: false,
});
const inClinic = { id: ward, organisationId: clinic };
const inCommittee = { id: desk, organisationId: committee };

const ready: Extract<OfferState, { at: 'ready' }> = {
  at: 'ready',
  holder: from,
  asked: 'there',
  incident: null,
  exercise: false,
  kind: 'medicine',
  title: handover.title,
  urgency: 'now',
  grid: null,
  door: '3-2-501',
  duty: 'response.volunteer',
  fromName: '居委会',
  toName: '卫生站',
};
const order = { handoverId: handover.id, taskId: passed.id, requestId: null, toOrganisationId: clinic, note: '要护士上门', withinMin: null };

describe('offering a hand-over', () => {
  it('sets the clock by urgency, or as somebody says', () => {
    const dueAfter = (withinMin: number | null, urgency: 'now' | 'later') => {
      const found = offerHandover.decide({ ...ready, urgency }, { ...order, withinMin }, facts(director));
      const [change] = found.ok ? found.value : [];
      return change?.type === 'handoverOffered' ? (Date.parse(change.handover.dueAt) - now.getTime()) / 60_000 : null;
    };
    expect([dueAfter(null, 'now'), dueAfter(null, 'later'), dueAfter(25, 'later')]).toEqual([usualWithinMin.now, usualWithinMin.later, 25]);
  });

  it.each([
    [{ ...ready, holder: null }, order, 'response.handoverNotHeld'],
    [{ ...ready, asked: 'gone' as const }, order, 'response.organisationGone'],
    [{ ...ready, asked: 'unmanned' as const }, order, 'response.handoverNobodyThere'],
    [ready, { ...order, toOrganisationId: committee }, 'response.handoverWithin'],
    [ready, { ...order, requestId: id(41) }, 'response.handoverOfOne'],
    [ready, { ...order, taskId: null }, 'response.handoverOfOne'],
    [{ at: 'offeredAlready' } as const, order, 'response.handoverWaits'],
    [{ at: 'over', what: 'task' } as const, order, 'response.taskOver'],
    [{ at: 'requestHasTask' } as const, order, 'response.handoverOfTask'],
    [{ at: 'nowhere', what: 'request' } as const, order, 'response.requestGone'],
  ])('is refused where it cannot be (%#)', (state, payload, code) => {
    expect(offerHandover.decide(state, payload, facts(director))).toMatchObject({ ok: false, problem: { code } });
  });
});

describe('answering a hand-over', () => {
  it('makes the other side answer for the task, with its own time to do it', () => {
    expect(acceptHandover.decide(waiting(inClinic), { handoverId: handover.id }, facts(nurse))).toMatchObject({
      ok: true,
      value: [
        { type: 'handoverAccepted', by: nurse, owner: { organisation: clinic, position: ward }, taskId: passed.id },
        { type: 'taskPassed', requestId: id(41), by: nurse, dueAt: '2026-11-22T03:00:00.000Z', scopeBefore: 'tasks' },
      ],
    });
  });

  it('makes a task of a request, which is on the way from that moment', () => {
    const found = acceptHandover.decide(waiting(inClinic, { task: null, passed: null, request: id(41) }), { handoverId: handover.id }, facts(nurse));
    expect(found.ok && found.value.map((c) => c.type)).toEqual(['handoverAccepted', 'taskRaised', 'taskClaimed']);
    expect(found).toMatchObject({ value: [{}, { task: { request: id(41), owner: { organisation: clinic }, title: { zh: '要护士上门' } } }, {}] });
  });

  it('is not for the one who offered it, although they stand in both organisations', () => {
    const refused = { ok: false, problem: { code: 'response.handoverOwnAnswer' } };
    expect(acceptHandover.decide(waiting(inClinic), { handoverId: handover.id }, facts(director))).toMatchObject(refused);
    expect(declineHandover.decide(waiting(inClinic), { handoverId: handover.id, reason: '忙' }, facts(director))).toMatchObject(refused);
  });

  it('is not for a third organisation, nor for the side that offered', () => {
    for (const post of [{ id: gate, organisationId: third }, inCommittee])
      expect(acceptHandover.decide(waiting(post), { handoverId: handover.id }, facts(porter))).toMatchObject({
        problem: { code: 'response.handoverNotYours' },
      });
  });

  it('leaves everything where it was when it is declined', () => {
    const found = declineHandover.decide(waiting(inClinic), { handoverId: handover.id, reason: '没有护士' }, facts(nurse));
    expect(found.ok && found.value).toMatchObject([{ type: 'handoverDeclined', reason: '没有护士', from, offeredBy: director }]);
  });

  it('is too late once the task is over', () => {
    const over = waiting(inClinic, { passed: { ...passed, step: 'done' } });
    expect(acceptHandover.decide(over, { handoverId: handover.id }, facts(nurse))).toMatchObject({ problem: { code: 'response.handoverOvertaken' } });
  });
});

describe('the clock of a hand-over', () => {
  const at = (dueAt: string, escalatedAt: string | null = null, step: 'offered' | 'accepted' = 'offered') =>
    escalateHandover.decide(
      { at: step, handover: { ...handover, dueAt, escalatedAt }, accountable: from, fromName: '居委会' },
      { handoverId: handover.id },
      facts(other),
    );
  it('tells whoever is accountable once, when the time is over and nobody has answered', () => {
    expect(at('2026-11-22T02:00:00.000Z')).toMatchObject({ ok: true, value: [{ type: 'handoverEscalated', to: from }] });
    expect(at('2026-11-22T02:00:00.001Z')).toMatchObject({ problem: { code: 'response.handoverInTime' } });
    expect(at('2026-11-22T01:00:00.000Z', now.toISOString())).toMatchObject({ problem: { code: 'response.handoverEscalated' } });
    expect(at('2026-11-22T01:00:00.000Z', null, 'accepted')).toMatchObject({ problem: { code: 'response.handoverAccepted' } });
    expect(overdue({ state: 'offered', dueAt: now.toISOString() }, now.toISOString())).toBe(true);
  });

  it('lets the accountable one take the offer back, and before that only the side that made it', () => {
    const elsewhere = { id: gate, organisationId: third };
    expect(withdrawing(handover, [elsewhere])).toBeNull();
    expect(withdrawing({ ...handover, escalatedTo: { organisation: third, position: gate } }, [elsewhere])).toBe(gate);
    expect(withdrawing({ ...handover, escalatedTo: { organisation: third, position: null } }, [elsewhere])).toBe(gate);
    expect(withdrawHandover.decide(waiting(inCommittee), { handoverId: handover.id }, facts(porter))).toMatchObject({ ok: true });
  });
});

/** Whatever is said in whatever order: one answer at most, and never a moment without exactly one who answers for it. */
describe('any story of a hand-over', () => {
  it('has exactly one organisation that answers, and the offer ends once', () => {
    const people = [
      [director, inCommittee],
      [director, inClinic],
      [nurse, inClinic],
      [porter, { id: gate, organisationId: third }],
    ] as const;
    const said = fc.array(
      fc.record({
        what: fc.constantFrom('accept', 'decline', 'withdraw', 'escalate'),
        who: fc.constantFrom(...people),
        minutes: fc.integer({ min: 0, max: 90 }),
      }),
      { maxLength: 12 },
    );
    fc.assert(
      fc.property(said, (story) => {
        let state = waiting(inCommittee) as Exclude<HandoverState, { at: 'nowhere' }>;
        let answersFor: string = committee;
        let ends = 0;
        let minute = 0;
        for (const { what, who, minutes } of story) {
          minute += minutes;
          const [person, post] = who;
          const here = { ...facts(person), now: new Date(now.getTime() + minute * 60_000) };
          const seen: HandoverState = { ...state, posts: [post] };
          const p = { handoverId: handover.id };
          const found =
            what === 'accept'
              ? acceptHandover.decide(seen, p, here)
              : what === 'decline'
                ? declineHandover.decide(seen, { ...p, reason: 'x' }, here)
                : what === 'withdraw'
                  ? withdrawHandover.decide(seen, p, here)
                  : escalateHandover.decide({ at: state.at, handover: state.handover, accountable: from, fromName: '' }, p, here);
          if (!found.ok) continue;
          for (const change of found.value as readonly HandoverChange[]) {
            if (change.type === 'handoverAccepted') {
              answersFor = change.owner.organisation;
              expect([person, answersFor]).toEqual([nurse, clinic]);
            }
            if (change.type === 'handoverEscalated') {
              expect(minute).toBeGreaterThanOrEqual(60);
              state = { ...state, handover: { ...state.handover, escalatedAt: here.now.toISOString(), escalatedTo: from } };
            }
            const next = { handoverAccepted: 'accepted', handoverDeclined: 'declined', handoverWithdrawn: 'withdrawn' }[change.type as string];
            if (next) {
              ends += 1;
              expect(answered(state.at)).toBeNull();
              state = { ...state, at: next as never };
            }
          }
          expect([committee, clinic]).toContain(answersFor);
          expect(answersFor === clinic).toBe(state.at === 'accepted');
        }
        expect(ends).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('is answered by a post of the asked organisation alone', () => {
    expect(answering(handover, [inCommittee, inClinic], nurse)).toEqual({ ok: true, value: { organisation: clinic, position: ward } });
    expect(answering(handover, [], nurse)).toMatchObject({ ok: false });
  });
});
