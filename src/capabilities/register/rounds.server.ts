import type { DwellingId, GridId, HouseholdId } from '../../kernel/ids.ts';
import type { Tx } from '../../platform/server/db/db.ts';

/** A household as a round of doors needs it: where, and how early in the order. No name, no need. */
export interface HouseholdToVisit {
  readonly id: HouseholdId;
  /** null: the door is known only as text. */
  readonly dwellingId: DwellingId | null;
  readonly gridId: GridId;
  readonly door: string;
  readonly vulnerability: number;
}

/** Every household in which somebody lives now. */
export const householdsToVisit = (tx: Tx): Promise<HouseholdToVisit[]> =>
  tx.rows(
    `select id, dwelling as "dwellingId", grid as "gridId", door, vulnerability from register.household where size > 0 order by door_key, id`,
    [],
  );
