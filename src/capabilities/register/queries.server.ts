import type { GridId } from '../../kernel/ids.ts';
import type { Tx } from '../../platform/server/db/db.ts';
import { type Answer, type Asker, answer } from '../../platform/server/queries/answer.ts';
import { findPeople } from '../community/server.ts';
import { openIdentity } from './identity.server.ts';
import { readImports } from './import-rows.server.ts';
import { readBlockers } from './import-undo.server.ts';
import {
  type Counts,
  counts,
  type DuplicateRow,
  duplicates,
  type Found,
  type HouseholdRow,
  heads,
  household,
  households,
  identity,
  importBlockers,
  imports,
  type ListArgs,
  looks,
  needCounts,
  openReviews,
  type ResidentRow,
  residents,
  reviews,
  search,
} from './queries.ts';
import { readHousehold } from './queries-household.server.ts';
import { countReviews, readReviews } from './queries-review.server.ts';
import type { NeedCode } from './rules/needs-from-text.ts';
import { gridsOf } from './who.server.ts';

const listParams = (args: ListArgs, asker: Asker) => [
  asker.allowance.grids,
  gridsOf(asker, 'register.readNeeds'),
  args.gridId ?? null,
  args.tenure ?? null,
  args.need ?? null,
  args.notSince ?? null,
  args.after?.doorKey ?? '',
  args.after?.id ?? '00000000-0000-0000-0000-000000000000',
  args.limit,
];

/** $1 grids of the duty · $2 grids where needs may be read · $3 grid · $4 tenure · $5 need · $6 not verified since · $7, $8 after · $9 limit */
const householdsSql = `
  select h.id, h.dwelling as "dwellingId", h.grid as "gridId", h.door, h.door_key as "doorKey", h.tenure, h.head_name as "headName", h.size, h.vulnerability,
         h.verified_at as "verifiedAt",
         ($2::uuid[] is null or h.grid = any($2)) as "needsShown"
    from register.household h
   where ($1::uuid[] is null or h.grid = any($1)) and ($3::uuid is null or h.grid = $3) and ($4::text is null or h.tenure = $4)
     and ($5::text is null or (($2::uuid[] is null or h.grid = any($2)) and h.id in (select household from register.need where code = $5 and ended_at is null)))
     and ($6::date is null or h.verified_at is null or h.verified_at < $6::date)
     and (h.door_key, h.id) > ($7::text collate "C", $8::uuid)
   order by h.door_key, h.id limit $9`;

const residentsSql = `
  select r.id, r.household as "householdId", r.grid as "gridId", r.door, r.door_key as "doorKey", r.name, r.other_name as "otherName", r.sex,
         r.birth_date as "birthDate", r.birth_year as "birthYear", r.phone, r.relation, h.tenure,
         ($2::uuid[] is null or r.grid = any($2)) as "needsShown"
    from register.resident r join register.household h on h.community = r.community and h.id = r.household
   where r.left_at is null
     and ($1::uuid[] is null or r.grid = any($1)) and ($3::uuid is null or r.grid = $3) and ($4::text is null or h.tenure = $4)
     and ($5::text is null or (($2::uuid[] is null or r.grid = any($2)) and r.id in (select resident from register.need where code = $5 and ended_at is null)))
     and ($6::date is null or h.verified_at is null or h.verified_at < $6::date)
     and (r.door_key, r.id) > ($7::text collate "C", $8::uuid)
   order by r.door_key, r.id limit $9`;

type Bare<Row> = Omit<Row, 'needs'> & { readonly needsShown: boolean };

/**
 * Puts the needs beside the rows. A query of its own: joined to the list, a planner without statistics (the minute after a first
 * import) takes seconds over it, and this way milliseconds.
 */
