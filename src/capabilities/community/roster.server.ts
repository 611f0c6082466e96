import type { OrganisationId, PersonId, PositionId } from '../../kernel/ids.ts';
import type { Tx } from '../../platform/server/db/db.ts';
import type { Sector } from './model.ts';

/** What an analysis of who could do what needs beside the directory. */
export interface Roster {
  readonly organisations: readonly {
    readonly id: OrganisationId;
    readonly name: string;
    readonly kind: string;
    readonly sector: Sector;
    readonly active: boolean;
  }[];
  /** Everyone who stands in a position, with the skills written down for them. */
  readonly people: readonly { readonly id: PersonId; readonly skills: readonly string[] }[];
  /** Doors of the community. */
  readonly dwellings: number;
}

export async function readRoster(tx: Tx): Promise<Roster> {
  const [organisations, people, doors] = await Promise.all([
    tx.rows<Roster['organisations'][number]>(
      `select id, name, kind, sector, status = 'active' as active from community.organisation order by id`,
      [],
    ),
    tx.rows<Roster['people'][number]>(
      `select h.id, h.skills from community.person h
        where exists (select from community.position p where p.until is null and (p.holder = h.id or p.deputy = h.id)) order by h.id`,
      [],
    ),
    tx.rows<{ n: number }>('select count(*)::int as n from community.dwelling', []),
  ]);
  return { organisations, people, dwellings: doors[0]?.n ?? 0 };
}

/** Organisations that these positions belong to, whether they still stand or not. */
export async function organisationsOf(tx: Tx, positions: readonly string[]): Promise<Map<string, OrganisationId>> {
  const found = await tx.rows<{ id: PositionId; organisationId: OrganisationId }>(
    'select id, organisation as "organisationId" from community.position where id = any($1)',
    [positions],
  );
  return new Map(found.map((p) => [p.id, p.organisationId]));
}
