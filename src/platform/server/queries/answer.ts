import type { Allowance, Authority } from '../../../kernel/authority.ts';
import type { Actor } from '../../../kernel/command.ts';
import type { CommunityId } from '../../../kernel/ids.ts';
import type { Query } from '../../../kernel/query.ts';
import type { Tx } from '../db/db.ts';

/** Who asks, and how far the duty that lets them ask reaches. SQL must narrow to `allowance.grids` where rows lie in a grid. */
export interface Asker {
  readonly community: CommunityId;
  readonly actor: Actor;
  readonly allowance: Allowance;
  readonly authority: Authority;
  readonly now: Date;
}

/** What the server keeps of a query and its SQL, types erased. */
export interface Answer {
  readonly query: Query;
  readonly run: (tx: Tx, args: unknown, asker: Asker) => Promise<readonly unknown[]>;
}

/** Joins a query to the SQL that answers it. */
export function answer<Args, Row>(query: Query<Args, Row>, run: (tx: Tx, args: Args, asker: Asker) => Promise<readonly Row[]>): Answer {
  return { query, run } as unknown as Answer;
}
