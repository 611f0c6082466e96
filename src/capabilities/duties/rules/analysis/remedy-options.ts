import type { OrganisationId, PositionId } from '../../../../kernel/ids.ts';
import type { AssignmentId, Duty, HeldAssignment } from '../../model.ts';
import { lackOf } from '../mandates.ts';
import type { Load } from './load.ts';
import type { LossTable } from './losses.ts';
import type { Assumptions, Situation } from './model.ts';
import type { Reach } from './reach.ts';

/** One line that a remedy may write into the matrix. */
export interface RemedyOption {
  /** The same line has the same key from one remedy to the next: by it a hand keeps lines in or out. */
  readonly key: string;
  readonly duty: string;
  readonly role: 'A' | 'R';
  readonly rank: number;
  readonly organisationId: OrganisationId;
  /** null: every post of the organisation. */
  readonly positionId: PositionId | null;
  /** Hundredths of a unit of disturbance and effort; whole. */
  readonly cost: number;
  /** Person-hours a day it lays on the organisation at once; 0 for a backup. */
  readonly hours: number;
  /** It stands for somebody who is not here yet. */
  readonly recruit: boolean;
}

/** Posts of one organisation that are offered one by one, beside the organisation as a whole. */
const postsOffered = 2;

/** Houses without any part in the links of a duty that are offered for it: those with most hours to spare. */
const strangersOffered = 6;

/** So dear that nobody is recruited while anyone here could do it. */
const recruitCost = 1_000_000;

/**
 * Lines that could help: for each role of each critical duty that fails now or after one loss, each organisation with people able
 * to do it, as a whole and by its least burdened posts. Cost = disturbance (1 where it knows the duty already, 2 where it holds another
 * of the same link, 3 elsewhere) + 0.02 for each person who may do more than before + effort in person-days (a tenth for a backup).
 */
export function remedyOptions(reach: Reach, table: LossTable, load: Load, assumptions: Assumptions, keepIn: readonly string[] = []): RemedyOption[] {
  const { situation, organisations, posts } = reach;
  const failing = new Set([...table.already, ...table.single.flatMap((r) => r.damage)].map((d) => `${d.duty} ${d.loses}`));
  const burden = new Map(reach.people.map((p, i) => [p.id as string, load.people[i]?.hours ?? 0]));
  return reach.duties.flatMap(({ duty, held, areas }) =>
    (['A', 'R'] as const)
      .filter((role) => failing.has(`${duty.code} ${role}`))
      .flatMap((role) => {
        const standing = held.filter((a) => a.role === role);
        const first = standing.length === 0 || !areas.some((area) => area.holdings.some((h) => h.assignment.role === role && h.people.length > 0));
        const rank = first && !standing.some((a) => a.rank === 1) ? 1 : Math.min(9, Math.max(1, ...standing.map((a) => a.rank)) + 1);
        const days = (duty.effort * situation.residents * assumptions.intensity[table.occasion.level]) / 1000 / assumptions.hoursPerDay;
        const offered = organisations.flatMap(({ id }, organisation): { options: RemedyOption[]; near: number; spare: number }[] => {
          if (standing.some((a) => a.organisationId === id && a.positionId === null && unlimited(a))) return [];
          const all = (posts.get(id) ?? []).filter((p) => (p.holder !== null || p.deputy !== null) && !(role === 'A' && p.seat));
          if (all.length === 0) return [];
          // What its mandate does not carry could not be written.
          if (lackOf(situation.mandates, assignmentOf({ duty: duty.code, role, rank, organisationId: id }, situation.at), situation.at)) return [];
          const own = situation.assignments.filter((a) => a.organisationId === id);
          const near = own.some((a) => a.duty === duty.code) ? 1 : own.some((a) => linkOf(reach, a) === duty.link) ? 2 : 3;
          const single = all
            .filter((p) => !p.seat && !standing.some((a) => a.positionId === p.id && unlimited(a)))
            .sort((a, b) => burdenOf(burden, a) - burdenOf(burden, b) || (a.id < b.id ? -1 : 1))
            .slice(0, postsOffered);
          const work = role === 'R' ? days * (first ? 1 : 0.1) : 0;
          const option = (positionId: PositionId | null, people: number): RemedyOption => ({
            key: `${duty.code} ${role} ${positionId ?? id}`,
            duty: duty.code,
            role,
            rank,
            organisationId: id,
            positionId,
            cost: Math.round(100 * (near + 0.02 * people + work)),
            hours: first && role === 'R' ? days * assumptions.hoursPerDay : 0,
            recruit: false,
          });
          const people = new Set(all.flatMap((p) => [p.holder, p.deputy]).filter((p) => p !== null)).size;
          const byPost = single.map((p) => option(p.id, p.holder && p.deputy && p.holder !== p.deputy ? 2 : 1));
          const { hours = 0, available = 0 } = load.organisations[organisation] ?? {};
          return [{ options: all.length === 1 && single.length === 1 ? byPost : [...byPost, option(null, people)], near, spare: available - hours }];
        });
        const strangers = offered.filter((o) => o.near === 3).sort((a, b) => b.spare - a.spare);
        return [...offered.filter((o) => o.near < 3 || o.options.some((line) => keepIn.includes(line.key))), ...strangers.slice(0, strangersOffered)]
          .flatMap((o) => o.options)
          .filter((line, i, lines) => lines.indexOf(line) === i);
      }),
  );
}

