import type { DwellingId } from '../../kernel/ids.ts';
import type { At } from '../../platform/server/commands/handler.ts';
import type { Tx } from '../../platform/server/db/db.ts';
import type { DoorChange } from './changes.ts';

export const countDoorTokens = async (tx: Tx, dwelling: DwellingId): Promise<number> => {
  const [row] = await tx.rows<{ n: number }>('select count(*) as n from response.door_token where dwelling = $1 and revoked_at is null', [dwelling]);
  return row?.n ?? 0;
};

/** The door that a token opens; undefined when it was never issued here or has been revoked. */
export async function findDoorOfToken(tx: Tx, hashHex: string): Promise<{ dwelling: DwellingId; door: string } | undefined> {
  const [row] = await tx.rows<{ dwelling: DwellingId; door: string }>(
    "select dwelling, door from response.door_token where token_hash = decode($1, 'hex') and revoked_at is null",
    [hashHex],
  );
  return row;
}

/** Writes one change of the doors' links. */
export async function applyDoorChange(tx: Tx, change: DoorChange, at: At): Promise<void> {
  const now = at.now.toISOString();
  switch (change.type) {
    case 'doorTokensIssued':
      await tx.run(
        `insert into response.door_token (token_hash, dwelling, door, made_at)
         select decode(hash, 'hex'), "dwellingId", door, $2 from jsonb_to_recordset($1::jsonb) as t(hash text, "dwellingId" uuid, door text)
         on conflict do nothing`,
        [JSON.stringify(change.tokens), now],
      );
      return;
    case 'doorTokenRevoked':
      await tx.run('update response.door_token set revoked_at = $2 where dwelling = $1 and revoked_at is null', [change.dwellingId, now]);
      return;
    default:
      change satisfies never;
  }
}
