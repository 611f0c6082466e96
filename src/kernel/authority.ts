import type { Actor } from './command.ts';
import type { GridId, PositionId } from './ids.ts';
import type { Result } from './result.ts';

/**
 * What a duty gives someone here and now. `grids: null` means the whole community;
 * a list limits the duty to those grids.
 */
export interface Allowance {
  readonly position: PositionId | null;
  readonly grids: readonly GridId[] | null;
}

/**
 * Who may do what in one community at one moment: the responsibility matrix, read as permission.
 * A refusal names the duty, who holds it here and whom to ask.
 */
export interface Authority {
  /** May this actor do what takes this duty? The largest area over the positions the actor holds now. */
  readonly may: (actor: Actor, duty: string) => Result<Allowance>;
  /** Codes of all duties the actor holds now, with their area: what screens may offer. */
  readonly dutiesOf: (actor: Actor) => ReadonlyMap<string, Allowance>;
  /** Is this the code of a duty? The catalogue belongs to the slice that assigns duties; others that write codes down ask here. */
  readonly knows: (duty: string) => boolean;
  /** Row scopes the actor's devices may copy: `community`, `grid:<id>`, `needs:<id>`, `tasks`, `person:<id>`. */
  readonly scopesOf: (actor: Actor) => readonly string[];
}
