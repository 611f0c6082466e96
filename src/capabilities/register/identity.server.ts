import type { ResidentId } from '../../kernel/ids.ts';
import type { At } from '../../platform/server/commands/handler.ts';
import type { Tx } from '../../platform/server/db/db.ts';
import type { IdentityState } from './commands-identity.ts';
import { loadResident } from './rows.server.ts';
import { maskId, vault } from './vault.server.ts';

/** Seals and writes a resident's identity number. */
export async function recordIdentity(tx: Tx, id: ResidentId, idNumber: string, valid: boolean, at: At): Promise<void> {
  const { cipher, keyId } = vault().seal(Buffer.from(idNumber), identityPlace(at.community, id));
  await tx.run(
    `insert into register.identity (resident, cipher, key_id, blind_index, masked, valid, version) values ($1, $2, $3, $4, $5, $6, $7)
     on conflict (community, resident) do update set cipher = excluded.cipher, key_id = excluded.key_id, blind_index = excluded.blind_index,
       masked = excluded.masked, valid = excluded.valid, version = excluded.version`,
    [id, cipher, keyId, vault().blindIndex(at.community, idNumber), maskId(idNumber), valid, at.version],
  );
}

/** What is known of the number that is recorded, laid beside the one that is said. */
export async function loadIdentity(tx: Tx, community: string, id: ResidentId, idNumber: string): Promise<IdentityState> {
  const [resident, [row]] = await Promise.all([
    loadResident(tx, id),
    tx.rows<{ version: number; blind: Buffer }>('select version, blind_index as blind from register.identity where resident = $1', [id]),
  ]);
  const recorded = row ? { version: row.version, same: row.blind.equals(vault().blindIndex(community, idNumber)) } : null;
  return { resident, recorded };
}

/** What a sealed identity number is bound to: one resident of one community. */
export const identityPlace = (community: string, resident: string): string => `identity ${community} ${resident}`;

/** The number as it was written. @throws Error when the sealed value does not belong to this resident */
export const openIdentity = (community: string, resident: string, sealed: { cipher: Buffer; keyId: string }): string =>
  vault().open(sealed, identityPlace(community, resident)).toString();

/** When two records become one: the kept record takes over the other's number if it has none, or only an invalid one. */
export async function mergeIdentity(tx: Tx, kept: ResidentId, gone: ResidentId, at: At): Promise<void> {
  const rows = await tx.rows<{ resident: ResidentId; cipher: Buffer; keyId: string; valid: boolean }>(
    'select resident, cipher, key_id as "keyId", valid from register.identity where resident = any($1)',
    [[kept, gone]],
  );
  const [ours, theirs] = [rows.find((row) => row.resident === kept), rows.find((row) => row.resident === gone)];
  // Sealed values are bound to their resident, so the number is sealed anew.
  if (theirs && (!ours || (theirs.valid && !ours.valid))) await recordIdentity(tx, kept, openIdentity(at.community, gone, theirs), theirs.valid, at);
  await tx.run('delete from register.identity where resident = $1', [gone]);
}
