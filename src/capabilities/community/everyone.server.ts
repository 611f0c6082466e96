import type { GridId, OrganisationId, PositionId } from '../../kernel/ids.ts';
import type { Tx } from '../../platform/server/db/db.ts';

/** Every organisation and position that there ever was, for what stands in the record under their ids. */
export interface Everyone {
  readonly organisations: readonly { readonly id: OrganisationId; readonly name: string; readonly endedAt: string | null }[];
  readonly positions: readonly {
    readonly id: PositionId;
    readonly organisationId: OrganisationId;
    readonly title: string;
    readonly grids: readonly GridId[] | null;
    readonly until: string | null;
  }[];
}

export async function readEveryone(tx: Tx): Promise<Everyone> {
  const [organisations, positions] = await Promise.all([
    tx.rows<Everyone['organisations'][number]>('select id, name, ended_at as "endedAt" from community.organisation order by id', []),
    tx.rows<Everyone['positions'][number]>(
      'select id, organisation as "organisationId", title, grids, until from community.position order by id',
      [],
    ),
  ]);
  return { organisations, positions };
}
