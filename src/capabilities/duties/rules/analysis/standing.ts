import type { OrganisationId } from '../../../../kernel/ids.ts';
import { holdsAt } from '../area.ts';
import { lackOf } from '../mandates.ts';
import { type Assumptions, everywhere, type Finding, type FindingCode, type Fix, finding, type Severity, type Situation } from './model.ts';
import type { Reach } from './reach.ts';

const dayMs = 86_400_000;

/** Whole days from one instant to another, negative when it lies before; ISO 8601. */
const daysBetween = (from: string, to: string): number => Math.floor((Date.parse(to) - Date.parse(from)) / dayMs);

type Say = (code: FindingCode, severity: Severity, id: OrganisationId, params: Finding['params'], fix: Fix) => Finding;

/**
 * An organisation without a mandate that holds (none was ever agreed, or it has ended), one whose mandate ends soon, and duties that its mandate
 * does not carry. Before mandates bind nothing is lost yet: then they are warnings.
 */
function mandateFindings(situation: Situation, id: OrganisationId, { warnDays }: Assumptions, said: Say): Finding[] {
  const { at, mandates } = situation;
  const agreed = mandates.agreed.filter((m) => m.organisationId === id && m.since < m.until);
  const held = agreed.find((m) => holdsAt(m, at));
  const renew: Fix = { kind: 'renewMandate', organisationId: id };
  // Tried as if mandates bound already: what will be missing on that day is named before it comes.
  const bindFrom = mandates.bindFrom !== null && mandates.bindFrom < at ? mandates.bindFrom : at;
  const lacking = mandates.bindFrom === null ? [] : situation.assignments.filter((a) => a.organisationId === id && holdsAt(a, at));
  const lacks = lacking.flatMap((a) => {
    const lack = lackOf({ ...mandates, bindFrom }, { ...a, until: null }, at);
    return lack === null ? [] : [{ a, lack }];
  });
  const binds = mandates.bindFrom !== null && mandates.bindFrom <= at;
  const severity: Severity = binds ? 'critical' : 'warning';
  if (!held) {
    const comes = agreed.some((m) => m.since > at);
    const last = agreed.reduce<string | null>((best, m) => (m.until <= at && (best === null || m.until > best) ? m.until : best), null);
    if (last !== null && !comes && mandates.needing.includes(id))
      return [said('mandateExpired', severity, id, { days: daysBetween(last, at) }, renew)];
    const count = new Set(lacks.map(({ a }) => a.duty)).size;
    return count === 0 ? [] : [said('mandateMissing', severity, id, { count }, { kind: 'agreeMandate', organisationId: id })];
  }
  const outside = lacks.map(({ a, lack }) =>
    finding({
      code: 'assignmentOutsideMandate',
      severity,
      subjects: [
        { kind: 'organisation', id },
        { kind: 'assignment', id: a.id },
      ],
      where: { grids: a.grids, hazards: a.hazards, levels: a.levels },
      params: { duty: a.duty, lack },
      fix: renew,
    }),
  );
  // Counted to the end of what follows without a gap.
  let end = held.until;
  for (const m of agreed.toSorted((a, b) => (a.since < b.since ? -1 : 1))) if (m.since <= end && m.until > end) end = m.until;
  const days = daysBetween(at, end);
  return days <= warnDays ? [...outside, said('mandateEnding', 'warning', id, { days }, renew)] : outside;
}

/**
 * Whoever is sent by a mandate in force should be insured (decision 0022 names it, people decide): nobody ever was, the insurance has ended, or ends
 * soon. Of organisations that nobody has looked at, or that send nobody, it is not asked.
 */
function insuranceFinding({ at, mandates, insurances }: Situation, id: OrganisationId, { warnDays }: Assumptions, said: Say): Finding[] {
  const insured = insurances.find((i) => i.organisationId === id);
  if (!insured || !mandates.agreed.some((m) => m.organisationId === id && holdsAt(m, at))) return [];
  const fix: Fix = { kind: 'renewInsurance', organisationId: id };
  if (insured.until === null) return [said('notInsured', 'warning', id, { days: -1 }, fix)];
  if (insured.until <= at) return [said('notInsured', 'warning', id, { days: daysBetween(insured.until, at) }, fix)];
  const days = daysBetween(at, insured.until);
  return days <= warnDays ? [said('insuranceEnding', 'warning', id, { days }, fix)] : [];
}

/** Agreements that should have been tried by now. */
export function agreementFindings({ situation, organisations }: Reach): Finding[] {
  const active = new Set<string>(organisations.map((o) => o.id));
  return situation.agreements.flatMap(({ id, between: [one, other], nextTestAt }) => {
    if (nextTestAt === null || nextTestAt > situation.at || !active.has(one) || !active.has(other)) return [];
    return finding({
      code: 'agreementTestOverdue',
      severity: 'warning',
      subjects: [
        { kind: 'organisation', id: one },
        { kind: 'organisation', id: other },
        { kind: 'agreement', id },
      ],
      where: everywhere,
      params: { days: daysBetween(nextTestAt, situation.at) },
      fix: { kind: 'testAgreement', agreementId: id },
    });
  });
}

/**
 * What is wrong with the standing of an organisation, whatever its duties: it has none, its mandate or its insurance has ended or ends soon, or
 * nobody has tried for long whether it can be reached.
 */
export function standingFindings({ situation, organisations, posts }: Reach, assumptions: Assumptions): Finding[] {
  const { at, contactTests } = situation;
  const said: Say = (code, severity, id, params, fix) =>
    finding({ code, severity, subjects: [{ kind: 'organisation', id }], where: everywhere, params, fix });
  const holding = new Set(situation.assignments.filter((a) => holdsAt(a, at)).map((a) => a.organisationId));
  return organisations.flatMap(({ id }): Finding[] => {
    const found: Finding[] = [];
    const manned = (posts.get(id) ?? []).some((p) => p.holder !== null || p.deputy !== null);
    if (!holding.has(id)) found.push(said('orphanOrganisation', 'warning', id, { why: 'noDuty' }, { kind: 'giveDuty', organisationId: id }));
    else if (!manned)
      found.push(said('orphanOrganisation', 'warning', id, { why: 'nobody' }, { kind: 'fillPost', organisationId: id, positionId: null }));
    found.push(...mandateFindings(situation, id, assumptions, said), ...insuranceFinding(situation, id, assumptions, said));
    const test = contactTests?.find((t) => t.organisationId === id);
    const since = test?.lastAt ? daysBetween(test.lastAt, at) : null;
    if (contactTests !== null && holding.has(id) && (since === null || since > assumptions.contactTestDays))
      found.push(said('contactTestOverdue', 'warning', id, { days: since ?? -1 }, { kind: 'testContact', organisationId: id }));
    return found;
  });
}
