import type { Tx } from '../../platform/server/db/db.ts';
import type { AccessChange, AccessState } from './commands-access.ts';

export async function loadAccess(tx: Tx, { personId }: { personId: string }): Promise<AccessState> {
  const [row] = await tx.rows<{ phone: string }>('select phone from community.person where id = $1', [personId]);
  return row ?? null;
}

export async function applyAccessChange(tx: Tx, change: AccessChange): Promise<void> {
  switch (change.type) {
    case 'accessGiven':
      // Whoever is in stays in until they use the new way.
      await tx.run(`update community.person set access = coalesce(access, 'given'), access_at = $2 where id = $1`, [change.personId, change.on]);
      return;
    case 'accessTaken':
      await tx.run(`update community.person set access = 'open', access_at = $2 where id = $1`, [change.personId, change.on]);
      return;
    case 'accessEnded':
      await tx.run('update community.person set access = null, access_at = null where id = $1', [change.personId]);
      return;
    default:
      change satisfies never;
  }
}
