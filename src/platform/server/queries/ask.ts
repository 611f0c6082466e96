import type { Actor } from '../../../kernel/command.ts';
import type { CommunityId } from '../../../kernel/ids.ts';
import { ok, type Result, refuse } from '../../../kernel/result.ts';
import type { AuthorityCache } from '../commands/authority-version.ts';
import { hasBrokenText } from '../commands/payload.ts';
import type { Db } from '../db/db.ts';
import type { Answer } from './answer.ts';

export interface Asked {
  readonly rows: readonly unknown[];
  /** The community's version that the rows show. */
  readonly version: number;
}

export type Ask = (name: string, community: CommunityId, actor: Actor, args: unknown) => Promise<Result<Asked>>;

/** Answers queries: authority first, then arguments, then SQL in a read-only transaction. Doors may not ask. */
export function asking(parts: { db: Db; answers: readonly Answer[]; authorities: AuthorityCache; clock: () => Date }): Ask {
  const byName = new Map(parts.answers.map((a) => [a.query.name as string, a]));
  return (name, community, actor, args) => {
    const found = byName.get(name);
    if (!found) return Promise.resolve(refuse('missing', 'platform.unknownQuery'));
    return parts.db.as(
      { community, actor: actor.kind === 'person' ? actor.person : actor.kind },
      async (tx): Promise<Result<Asked>> => {
        const [head] = await tx.rows<{ version: number; authorityVersion: number }>(
          'select version, authority_version as "authorityVersion" from platform.head',
          [],
        );
        if (!head) return refuse('missing', 'platform.communityGone');
        const now = parts.clock();
        const authority = await parts.authorities.of(tx, community, head.authorityVersion, now);
        const { query, run } = found;
        if (actor.kind === 'door') return refuse('forbidden', 'platform.notForDoors');
        const allowance = query.duty === null || actor.kind === 'system' ? ok({ position: null, grids: null }) : authority.may(actor, query.duty);
        if (!allowance.ok) return allowance;
        if (hasBrokenText(args)) return refuse('invalid', 'platform.brokenText');
        const read = query.args.safeParse(args ?? {});
        if (!read.success) {
          const issue = read.error.issues[0];
          return refuse('invalid', 'platform.badField', {
            field: issue?.path.map(String).join('.').slice(0, 80) || '-',
            rule: issue?.code ?? 'invalid',
          });
        }
        const rows = await run(tx, read.data, { community, actor, allowance: allowance.value, authority, now });
        return ok({ rows, version: head.version });
      },
      'read only',
    );
  };
}
