import type { GridId, HouseholdId } from '../../kernel/ids.ts';
import type { Tx } from '../../platform/server/db/db.ts';

/** A household as far as a notice needs it: where the door is, never who lives there. */
export interface HouseholdToTell {
  readonly id: HouseholdId;
  readonly grid: GridId;
  readonly door: string;
  /** Is there any telephone number of someone who lives there? */
  readonly hasPhone: boolean;
}

/**
 * Households that a notice goes to, in the order of their doors. Residents and needs are each read once: right after an import PostgreSQL
 * has counted nothing yet, and a look-up per household became minutes.
 * @param grids null: the whole community
 * @param onlyWithNeeds only households in which someone has a recorded need
 */
export const householdsToTell = (tx: Tx, grids: readonly GridId[] | null, onlyWithNeeds: boolean): Promise<HouseholdToTell[]> =>
  tx.rows(
    `with lived as materialized (
       select household, bool_or(phone <> '') as has_phone from register.resident where left_at is null group by household
     ), frail as materialized (select distinct household from register.need where ended_at is null)
     select h.id, h.grid, h.door, lived.has_phone as "hasPhone"
       from lived join register.household h on h.id = lived.household
      where ($1::uuid[] is null or h.grid = any($1)) and (not $2 or h.id in (select household from frail))
      order by h.door_key, h.id limit 20000`,
    [grids, onlyWithNeeds],
  );

/** The first number of each household, that of its head before others; for the moment of sending, not to be kept. */
export async function phonesOfHouseholds(tx: Tx, ids: readonly HouseholdId[]): Promise<Map<HouseholdId, string>> {
  const rows = await tx.rows<{ id: HouseholdId; phone: string }>(
    `select distinct on (r.household) r.household as id, r.phone
       from register.resident r join register.household h on h.id = r.household
      where r.household = any($1) and r.left_at is null and r.phone <> ''
      order by r.household, r.name <> h.head_name, r.birth_date nulls last, r.id`,
    [ids],
  );
  // One field may hold two numbers with a blank between them.
  return new Map(rows.map(({ id, phone }) => [id, phone.split(' ')[0] ?? phone]));
}
