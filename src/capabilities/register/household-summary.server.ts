import type { HouseholdId } from '../../kernel/ids.ts';
import type { Tx } from '../../platform/server/db/db.ts';
import type { NeedCode } from './rules/needs-from-text.ts';
import { vulnerabilityOf } from './rules/vulnerability.ts';

/**
 * Brings up to date what a household's row says about its people: how many, whose name stands for it, and the order of its door.
 * Rows that stay the same keep their version, so that phones do not fetch them again.
 */
export async function refreshHouseholds(tx: Tx, version: number, ids: readonly HouseholdId[]): Promise<void> {
  if (ids.length === 0) return;
  const rows = await tx.rows<{ id: HouseholdId; size: number; head: string | null; needs: NeedCode[] }>(
    `select h.id, coalesce(r.size, 0)::int as size, r.head, coalesce(n.codes, '{}') as needs
       from unnest($1::uuid[]) as h(id)
       left join (select household, count(*) as size, (array_agg(name order by (relation = 'head') desc, birth_date nulls last, id))[1] as head
                    from register.resident where household = any($1) and left_at is null group by household) r on r.household = h.id
       left join (select household, array_agg(code) as codes
                    from register.need where household = any($1) and ended_at is null group by household) n on n.household = h.id`,
    [ids],
  );
  await tx.run(
    `update register.household h set size = t.size, head_name = t.head, vulnerability = t.vulnerability, version = $5
       from unnest($1::uuid[], $2::int[], $3::text[], $4::int[]) as t(id, size, head, vulnerability)
      where h.id = t.id and (h.size, h.head_name, h.vulnerability) is distinct from (t.size, t.head, t.vulnerability)`,
    [
      rows.map((row) => row.id),
      rows.map((row) => row.size),
      rows.map((row) => row.head ?? ''),
      rows.map((row) => vulnerabilityOf(row.needs).count),
      version,
    ],
  );
}
