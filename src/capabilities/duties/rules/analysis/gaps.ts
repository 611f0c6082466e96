import { everyPostHolds } from '../../catalogue.ts';
import type { Duty, HeldAssignment } from '../../model.ts';
import { type Assumptions, everywhere, type Finding, type FindingCode, type Fix, finding, type Severity, type Subject, type Where } from './model.ts';
import { type DutyReach, type Holding, holdingsFor, opensNothing, type Reach } from './reach.ts';
import { joined, type Part, partsOf } from './where.ts';

const weight = (duty: Duty): Severity => (duty.critical ? 'critical' : 'warning');
const about = (duty: Duty): Subject => ({ kind: 'duty', id: duty.code });

/** Firsts of one role: those before every backup. */
const firsts = (holdings: readonly Holding[], role: 'R' | 'A'): Holding[] =>
  holdings.filter(({ assignment: a }) => a.role === role && (role === 'R' || a.rank === 1));

/** People of one role in one part, each once. */
const crewOf = (holdings: readonly Holding[], role: 'R' | 'A'): Set<number> =>
  new Set(holdings.flatMap((h) => (h.assignment.role === role ? h.people : [])));

/**
 * Gaps and overlaps of one duty over its areas, hazards and levels: nobody or two answer for it, nobody or too few able people do it,
 * too many are asked, and a phase in which it falls to nobody although somebody held it before.
 */
export function gapsOf(reach: Reach, of: DutyReach, assumptions: Assumptions): Finding[] {
  const { duty } = of;
  if (duty.code === everyPostHolds) return [];
  const failing = new Map<string, { code: FindingCode; parts: Part[]; value: number; subjects: Subject[]; assignment?: HeldAssignment }>();
  const fail = (code: FindingCode, part: Part, value = 0, assignments: readonly HeldAssignment[] = []): void => {
    const key = [code, value, ...assignments.map((a) => a.id)].join(' ');
    const last = assignments.at(-1);
    const found = failing.get(key) ?? {
      code,
      parts: [],
      value,
      subjects: assignments.map((a): Subject => ({ kind: 'assignment', id: a.id })),
      ...(last && { assignment: last }),
    };
    failing.set(key, found);
    found.parts.push(part);
  };
  for (const part of partsOf(of)) {
    const holdings = holdingsFor(part.area, part.hazard, part.level);
    const accountable = firsts(holdings, 'A');
    if (!holdings.some((h) => h.assignment.role === 'A')) fail('noAccountable', part);
    else if (crewOf(holdings, 'A').size === 0)
      fail('accountableWithoutAuthority', part, 0, holdings.flatMap((h) => (h.assignment.role === 'A' ? h.assignment : [])).slice(0, 1));
    if (accountable.length > 1)
      fail(
        'twoAccountable',
        part,
        accountable.length,
        accountable.map((h) => h.assignment),
      );
    const doers = crewOf(holdings, 'R').size;
    if (firsts(holdings, 'R').length === 0) fail('noResponsible', part);
    else if (doers < duty.crew) fail('tooFewAble', part, doers);
    const asked = new Set(holdings.flatMap((h) => (h.assignment.role === 'C' ? h.organisation : []))).size;
    if (asked > assumptions.consultedMax) fail('tooManyConsulted', part, asked);
  }
  return [...failing.values()].flatMap(({ code, parts, value, subjects, assignment }) =>
    joined(of, parts).map((where) => {
      const lapsed = (code === 'noAccountable' || code === 'noResponsible') && where.levels?.length === 1 && where.levels[0] === 'none';
      return finding({
        code: lapsed ? 'phaseGap' : code,
        severity: code === 'tooManyConsulted' ? 'note' : weight(duty),
        subjects: [about(duty), ...subjects],
        where,
        params: paramsOf(lapsed ? 'phaseGap' : code, of, value, assumptions, lapsed ? (code === 'noAccountable' ? 'A' : 'R') : ''),
        fix: fixOf(reach, of, code, where, value, assignment),
      });
    }),
  );
}

