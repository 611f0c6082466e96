import { findDuty } from '../../src/capabilities/duties/index.ts';
import type { Allowance, Authority } from '../../src/kernel/authority.ts';
import type { Actor } from '../../src/kernel/command.ts';
import type { GridId, PositionId } from '../../src/kernel/ids.ts';
import { ok, refuse } from '../../src/kernel/result.ts';

/** Duties given to people by name of the person: an authority without a matrix, for tests of one slice. */
export class Granted {
  private readonly given = new Map<string, Map<string, readonly GridId[] | null>>();

  /** @param grids null: the whole community */
  give(person: string, grids: readonly string[] | null, ...duties: readonly string[]): void {
    const held = this.given.get(person) ?? new Map();
    for (const duty of duties) held.set(duty, grids);
    this.given.set(person, held);
  }

  readonly load = async (): Promise<Authority> => {
    const held = (actor: Actor) =>
      (actor.kind === 'person' ? this.given.get(actor.person) : undefined) ?? new Map<string, readonly GridId[] | null>();
    const allowance = (grids: readonly GridId[] | null): Allowance => ({ position: null as PositionId | null, grids });
    return {
      may: (actor, duty) => {
        const grids = held(actor).get(duty);
        return grids === undefined ? refuse('forbidden', 'duties.notHeld') : ok(allowance(grids));
      },
      dutiesOf: (actor) => new Map([...held(actor)].map(([duty, grids]) => [duty, allowance(grids)])),
      knows: (duty) => findDuty(duty) !== undefined,
      scopesOf: (actor) => {
        const scopes = (duty: string, prefix: string) => (held(actor).get(duty) ?? []).map((grid) => `${prefix}:${grid}`);
        const own = actor.kind === 'person' ? [`person:${actor.person}`] : [];
        return ['community', ...scopes('register.read', 'grid'), ...scopes('register.readNeeds', 'needs'), ...own];
      },
    };
  };
}
