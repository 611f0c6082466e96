import type { OrganisationId } from '../../../../kernel/ids.ts';
import { holdsAt } from '../area.ts';
import { type Assumptions, everywhere, type Finding, type FindingCode, type Fix, finding, type Severity } from './model.ts';
import type { Reach } from './reach.ts';

const dayMs = 86_400_000;

/** Whole days from one instant to another, negative when it lies before; ISO 8601. */
const daysBetween = (from: string, to: string): number => Math.floor((Date.parse(to) - Date.parse(from)) / dayMs);

/**
 * What is wrong with the standing of an organisation, whatever its duties: it has none, its mandate has ended or ends soon, or
 * nobody has tried for long whether it can be reached.
 */
export function standingFindings({ situation, organisations, posts }: Reach, assumptions: Assumptions): Finding[] {
  const { at, mandates, contactTests } = situation;
  const said = (code: FindingCode, severity: Severity, id: OrganisationId, params: Finding['params'], fix: Fix): Finding =>
    finding({ code, severity, subjects: [{ kind: 'organisation', id }], where: everywhere, params, fix });
  const holding = new Set(situation.assignments.filter((a) => holdsAt(a, at)).map((a) => a.organisationId));
  return organisations.flatMap(({ id }): Finding[] => {
    const found: Finding[] = [];
    const manned = (posts.get(id) ?? []).some((p) => p.holder !== null || p.deputy !== null);
    if (!holding.has(id)) found.push(said('orphanOrganisation', 'warning', id, { why: 'noDuty' }, { kind: 'giveDuty', organisationId: id }));
    else if (!manned)
      found.push(said('orphanOrganisation', 'warning', id, { why: 'nobody' }, { kind: 'fillPost', organisationId: id, positionId: null }));
    const own = mandates?.filter((m) => m.organisationId === id) ?? [];
    const open = own.find((m) => m.until === null || m.until > at);
    const renew: Fix = { kind: 'renewMandate', organisationId: id };
    // The one that lasts longest counts.
    const last = own.reduce<string | null | undefined>(
      (best, m) => (best === null || m.until === null ? null : best === undefined || m.until > best ? m.until : best),
      undefined,
    );
    if (own.length > 0 && !open) found.push(said('mandateExpired', 'critical', id, { days: -daysBetween(at, last ?? at) }, renew));
    else if (last) {
      const days = daysBetween(at, last);
      if (days <= assumptions.warnDays) found.push(said('mandateEnding', 'warning', id, { days }, renew));
    }
    const test = contactTests?.find((t) => t.organisationId === id);
    const since = test?.lastAt ? daysBetween(test.lastAt, at) : null;
    if (contactTests !== null && holding.has(id) && (since === null || since > assumptions.contactTestDays))
      found.push(said('contactTestOverdue', 'warning', id, { days: since ?? -1 }, { kind: 'testContact', organisationId: id }));
    return found;
  });
}
