import type { Facts } from '../../kernel/command.ts';
import type { OrganisationId } from '../../kernel/ids.ts';
import type { At } from '../../platform/server/commands/handler.ts';
import type { Tx } from '../../platform/server/db/db.ts';
import type { LanguageRemembered, LanguageState } from './commands-language.ts';

export async function loadLanguage(tx: Tx, { organisationId }: { organisationId: OrganisationId }, { actor }: Facts): Promise<LanguageState> {
  const [row] = await tx.rows<{ status: 'active' | 'ended'; own: boolean }>(
    `select o.status, exists (select from community.position p
                               where p.community = o.community and p.organisation = o.id and p.until is null and not p.seat
                                 and (p.holder = $2 or p.deputy = $2)) as own
       from community.organisation o where o.id = $1 for update of o`,
    [organisationId, actor.kind === 'person' ? actor.person : null],
  );
  return row ? { organisation: row.status, byOwn: row.own } : { organisation: 'nowhere', byOwn: false };
}

export const applyLanguage = async (tx: Tx, change: LanguageRemembered, at: At): Promise<void> => {
  await tx.run('update community.organisation set language = $2, version = $3 where id = $1', [change.organisationId, change.language, at.version]);
};
