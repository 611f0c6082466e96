import type { Facts } from '../../kernel/command.ts';
import type { OrganisationId } from '../../kernel/ids.ts';
import type { Tx } from '../../platform/server/db/db.ts';
import type { Signature } from './model-mandates.ts';

/** What one side puts its name to and another answers: the tables name those columns alike. */
type Signed = 'mandate' | 'agreement' | 'mandate_request' | 'office';

/** Is there a row with this id in a table of this slice? */
export const idTaken = async (tx: Tx, table: Signed | 'assessment' | 'mandate_review' | 'agreement_test', id: string): Promise<boolean> =>
  (await tx.rows(`select id from community.${table} where id = $1`, [id])).length > 0;

/** The active organisation for which the actor signs by this post: its holder, no deputy, no seat. */
export async function speakerOf(tx: Tx, position: string, { actor }: Facts): Promise<OrganisationId | null> {
  if (actor.kind !== 'person') return null;
  const [post] = await tx.rows<{ organisation: OrganisationId }>(
    `select p.organisation from community.position p
       join community.organisation o on o.community = p.community and o.id = p.organisation
      where p.id = $1 and p.holder = $2 and not p.seat and p.until is null and o.status = 'active'`,
    [position, actor.person],
  );
  return post?.organisation ?? null;
}

/** Columns of the name under an offer. */
export const offeredColumns = 'offered_position as "positionId", offered_person as person, offered_at as at';

/** A row as the tables keep it: with the name's columns beside the others. */
export type WithName<T extends { readonly offered: Signature }> = Omit<T, 'offered'> & Signature;

/** The row with the name under it in its place. */
export function withName<Row extends Signature>({ positionId, person, at, ...row }: Row): Omit<Row, keyof Signature> & { offered: Signature } {
  return { ...row, offered: { positionId, person, at } };
}

/** The other side's yes or no, with its name. */
export const writeAnswer = (tx: Tx, table: Signed, id: string, state: 'agreed' | 'declined', by: Signature, reason = ''): Promise<number> =>
  tx.run(
    `update community.${table} set state = $2, answer_reason = $3, answered_position = $4, answered_person = $5, answered_at = $6 where id = $1`,
    [id, state, reason, by.positionId, by.person, by.at],
  );

/** Taken back by whoever put it, before anybody answered. */
export const writeWithdrawal = (tx: Tx, table: Signed, id: string, on: string): Promise<number> =>
  tx.run(`update community.${table} set state = 'withdrawn', ended_at = $2 where id = $1`, [id, on]);

/** Over before its time. `by` null: by what took its place. */
export const writeEnd = (tx: Tx, table: 'mandate' | 'agreement', id: string, on: string, reason: string, by: Signature | null): Promise<number> =>
  tx.run(`update community.${table} set ended_at = $2, end_reason = $3, ended_position = $4, ended_person = $5 where id = $1`, [
    id,
    on,
    reason,
    by?.positionId ?? null,
    by?.person ?? null,
  ]);
