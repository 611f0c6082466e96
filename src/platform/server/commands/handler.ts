import type { Area, ChangeOf, Command, Facts } from '../../../kernel/command.ts';
import type { Problem, Result } from '../../../kernel/result.ts';
import type { Tx } from '../db/db.ts';

/** Facts of a command that has been accepted: `version` is the community's version that it makes. Written into every synced row it touches. */
export interface At extends Facts {
  readonly version: number;
}

/** What the journal's timeline says about a command besides its name. `params` hold no personal data. */
export interface Note {
  readonly incident?: string | undefined;
  readonly entity?: string | undefined;
  /**
   * In which position it was done, where the thing itself tells: a command that takes no duty was said in none, and of somebody in two
   * organisations the one that takes part counts. Absent or null: the position that holds the duty.
   */
  readonly position?: string | null | undefined;
  readonly params?: Readonly<Record<string, string | number>>;
}

export interface Parts<Payload, State, Change extends ChangeOf> {
  /** Reads and locks what the rule needs. Rows of other communities are simply not there. */
  readonly load: (tx: Tx, payload: Payload, facts: Facts) => Promise<State>;
  /** Writes one change. */
  readonly apply: (tx: Tx, change: Change, at: At) => Promise<void>;
  /**
   * Grid where it happens (`null`: the community as a whole), checked against the area of the duty; without it there is no such check.
   * Several where something goes from one grid to another: the duty is needed in each.
   */
  readonly area?: (state: State, payload: Payload) => Area | readonly Area[] | undefined;
  /** A further duty, in the same area, that what was found takes: deciding about a need takes the duty to read needs. */
  readonly alsoTakes?: (state: State, payload: Payload) => string | undefined;
  /** Codes of duties that the payload writes down: refused when there is no such duty. */
  readonly names?: (payload: Payload) => readonly string[];
  /** Id of the review that these changes open; the reply and the journal name it. */
  readonly review?: (changes: readonly Change[]) => string | undefined;
  readonly note?: (state: State, payload: Payload, changes: readonly Change[]) => Note;
  /**
   * For commands that come in hundreds: names everything that `load` reads and that any command with keys changes
   * (`household:<id>`). States of one group whose keys do not meet are loaded together ahead of time. A command
   * without keys (or whose payload has none: `undefined`) is loaded in its turn, after everything before it.
   */
  readonly keys?: (payload: Payload, facts: Facts) => readonly string[] | undefined;
  /** Names of unique, foreign-key or check constraints → problem code of the refusal that a breach means. */
  readonly constraints?: Readonly<Record<string, Problem['code']>>;
}

/** What the bus keeps of a command and its store, types erased. */
export interface Handler {
  readonly command: Command<unknown, unknown, ChangeOf>;
  readonly parts: Parts<unknown, unknown, ChangeOf>;
}

/** Joins a pure command to the functions that load its state and apply its changes. */
export function handler<Payload, State, Change extends ChangeOf>(
  command: Command<Payload, State, Change>,
  parts: Parts<Payload, State, Change>,
): Handler {
  return { command, parts } as unknown as Handler;
}

/** What another slice does when something happened, in the same transaction and one step deep: its own changes set off nothing further. */
export interface Reaction {
  readonly on: string;
  readonly react: (tx: Tx, change: ChangeOf, at: At) => Promise<void>;
}

export function reaction<Change extends ChangeOf>(on: Change['type'], react: (tx: Tx, change: Change, at: At) => Promise<void>): Reaction {
  return { on, react } as unknown as Reaction;
}

export type Decision = Result<readonly ChangeOf[]>;
