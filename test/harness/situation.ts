import type { AgreedMandate, Sector } from '../../src/capabilities/community/index.ts';
import { type Duty, type HeldAssignment, noMandates, type Role } from '../../src/capabilities/duties/index.ts';
import type { Situation } from '../../src/capabilities/duties/rules/analysis/model.ts';
import type { GridId, OrganisationId, PersonId, PositionId } from '../../src/kernel/ids.ts';

/** One organisation of a made-up situation: its people by post, and what it holds, as `supply.deliver A`, `order.keep R2`. */
export interface Sketch {
  readonly kind?: string;
  readonly sector?: Sector;
  /** People by post: `li`, `li/wang` with a deputy, `li@g1` limited to a grid, `-` an empty post, `~li` a seat. */
  readonly posts: readonly string[];
  /** Duty, role, rank where it is not 1; then limits: `@g1,g2` grids, `#flood` hazards, `!I,II` levels, `/0` the first post only. */
  readonly holds: readonly string[];
}

const line = /^(\S+) ([RACI])(\d?)((?: \S+)*)$/;

/** A situation in few words; ids are the words themselves. */
export function situation(
  organisations: Readonly<Record<string, Sketch>>,
  more: Partial<Situation> & { skills?: Readonly<Record<string, string>> } = {},
): Situation {
  const { skills = {}, ...rest } = more;
  const positions = Object.entries(organisations).flatMap(([id, { posts }]) =>
    posts.map((text, i) => {
      const [people = '', grid] = text.replace('~', '').split('@');
      const [holder, deputy] = people.split('/');
      return {
        id: `${id}/${i}` as PositionId,
        organisationId: id as OrganisationId,
        title: `${id} ${i}`,
        seat: text.startsWith('~'),
        grids: grid ? [grid as GridId] : null,
        holder: holder && holder !== '-' ? (holder as PersonId) : null,
        deputy: deputy ? (deputy as PersonId) : null,
        since: '2026-01-01T00:00:00.000Z',
        until: null,
      };
    }),
  );
  const assignments = Object.entries(organisations).flatMap(([id, { holds }]) =>
    holds.map((text): HeldAssignment => {
      const [, duty = '', role, rank, limits = ''] = line.exec(text) ?? [];
      const limit = (mark: string) =>
        limits
          .split(' ')
          .find((l) => l.startsWith(mark))
          ?.slice(1);
      const post = limit('/');
      return {
        id: `${id} ${text}` as HeldAssignment['id'],
        duty,
        organisationId: id as OrganisationId,
        positionId: post === undefined ? null : (`${id}/${post}` as PositionId),
        role: role as Role,
        rank: Number(rank || 1),
        grids: (limit('@')?.split(',') as GridId[] | undefined) ?? null,
        hazards: limit('#')?.split(',') ?? null,
        levels: (limit('!')?.split(',') as HeldAssignment['levels'] | undefined) ?? null,
        since: '2026-01-01T00:00:00.000Z',
        until: null,
      };
    }),
  );
  const people = new Set(positions.flatMap((p) => [p.holder, p.deputy]).filter((p) => p !== null));
  return {
    at: '2026-11-22T00:00:00.000Z',
    grids: ['g1' as GridId],
    organisations: Object.entries(organisations).map(([id, { kind = 'social_organisation', sector = 'social' }]) => ({
      id: id as OrganisationId,
      name: id,
      kind,
      sector,
      active: true,
    })),
    positions,
    people: [...people].map((id) => ({ id, skills: skills[id]?.split(',') ?? [] })),
    assignments,
    mandates: noMandates,
    agreements: [],
    insurances: [],
    contactTests: null,
    residents: 1000,
    ...rest,
  };
}

/** A duty of a small catalogue of one's own; critical and of the response unless told otherwise. */
export const duty = (code: string, more: Partial<Duty> = {}): Duty => ({
  code,
  link: 6,
  phases: ['response'],
  dimensions: ['capacity'],
  critical: true,
  opens: false,
  basis: ['scope'],
  effort: 0,
  crew: 1,
  skills: [],
  targetMin: null,
  leadsTo: null,
  ...more,
});

/** A mandate of one organisation that carries the whole of pumping, everywhere and always, until it ends. */
export const mandate = (organisationId: OrganisationId, more: Partial<AgreedMandate> & Pick<AgreedMandate, 'until'>): AgreedMandate => ({
  id: 'm',
  organisationId,
  duties: ['water.pump'],
  grids: null,
  levels: null,
  tiers: [],
  since: '2026-01-01T00:00:00.000Z',
  ...more,
});
