import type { Reply } from '../../../src/kernel/command.ts';
import type { Problem } from '../../../src/kernel/result.ts';
import type { LocalRow, Meta } from '../../../src/platform/web/sync/local-db.ts';
import type { Item } from '../../../src/platform/web/sync/outbox.ts';
import type { State } from '../sql/memory.ts';

/** Something a person was told is kept on their device: from now on it must not be lost. */
export interface Receipt {
  readonly device: number;
  readonly id: string;
  readonly name: string;
}

/** What a command that must not wait was answered. */
export interface Said {
  readonly device: number;
  readonly name: string;
  readonly reply: Reply;
}

/** One answered pull: what was sent, and all scopes that its reader held at any moment from question to answer. */
export interface Pulled {
  readonly person: string;
  readonly allowed: readonly string[];
  readonly rows: readonly LocalRow[];
}

/** A device at one moment beside the server's tables at that moment. */
export interface Moment {
  readonly device: number;
  readonly meta: Meta;
  readonly rows: readonly LocalRow[];
  readonly truth: State;
}

/** A device at the end. */
export interface DeviceEnd {
  readonly device: number;
  readonly person: string;
  /** What this person may see at the end. */
  readonly scopes: readonly string[];
  readonly meta: Meta;
  /** What each of its tabs shows, and what each would read off its copy. */
  readonly views: readonly (readonly LocalRow[])[];
  readonly outbox: readonly Item[];
}

/** One line of the journal with its payload, in order. */
export interface Line {
  readonly version: number;
  readonly id: string;
  readonly name: string;
  readonly status: 'accepted' | 'refused' | 'quarantined';
  readonly problem: Problem | null;
  readonly actor: string | null;
  readonly recordedAt: string;
  readonly payload: Readonly<Record<string, unknown>>;
}

/** Everything the checkers look at. */
export interface History {
  readonly receipts: readonly Receipt[];
  readonly said: readonly Said[];
  readonly pulled: readonly Pulled[];
  readonly moments: readonly Moment[];
  readonly ends: readonly DeviceEnd[];
  readonly journal: readonly Line[];
  readonly head: { readonly version: number; readonly epoch: string };
  /** Does the hash chain hold? By the server's own `verifyJournal`. */
  readonly chain: { readonly holds: boolean; readonly entries: number };
  /** The server's tables at the end. */
  readonly truth: State;
  /** Was a backup put back? What was refused before it may then be unknown to the journal. */
  readonly restored: boolean;
}
