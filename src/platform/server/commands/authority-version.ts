import type { Authority } from '../../../kernel/authority.ts';
import type { Tx } from '../db/db.ts';

const bumped = new WeakSet<Tx>();

/** Says that positions, holders or duties of this community changed: everyone's cached authority is read anew, from the next command on. */
export async function bumpAuthority(tx: Tx): Promise<void> {
  await tx.run('update platform.head set authority_version = authority_version + 1', []);
  bumped.add(tx);
}

/** Did the command that just ran on this transaction bump the authority? Asking resets the answer. */
export const authorityBumped = (tx: Tx): boolean => bumped.delete(tx);

/** Reads the community's authority as it stands now; supplied by the slice that keeps the responsibility matrix. */
export type LoadAuthority = (tx: Tx, now: Date) => Promise<Authority>;

export interface AuthorityCache {
  /** The authority of this version; read once, then kept while the head's `authority_version` stands, and at most a minute because assignments begin and end by date. */
  of(tx: Tx, community: string, version: number, now: Date): Promise<Authority>;
  forget(community: string): void;
}

const keepMs = 60_000;

export function authorityCache(load: LoadAuthority, maxCommunities = 2_000): AuthorityCache {
  const kept = new Map<string, { version: number; readAt: number; authority: Authority }>();
  return {
    forget: (community) => void kept.delete(community),
    async of(tx, community, version, now) {
      const seen = kept.get(community);
      const age = seen ? now.getTime() - seen.readAt : 0;
      if (seen && seen.version === version && age >= 0 && age < keepMs) return seen.authority;
      const authority = await load(tx, now);
      kept.delete(community);
      kept.set(community, { version, readAt: now.getTime(), authority });
      if (kept.size > maxCommunities) kept.delete(kept.keys().next().value as string);
      return authority;
    },
  };
}
