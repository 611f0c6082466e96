import type { HouseholdId, ResidentId } from '../../kernel/ids.ts';
import type { At } from '../../platform/server/commands/handler.ts';
import type { Tx } from '../../platform/server/db/db.ts';
import type { ReviewState, Subject } from './commands-review.ts';
import type { Choice, NeedId, Review, ReviewId, Tier } from './model.ts';
import { actorOf, loadHousehold, loadResident } from './rows.server.ts';
import { tierOf } from './rules/tiers.ts';
import { loadRecordedNeed } from './store-care.server.ts';
import { maskId, vault } from './vault.server.ts';

/** What a sealed number of a review is bound to. */
const place = (community: string, id: string): string => `review ${community} ${id}`;

/** Keeps both sides until somebody decides. */
export async function openReview(tx: Tx, review: Review, at: At): Promise<void> {
  const sealed = review.idNumber === null ? null : vault().seal(Buffer.from(review.idNumber), place(at.community, review.id));
  await tx.run(
    `insert into register.review (id, command, kind, tier, subject, household, resident, grid, door, said, applied, cipher, key_id, masked, author, opened_version, version)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $16)`,
    [
      review.id,
      at.commandId,
      review.kind,
      tierOf[review.kind],
      review.subject,
      review.householdId,
      review.residentId,
      review.grid,
      review.door,
      JSON.stringify(review.said),
      review.applied,
      sealed?.cipher ?? null,
      sealed?.keyId ?? null,
      review.idNumber === null ? null : maskId(review.idNumber),
      actorOf(at),
      at.version,
    ],
  );
}

export const closeReview = async (tx: Tx, id: ReviewId, choice: Choice, at: At): Promise<void> => {
  await tx.run(`update register.review set state = 'decided', choice = $2, decided_at = $3, decided_by = $4, version = $5 where id = $1`, [
    id,
    choice,
    at.now,
    actorOf(at),
    at.version,
  ]);
};

type Row = Omit<Review, 'idNumber'> & { state: 'open' | 'decided'; tier: Tier; cipher: Buffer | null; keyId: string | null };

/** A review with its record as it is now; a sealed number is opened. */
export async function loadReview(tx: Tx, community: string, id: ReviewId): Promise<ReviewState> {
  const [row] = await tx.rows<Row>(
    `select id, kind, tier, subject, household as "householdId", resident as "residentId", grid, door, said, applied, state, cipher, key_id as "keyId"
       from register.review where id = $1`,
    [id],
  );
  if (!row) return { at: 'nowhere' };
  const { state, tier, cipher, keyId, ...review } = row;
  if (state === 'decided') return { at: 'decided', grid: row.grid, tier };
  const idNumber = cipher && keyId ? vault().open({ cipher, keyId }, place(community, id)).toString() : null;
  return { at: 'open', tier, review: { ...review, idNumber }, now: await loadSubject(tx, row) };
}

async function loadSubject(tx: Tx, { kind, subject }: Row): Promise<Subject> {
  switch (kind) {
    case 'household':
      return { kind, household: await loadHousehold(tx, subject as HouseholdId) };
    case 'resident':
    case 'departure':
      return { kind, resident: await loadResident(tx, subject as ResidentId) };
    case 'need':
    case 'needEnd':
      return { kind, need: await loadRecordedNeed(tx, subject as NeedId) };
    case 'identity': {
      const [identity] = await tx.rows<{ version: number }>('select version from register.identity where resident = $1', [subject]);
      return { kind, resident: await loadResident(tx, subject as ResidentId), version: identity?.version ?? 0 };
    }
    default:
      return kind satisfies never;
  }
}