async function withNeeds<Row extends { id: string; needsShown: boolean }>(tx: Tx, of: 'household' | 'resident', rows: readonly Row[]) {
  const needs = rows.some((row) => row.needsShown)
    ? await tx.rows<{ id: string; codes: NeedCode[] }>(
        `select ${of} as id, array_agg(distinct code) as codes from register.need where ended_at is null group by ${of}`,
        [],
      )
    : [];
  const byId = new Map(needs.map(({ id, codes }) => [id, codes]));
  return rows.map(({ needsShown, ...row }) => ({ ...row, needs: needsShown ? (byId.get(row.id) ?? []) : null }));
}

/**
 * Row-level security keeps indexes on text patterns from being used (the operators are not leakproof), so this reads the one
 * community's rows in order: measured below 50 ms at 12,000 residents, see docs/benchmarks.md.
 */
const searchSql = `
  select id, household as "householdId", name, other_name as "otherName", door, phone,
         case when name like $2 || '%' or strpos(lower(name), $2) > 0 or strpos(lower(other_name), $2) > 0 then 'name'
              when strpos(initials, $2) = 1 or strpos(pinyin, $2) = 1 then 'pinyin'
              when strpos(lower(door), $2) > 0 then 'door' when strpos(phone, $2) > 0 then 'phone' else 'pinyin' end as by
    from register.resident
   where strpos(sought, $2) > 0 and left_at is null and ($1::uuid[] is null or grid = any($1))
   order by case when lower(name) = $2 or lower(door) = $2 or initials = $2 or pinyin = $2 then 0 when strpos(sought, $2) = 1 then 1
                 when strpos(initials, $2) = 1 or strpos(pinyin, $2) = 1 or strpos(lower(door), $2) = 1 then 2 else 3 end,
            door_key, id
   limit 20`;

async function readCounts(tx: Tx, asker: Asker): Promise<Counts[]> {
  const needGrids = gridsOf(asker, 'register.readNeeds');
  const [[row], codes] = await Promise.all([
    tx.rows<Omit<Counts, 'needs'>>(
      `select count(*)::int as households, coalesce(sum(h.size), 0)::int as residents, coalesce(sum(h.size) filter (where h.tenure = 'renter'), 0)::int as renters,
              count(*) filter (where h.verified_at > $2::timestamptz - interval '180 days')::int as verified,
              (select count(*) from register.duplicate where state = 'open')::int as "openDuplicates"
         from register.household h where ($1::uuid[] is null or h.grid = any($1))`,
      [asker.allowance.grids, asker.now.toISOString()],
    ),
    readNeedCounts(tx, needGrids),
  ]);
  if (!row) return [];
  const needs = new Map<NeedCode, number>();
  for (const { code, people } of codes) needs.set(code, (needs.get(code) ?? 0) + people);
  const visible = needGrids === null || needGrids.length > 0;
  return [{ ...row, needs: visible ? [...needs].map(([code, people]) => ({ code, people })) : null }];
}

const readNeedCounts = (tx: Tx, grids: readonly GridId[] | null) =>
  tx.rows<{ gridId: GridId; code: NeedCode; people: number }>(
    `select grid as "gridId", code, count(*)::int as people from register.need
      where ended_at is null and ($1::uuid[] is null or grid = any($1)) group by grid, code order by people desc, code, grid limit 10000`,
    [grids],
  );

const side = (
  r: string,
  i: string,
) => `jsonb_build_object('id', ${r}.id, 'householdId', ${r}.household, 'door', ${r}.door, 'name', ${r}.name, 'otherName', ${r}.other_name,
  'sex', ${r}.sex, 'birthDate', ${r}.birth_date, 'birthYear', ${r}.birth_year, 'phone', ${r}.phone, 'relation', ${r}.relation, 'movedIn', ${r}.moved_in, 'maskedId', ${i}.masked)`;

