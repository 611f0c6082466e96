import { setTimeout as wait } from 'node:timers/promises';
import { backOffMs } from '../../src/platform/web/sync/outbox.ts';
import type { Random } from '../../tools/demo/random.ts';
import { freshId } from '../harness/fresh-id.ts';
import { Phone } from '../harness/phone.ts';

/** A door on the list of a round, as the phones copy it. */
export interface Door {
  readonly round: string;
  readonly household: string;
  readonly dwelling: string;
}

/** What was said so often, and must show in the tables exactly as often. */
export interface Said {
  /** By household. */
  readonly visits: Map<string, number>;
  /** By dwelling. */
  readonly calls: Map<string, number>;
  readonly households: Set<string>;
  readonly ids: Set<string>;
}

/** One phone, the doors that are its alone, and what it has heard from the server. */
export class Walker {
  readonly phone: Phone;
  readonly said: Said = { visits: new Map(), calls: new Map(), households: new Set(), ids: new Set() };
  /** Version that the server gave to each command when it first agreed. */
  readonly acknowledged = new Map<string, number>();
  /** Commands to which the server gave another version later: it had forgotten what it had agreed to. */
  changedItsMind = 0;
  readonly failures = new Map<string, number>();
  readonly #doors: readonly Door[];
  readonly #random: Random;
  readonly #registers: boolean;

  /** @param registers its person may write in the register: it also adds households */
  constructor(
    at: { readonly url: string; readonly cookie: string; readonly community: string },
    doors: readonly Door[],
    random: Random,
    registers: boolean,
  ) {
    // The app waits 30 s for an answer; what is tested does not depend on how long.
    this.phone = new Phone({ ...at, timeoutMs: 8_000 });
    this.#doors = doors;
    this.#random = random;
    this.#registers = registers;
  }

  /** From door to door until told to stop: says something, tries to send what is unsent, waits longer after each failure. */
  async walk(going: () => boolean): Promise<void> {
    for (let failed = 0; going(); ) {
      for (let n = this.#random.int(1, 4); n > 0; n--) this.#say();
      failed = (await this.push()) ? 0 : failed + 1;
      // A hundredth of what the app waits: a day of tries in minutes.
      await wait(failed === 0 ? this.#random.int(20, 120) : 30 + backOffMs(Math.min(failed, 5), this.#random.next()) / 100);
    }
  }

  /** @returns was everything sent that there was to send? */
  async push(): Promise<boolean> {
    const failed = await this.phone.push();
    if (failed !== null) this.failures.set(failed, (this.failures.get(failed) ?? 0) + 1);
    for (const [id, version] of this.phone.agreedAt()) {
      const before = this.acknowledged.get(id);
      if (before === undefined) this.acknowledged.set(id, version);
      else if (before !== version) this.changedItsMind += 1;
    }
    return failed === null;
  }

  #say(): void {
    const { visits, calls, households, ids } = this.said;
    const door = this.#random.pick(this.#doors);
    const what = this.#random.weighted([
      ['visit', 6],
      ['call', 2],
      ['household', this.#registers ? 1 : 0],
    ] as const);
    if (what === 'visit') {
      ids.add(this.phone.say('response.visitDoor', { roundId: door.round, householdId: door.household, outcome: 'safe' }));
      visits.set(door.household, (visits.get(door.household) ?? 0) + 1);
    } else if (what === 'call') {
      ids.add(this.phone.say('response.askForHelp', { requestId: freshId(), dwellingId: door.dwelling, kind: 'repair' }));
      calls.set(door.dwelling, (calls.get(door.dwelling) ?? 0) + 1);
    } else {
      const householdId = freshId();
      ids.add(this.phone.say('register.addHousehold', { householdId, dwellingId: door.dwelling, tenure: 'renter' }));
      households.add(householdId);
    }
  }
}
