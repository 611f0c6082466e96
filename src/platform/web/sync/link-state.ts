import type { MinimumApp } from '../../../kernel/app-version.ts';
import type { Cursors } from './local-db.ts';
import type { Item } from './outbox.ts';
import type { CopyState } from './puller.ts';
import type { Contact } from './pusher.ts';
import type { VaultState } from './vault.ts';

/** What the screens show of the way to the server. */
export interface LinkState {
  readonly contact: Contact;
  /** Everything in the outbox that is open, refused or under review and unseen, parked, or agreed and not yet in the copy. */
  readonly items: readonly Item[];
  readonly copy: CopyState;
  /** The entities copied here, and up to which community version. */
  readonly cursors: Cursors;
  /** Those of them of which nothing is missing that there was when they were first asked for. */
  readonly whole: readonly string[];
  /** Highest community version heard of. */
  readonly heard: number;
  /** How the device stands to its copy and its PIN. */
  readonly vault: VaultState;
  /** What is said can be kept here until there is a network. */
  readonly keeps: boolean;
  /** The device has no room left: the copy was given up, so that what is said here still finds room. */
  readonly full: boolean;
  /** Photos that wait to be sent. */
  readonly photos: number;
  /** Photos given up because there was no room; the person is told. */
  readonly photosShed: number;
  /** The oldest version of the app that may take up new work, as the last pull said; undefined before the first. */
  readonly minimumApp: MinimumApp | null | undefined;
  /** The desk or the person asked this device to forget its copy, and it has. */
  readonly wiped: boolean;
}

/** Before anything is known. */
export const firstState = (vault: VaultState, keeps: boolean): LinkState => ({
  contact: 'there',
  items: [],
  copy: 'none',
  cursors: {},
  whole: [],
  heard: 0,
  vault,
  keeps,
  full: false,
  photos: 0,
  photosShed: 0,
  minimumApp: undefined,
  wiped: false,
});
