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
 * Households that a notice goes to, in the order of their doors.
 * @param grids null: the whole community
 * @param onlyWithNeeds only households in which someone has a recorded need
 */
export const householdsToTell = (tx: Tx, grids: readonly GridId[] | null, onlyWithNeeds: boolean): Promise<HouseholdToTell[]> =>
  tx.rows(
    `select h.id, h.grid, h.door,
            exists (select from register.resident r where r.household = h.id and r.left_at is null and r.phone <> '') as "hasPhone"
       from register.household h
      where ($1::uuid[] is null or h.grid = any($1))
        and (not $2 or exists (select from register.need n where n.household = h.id and n.ended_at is null))
        and exists (select from register.resident r where r.household = h.id and r.left_at is null)
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