const unlimited = (a: HeldAssignment): boolean => a.grids === null && a.hazards === null && a.levels === null;
const linkOf = (reach: Reach, a: HeldAssignment): number | undefined => reach.duties.find((d) => d.duty.code === a.duty)?.duty.link;
const burdenOf = (burden: ReadonlyMap<string, number>, p: { readonly holder: string | null; readonly deputy: string | null }): number =>
  Math.max(burden.get(p.holder ?? '') ?? 0, burden.get(p.deputy ?? '') ?? 0);

/** The situation with somebody to be recruited for each role of each failing duty, each in a house of their own, and the lines they would take. */
export function withRecruits(reach: Reach, table: LossTable, { atOnce }: Assumptions): { situation: Situation; options: RemedyOption[] } {
  const { situation } = reach;
  const wanted = [...table.already, ...table.single.flatMap((r) => r.damage)];
  const made = reach.duties.flatMap(({ duty, areas }) =>
    (['A', 'R'] as const)
      .filter((role) => wanted.some((d) => d.duty === duty.code && d.loses === role))
      .flatMap((role) => {
        const most = role === 'A' ? 2 : duty.crew + 1 + Math.ceil((areas.length * duty.crew) / atOnce);
        return Array.from({ length: most }, (_, i) => ({ duty, role, id: `recruit ${duty.code} ${role} ${i + 1}` }));
      }),
  );
  return {
    situation: {
      ...situation,
      organisations: [
        ...situation.organisations,
        ...made.map(({ id }) => ({ id: id as OrganisationId, name: '', kind: 'recruit', sector: 'social' as const, active: true })),
      ],
      positions: [
        ...situation.positions,
        ...made.map(({ id }) => ({
          id: id as PositionId,
          organisationId: id as OrganisationId,
          title: '',
          seat: false,
          grids: null,
          holder: id as Situation['people'][number]['id'],
          deputy: null,
          since: situation.at,
          until: null,
        })),
      ],
      people: [
        ...situation.people,
        ...made.map(({ id, duty }) => ({ id: id as Situation['people'][number]['id'], skills: duty.skills.slice(0, 1) })),
      ],
    },
    options: made.map(
      ({ duty, role, id }, i): RemedyOption => ({
        key: id,
        duty: duty.code,
        role,
        rank: 9,
        organisationId: id as OrganisationId,
        positionId: null,
        // The later ones are a trifle dearer: one order of many that are alike.
        cost: recruitCost + i,
        hours: 0,
        recruit: true,
      }),
    ),
  };
}

/** The matrix with these lines written into it. */
export const withLines = (situation: Situation, lines: readonly RemedyOption[]): Situation => ({
  ...situation,
  assignments: [...situation.assignments, ...lines.map((line): HeldAssignment => assignmentOf(line, situation.at))],
});

const assignmentOf = (
  {
    key = '',
    duty,
    organisationId,
    positionId = null,
    role,
    rank,
  }: Partial<RemedyOption> & Pick<RemedyOption, 'duty' | 'organisationId' | 'role' | 'rank'>,
  since: string,
): HeldAssignment => ({
  id: key as AssignmentId,
  duty,
  organisationId,
  positionId,
  role,
  rank,
  grids: null,
  hazards: null,
  levels: null,
  since,
  until: null,
});

/** Critical duties only: the rest does not enter a remedy. */
export const criticalOnly = (duties: readonly Duty[]): readonly Duty[] => duties.filter((d) => d.critical);
