import { z } from 'zod';
import { idOf, type OrganisationId, type PersonId, type PositionId } from '../../../../kernel/ids.ts';
import { ok, type Result, refuse } from '../../../../kernel/result.ts';
import { findDuty } from '../../catalogue.ts';
import { Assignment, assignmentId, type Duty, type HeldAssignment } from '../../model.ts';
import { refusalByMandate } from '../placing.ts';
import { analyse } from './analyse.ts';
import { redundancyOf } from './holistic.ts';
import type { Occasion } from './losses.ts';
import type { Assumptions, Finding, Situation } from './model.ts';

/** A change that is only tried: nothing of it is written anywhere. */
export const Trial = z.discriminatedUnion('is', [
  z.object({ is: z.literal('assign'), assignment: Assignment }),
  z.object({ is: z.literal('withdraw'), assignmentId }),
  z.object({ is: z.literal('rank'), assignmentId, rank: z.number().int().min(1).max(9) }),
  z.object({ is: z.literal('holder'), positionId: idOf<PositionId>(), personId: idOf<PersonId>().nullable() }),
  z.object({ is: z.literal('deputy'), positionId: idOf<PositionId>(), personId: idOf<PersonId>().nullable() }),
  z.object({ is: z.literal('loseOrganisation'), organisationId: idOf<OrganisationId>() }),
  z.object({ is: z.literal('losePerson'), personId: idOf<PersonId>() }),
]);
export type Trial = z.infer<typeof Trial>;

export interface Difference {
  readonly closed: readonly Finding[];
  readonly opened: readonly Finding[];
  /** The same finding with other figures: before and after. */
  readonly changed: readonly { readonly before: Finding; readonly after: Finding }[];
  readonly unchanged: number;
  readonly redundancy: { readonly before: number | null; readonly after: number | null };
}

/** A copy of the situation with the changes in it, in their order. Refuses with the codes of the real commands what could not be done. */
export function tryOut(situation: Situation, changes: readonly Trial[]): Result<Situation> {
  let now = situation;
  for (const change of changes) {
    const next = one(now, change);
    if (!next.ok) return next;
    now = next.value;
  }
  return ok(now);
}

function one(now: Situation, change: Trial): Result<Situation> {
  switch (change.is) {
    case 'assign': {
      const { assignment: wanted } = change;
      if (!findDuty(wanted.duty)) return refuse('invalid', 'duties.unknownDuty');
      if (now.assignments.some((a) => a.id === wanted.id)) return refuse('conflict', 'duties.exists');
      if (!now.organisations.some((o) => o.id === wanted.organisationId && o.active)) return refuse('missing', 'duties.organisationGone');
      if (wanted.positionId && !now.positions.some((p) => p.id === wanted.positionId && p.organisationId === wanted.organisationId))
        return refuse('missing', 'duties.positionGone');
      // Tried as if it held already, whenever it is meant to begin.
      const held: HeldAssignment = { ...wanted, since: now.at, until: null };
      const mandated = refusalByMandate(now.mandates, held, now.at);
      if (mandated) return mandated;
      return ok({ ...now, assignments: [...now.assignments, held] });
    }
    case 'withdraw':
      if (!now.assignments.some((a) => a.id === change.assignmentId)) return refuse('missing', 'duties.assignmentGone');
      return ok({ ...now, assignments: now.assignments.filter((a) => a.id !== change.assignmentId) });
    case 'rank':
      if (!now.assignments.some((a) => a.id === change.assignmentId)) return refuse('missing', 'duties.assignmentGone');
      return ok({ ...now, assignments: now.assignments.map((a) => (a.id === change.assignmentId ? { ...a, rank: change.rank } : a)) });
    case 'holder':
    case 'deputy':
      if (!now.positions.some((p) => p.id === change.positionId)) return refuse('missing', 'duties.positionGone');
      return ok({ ...now, positions: now.positions.map((p) => (p.id === change.positionId ? { ...p, [change.is]: change.personId } : p)) });
    case 'loseOrganisation':
      if (!now.organisations.some((o) => o.id === change.organisationId)) return refuse('missing', 'duties.organisationGone');
      return ok({ ...now, organisations: now.organisations.map((o) => (o.id === change.organisationId ? { ...o, active: false } : o)) });
    case 'losePerson': {
      const without = (id: PersonId | null) => (id === change.personId ? null : id);
      return ok({ ...now, positions: now.positions.map((p) => ({ ...p, holder: without(p.holder), deputy: without(p.deputy) })) });
    }
    default:
      return change satisfies never;
  }
}

const alike = (a: Finding, b: Finding): boolean =>
  a.severity === b.severity && JSON.stringify([a.params, a.subjects]) === JSON.stringify([b.params, b.subjects]);

/** What the findings become when the changes are made. */
export function difference(before: Situation, after: Situation, duties: readonly Duty[], occasion: Occasion, assumptions: Assumptions): Difference {
  const [was, is] = [before, after].map((s) => analyse(s, duties, occasion, assumptions)) as [ReturnType<typeof analyse>, ReturnType<typeof analyse>];
  const old = new Map(was.findings.map((f) => [f.id, f]));
  const fresh = new Map(is.findings.map((f) => [f.id, f]));
  const both = [...fresh.values()].flatMap((f) => {
    const earlier = old.get(f.id);
    return earlier ? [{ before: earlier, after: f }] : [];
  });
  const changed = both.filter((pair) => !alike(pair.before, pair.after));
  return {
    closed: was.findings.filter((f) => !fresh.has(f.id)),
    opened: is.findings.filter((f) => !old.has(f.id)),
    changed,
    unchanged: both.length - changed.length,
    redundancy: { before: redundancyOf(was.losses).value, after: redundancyOf(is.losses).value },
  };
}
