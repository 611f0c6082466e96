import type { Tx } from '../../platform/server/db/db.ts';
import { readDirectory } from '../community/server.ts';

/** Names of organisations, and of positions with their organisation, by id. */
export interface Labels {
  readonly organisations: ReadonlyMap<string, string>;
  readonly positions: ReadonlyMap<string, { readonly title: string; readonly organisation: string }>;
}

export async function labelsOf(tx: Tx): Promise<Labels> {
  const directory = await readDirectory(tx);
  const organisations = new Map<string, string>(directory.organisations.map((o) => [o.id, o.name]));
  const positions = new Map<string, { title: string; organisation: string }>(
    directory.positions.map((p) => [p.id, { title: p.title, organisation: organisations.get(p.organisationId) ?? '' }]),
  );
  return { organisations, positions };
}