const duplicatesSql = `
  select d.id, d.reason, d.found_at as "foundAt", ${side('a', 'ai')} as first, ${side('b', 'bi')} as second
    from register.duplicate d
    join register.resident a on a.community = d.community and a.id = d.first and a.left_at is null
    join register.resident b on b.community = d.community and b.id = d.second and b.left_at is null
    left join register.identity ai on ai.community = d.community and ai.resident = a.id
    left join register.identity bi on bi.community = d.community and bi.resident = b.id
   where d.state = 'open' and ($1::uuid[] is null or (a.grid = any($1) and b.grid = any($1)))
   order by a.door_key, d.id limit 1000`;

async function readIdentity(tx: Tx, lookId: string, asker: Asker) {
  if (asker.actor.kind !== 'person') return [];
  const [row] = await tx.rows<{ residentId: ReturnType<typeof String>; cipher: Buffer; keyId: string; valid: boolean }>(
    `select i.resident as "residentId", i.cipher, i.key_id as "keyId", i.valid
       from register.identity_look l
       join register.identity i on i.community = l.community and i.resident = l.resident
       join register.resident r on r.community = l.community and r.id = l.resident
      where l.id = $1 and l.looked_by = $2 and l.looked_at > $3::timestamptz - interval '10 minutes' and ($4::uuid[] is null or r.grid = any($4))`,
    [lookId, asker.actor.person, asker.now.toISOString(), asker.allowance.grids],
  );
  return row ? [{ residentId: row.residentId as never, idNumber: openIdentity(asker.community, row.residentId, row), valid: row.valid }] : [];
}

export const answers: Answer[] = [
  answer(households, async (tx, args, asker) =>
    withNeeds(tx, 'household', await tx.rows<Bare<HouseholdRow>>(householdsSql, listParams(args, asker))),
  ),
  answer(residents, async (tx, args, asker) => withNeeds(tx, 'resident', await tx.rows<Bare<ResidentRow>>(residentsSql, listParams(args, asker)))),
  answer(heads, (tx, { households: ids }, { allowance }) =>
    tx.rows(
      `select id, head_name as "headName" from register.household
        where id = any($2) and ($1::uuid[] is null or grid = any($1)) order by id limit 500`,
      [allowance.grids, ids],
    ),
  ),
  answer(search, (tx, { text }, { allowance }) => tx.rows<Found>(searchSql, [allowance.grids, text.normalize('NFKC').toLowerCase()])),
  answer(household, (tx, { id }, asker) => readHousehold(tx, id, asker)),
  answer(counts, (tx, _, asker) => readCounts(tx, asker)),
  answer(needCounts, (tx, _, { allowance }) => readNeedCounts(tx, allowance.grids)),
  answer(identity, (tx, { lookId }, asker) => readIdentity(tx, lookId, asker)),
  answer(looks, async (tx, { residentId }, { allowance }) => {
    const rows = await tx.rows<{ id: string; by: never; at: string; reason: string }>(
      `select l.id, l.looked_by as by, l.looked_at as at, l.reason from register.identity_look l
         join register.resident r on r.community = l.community and r.id = l.resident
        where l.resident = $1 and ($2::uuid[] is null or r.grid = any($2)) order by l.looked_at desc, l.id limit 200`,
      [residentId, allowance.grids],
    );
    const names = new Map((await findPeople(tx, [...new Set(rows.map((row) => row.by))])).map((person) => [person.id as string, person.name]));
    return rows.map((row) => ({ ...row, by: names.get(row.by) ?? '—' }));
  }),
  answer(duplicates, (tx, _, { allowance }) => tx.rows<DuplicateRow>(duplicatesSql, [allowance.grids])),
  answer(importBlockers, (tx, { importId }) => readBlockers(tx, importId)),
  answer(imports, readImports),
  answer(reviews, (tx, _, asker) => readReviews(tx, asker)),
  answer(openReviews, (tx, _, asker) => countReviews(tx, asker)),
];

/** Residents who live here now, over the whole community: a head count for stock and figures, no names. */
export const countResidents = async (tx: Tx): Promise<number> =>
  (await tx.rows<{ n: number }>('select coalesce(sum(size), 0)::int as n from register.household', []))[0]?.n ?? 0;