function paramsOf(code: FindingCode, of: DutyReach, value: number, { consultedMax }: Assumptions, role: string): Record<string, string | number> {
  const { duty } = of;
  switch (code) {
    case 'tooFewAble':
      return { duty: duty.code, able: value, crew: duty.crew, skills: duty.skills.length };
    case 'tooManyConsulted':
      return { duty: duty.code, asked: value, most: consultedMax };
    case 'twoAccountable':
      return { duty: duty.code, accountable: value };
    case 'phaseGap':
      return { duty: duty.code, role, next: duty.code };
    case 'accountableWithoutAuthority':
      return { duty: duty.code, why: 'unmanned' };
    default:
      return { duty: duty.code };
  }
}

function fixOf(reach: Reach, { duty, held }: DutyReach, code: FindingCode, where: Where, value: number, assignment?: HeldAssignment): Fix {
  // Whoever does it is the nearest to answer for it, and the other way round.
  const assign = (role: 'A' | 'R'): Fix => {
    const near = held.find((a) => a.role === (role === 'A' ? 'R' : 'A') && (reach.posts.get(a.organisationId)?.length ?? 0) > 0);
    return { kind: 'assign', duty: duty.code, role, rank: 1, where, organisationId: near?.organisationId ?? null };
  };
  switch (code) {
    case 'twoAccountable':
      // The later one becomes the backup: who answered first goes on.
      return assignment ? { kind: 'makeBackup', assignmentId: assignment.id, rank: 2 } : assign('A');
    case 'accountableWithoutAuthority':
      return assignment ? { kind: 'fillPost', organisationId: assignment.organisationId, positionId: assignment.positionId } : assign('A');
    case 'tooFewAble':
      return { kind: 'addPeople', duty: duty.code, people: duty.crew - value, where };
    case 'tooManyConsulted': {
      const extra = held.filter((a) => a.role === 'C').at(-1);
      return extra ? { kind: 'withdraw', assignmentId: extra.id } : assign('A');
    }
    case 'noResponsible':
      return assign('R');
    default:
      return assign('A');
  }
}

/** A duty that is held, and the one that should take up its work in the next phase that is not. */
export function brokenChains(reach: Reach): Finding[] {
  const byCode = new Map(reach.duties.map((r) => [r.duty.code, r]));
  const owned = (r: DutyReach, role: 'A' | 'R'): boolean =>
    r.areas.some((area) => area.holdings.some((h) => h.assignment.role === role && h.people.length > 0));
  return reach.duties.flatMap((from) => {
    const to = from.duty.leadsTo === null ? undefined : byCode.get(from.duty.leadsTo);
    if (!to || !owned(from, 'A') || !owned(from, 'R')) return [];
    const missing = (['A', 'R'] as const).find((role) => !owned(to, role));
    if (!missing) return [];
    const where = everywhere;
    return finding({
      code: 'phaseGap',
      severity: from.duty.critical || to.duty.critical ? 'critical' : 'warning',
      subjects: [about(from.duty), about(to.duty)],
      where,
      params: { duty: from.duty.code, role: missing, next: to.duty.code },
      fix: {
        kind: 'assign',
        duty: to.duty.code,
        role: missing,
        rank: 1,
        where,
        organisationId: from.held.find((a) => a.role === missing)?.organisationId ?? null,
      },
    });
  });
}

/** Accountable in the matrix, and yet the assignment opens nothing: limited to hazards or levels where the check cannot know them. */
export const limitedAccountables = (of: DutyReach): Finding[] =>
  of.held
    .filter((a) => a.role === 'A' && opensNothing(of.duty, a))
    .map((a) =>
      finding({
        code: 'accountableWithoutAuthority',
        severity: weight(of.duty),
        subjects: [about(of.duty), { kind: 'assignment', id: a.id }],
        where: { grids: a.grids, hazards: a.hazards, levels: a.levels },
        params: { duty: of.duty.code, why: 'limited' },
        fix: { kind: 'liftLimit', assignmentId: a.id },
      }),
    );
