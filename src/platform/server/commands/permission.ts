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

/** Refuses what happens outside the grids to which the duty is limited; `undefined` when all of it happens inside or nowhere in particular. */
export function inArea(allowance: Allowance, area: Area | readonly Area[] | undefined, duty: string | null): Refusal | undefined {
  const { grids } = allowance;
  if (area === undefined || grids === null) return undefined;
  const areas = Array.isArray(area) ? (area as readonly Area[]) : [area as Area];
  if (areas.every((each) => each !== null && grids.includes(each))) return undefined;
  return refuse('forbidden', 'platform.outsideArea', { duty: duty ?? '' });
}

/** Refuses a payload that writes down the code of a duty that does not exist. */
export const unknownDuty = (authority: Pick<Authority, 'knows'>, named: readonly string[]): Refusal | undefined =>
  named.every(authority.knows) ? undefined : refuse('invalid', 'duties.unknownDuty');

/** Does the actor also hold this duty there? `undefined` when they do; the community's own clock needs none. */
export function alsoHolds(
  authority: Authority,
  actor: Actor,
  duty: string | undefined,
  area: Area | readonly Area[] | undefined,
): Refusal | undefined {
  if (duty === undefined || actor.kind === 'system') return undefined;
  const held = authority.may(actor, duty);
  return held.ok ? inArea(held.value, area, duty) : held;
}
