import { useMemo } from 'react';
import { useQueryRows } from '../../../platform/web/sync/queries.ts';
import { places, positions } from '../../community/index.ts';

export interface Told {
  readonly name: string;
  readonly title: string;
  readonly phone: string;
}

/** Names of those who hold or deputise positions, by person: who a delivery went to, and how to call. */
export function useToldPeople(): ReadonlyMap<string, Told> {
  const { rows: posts } = useQueryRows(positions, { seats: false });
  const { rows: seats } = useQueryRows(positions, { seats: true });
  return useMemo(() => {
    const people = new Map<string, Told>();
    for (const { title, holderId, holder, holderPhone, deputyId, deputy, deputyPhone } of [...posts, ...seats]) {
      if (holderId && holder && !people.has(holderId)) people.set(holderId, { name: holder, title, phone: holderPhone });
      if (deputyId && deputy && !people.has(deputyId)) people.set(deputyId, { name: deputy, title, phone: deputyPhone });
    }
    return people;
  }, [posts, seats]);
}

/** Grids of the community, to choose from. */
export function useGrids(): readonly { readonly value: string; readonly label: string }[] {
  const { rows } = useQueryRows(places, {});
  return useMemo(() => rows.filter((row) => row.at === 'grid').map(({ id, name }) => ({ value: id, label: name })), [rows]);
}
