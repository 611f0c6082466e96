import type { Allowance, Authority } from '../../../kernel/authority.ts';
import type { Actor, Area, Command } from '../../../kernel/command.ts';
import { ok, type Refusal, type Result, refuse } from '../../../kernel/result.ts';

const everywhere: Allowance = { position: null, grids: null };

/** May this actor say this command at all? The matrix answers for people; doors and the system may say what the command itself opens to them. */
export function allowed(authority: Authority, command: Pick<Command<never, never>, 'duty' | 'byDoor' | 'bySystem'>, actor: Actor): Result<Allowance> {
  if (actor.kind === 'door') return command.byDoor ? ok(everywhere) : refuse('forbidden', 'platform.notForDoors');
  if (actor.kind === 'system') return command.bySystem ? ok(everywhere) : refuse('forbidden', 'platform.notForSystem');
  return command.duty === null ? ok(everywhere) : authority.may(actor, command.duty);
}

/** Refuses what happens outside the grids to which the duty is limited; `undefined` when it happens inside or nowhere in particular. */
export function inArea(allowance: Allowance, area: Area | undefined, duty: string | null): Refusal | undefined {
  if (area === undefined || allowance.grids === null) return undefined;
  if (area !== null && allowance.grids.includes(area)) return undefined;
  return refuse('forbidden', 'platform.outsideArea', { duty: duty ?? '' });
}
