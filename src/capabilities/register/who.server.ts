import type { GridId } from '../../kernel/ids.ts';
import type { Asker } from '../../platform/server/queries/answer.ts';

/** Grids in which the asker holds a duty: null is the whole community, an empty list nowhere. */
export function gridsOf({ authority, actor }: Asker, duty: string): readonly GridId[] | null {
  if (actor.kind === 'system') return null;
  const allowance = authority.may(actor, duty);
  return allowance.ok ? allowance.value.grids : [];
}
