import type { PersonId } from '../../kernel/ids.ts';
import { type SaidAt, saidAt } from '../../platform/server/commands/journal.ts';
import type { Tx } from '../../platform/server/db/db.ts';
import type { Asker } from '../../platform/server/queries/answer.ts';
import { findPeople } from '../community/server.ts';
import type { NeedCode, Review } from './model.ts';
import type { ReviewRow } from './queries.ts';
import type { Difference } from './rules/conflicts.ts';
import { dutyOfTier } from './rules/tiers.ts';
import { gridsOf } from './who.server.ts';

interface Row extends Pick<Review, 'id' | 'kind' | 'householdId' | 'residentId' | 'door' | 'applied' | 'said'> {
  readonly openedVersion: number;
  readonly name: string;
  readonly needCode: NeedCode | null;
  readonly maskedLater: string | null;
  readonly maskedNow: string | null;
  /** The fields in question as they stand now. */
  readonly now: Readonly<Record<string, unknown>>;
}

/** Grids where the asker may read each tier: null is the whole community. */
const params = (asker: Asker) => [asker.allowance.grids, gridsOf(asker, dutyOfTier.needs), gridsOf(asker, dutyOfTier.identity)];

/** $1 grids of the duty · $2 grids where needs may be read · $3 grids where identity numbers may be */
const mine = `x.state = 'open' and ($1::uuid[] is null or x.grid = any($1))
  and (x.tier <> 'needs' or $2::uuid[] is null or x.grid = any($2)) and (x.tier <> 'identity' or $3::uuid[] is null or x.grid = any($3))`;

const reviewsSql = `
  select x.id, x.kind, x.household as "householdId", x.resident as "residentId", x.door, x.applied, x.said, x.opened_version as "openedVersion",
         coalesce(r.name, h.head_name, '') as name, n.code as "needCode", x.masked as "maskedLater", i.masked as "maskedNow",
         jsonb_build_object('name', r.name, 'otherName', r.other_name, 'sex', r.sex, 'birthDate', r.birth_date, 'birthYear', r.birth_year, 'phone', r.phone,
           'relation', r.relation, 'movedIn', r.moved_in, 'tenure', h.tenure, 'detail', case when n.ended_at is null then n.detail end,
           'presence', case when r.id is not null then coalesce(r.left_why, 'here') end) as now
    from register.review x
    left join register.household h on h.community = x.community and h.id = x.household
    left join register.resident r on r.community = x.community and r.id = x.resident
    left join register.need n on n.community = x.community and n.id = x.subject and x.tier = 'needs'
    left join register.identity i on i.community = x.community and i.resident = x.resident and x.tier = 'identity'
   where ${mine}
   order by x.opened_version, x.id limit 200`;

const text = (value: unknown): string | null => (typeof value === 'string' ? value : typeof value === 'number' ? String(value) : null);

/** Both sides of every open conflict the asker may decide, with who said what and when. */
export async function readReviews(tx: Tx, asker: Asker): Promise<ReviewRow[]> {
  const rows = await tx.rows<Row>(reviewsSql, params(asker));
  const basisOf = ({ basis }: Difference): number => (typeof basis === 'number' ? basis : 0);
  const versions = rows.flatMap((row) => [row.openedVersion, ...row.said.flatMap((each) => [each.since, basisOf(each)])]);
  const lines = new Map((versions.length > 0 ? await saidAt(tx, versions) : []).map((line) => [line.version, line]));
  const people = [...new Set([...lines.values()].flatMap((line) => (line.actorKind === 'person' && line.actor ? [line.actor as PersonId] : [])))];
  const names = new Map((people.length > 0 ? await findPeople(tx, people) : []).map((person) => [person.id as string, person.name]));
  const by = (line: SaidAt) => ({
    by: (line.actor && names.get(line.actor)) ?? null,
    through: line.name,
    claimedAt: line.claimedAt,
    receivedAt: line.recordedAt,
  });
  return rows.flatMap(({ openedVersion, maskedLater, maskedNow, now, said, ...row }) => {
    const later = lines.get(openedVersion);
    if (!later) return [];
    const sides = said.map((each) => {
      const earlierLine = lines.get(each.since);
      const masked = each.field === 'idNumber';
      return {
        field: each.field,
        earlier: masked ? maskedNow : text(each.earlier),
        later: masked ? maskedLater : text(each.later),
        now: masked ? maskedNow : text(now[each.field]),
        earlierBy: earlierLine ? by(earlierLine) : null,
        basisAt: lines.get(basisOf(each))?.recordedAt ?? null,
      };
    });
    return [{ ...row, said: sides, laterBy: by(later) }];
  });
}

export const countReviews = (tx: Tx, asker: Asker): Promise<{ open: number }[]> =>
  tx.rows(`select count(*)::int as open from register.review x where ${mine}`, params(asker));
