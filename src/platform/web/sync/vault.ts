import type { MeetingAnswer } from '../../../kernel/devices.ts';
import type { DeviceId } from '../../../kernel/ids.ts';
import { changeKeyring, type Keyring, newRegistration, openKeyring } from './keyring.ts';
import { type Lease, leaseHolds } from './lease.ts';
import type { LocalDb } from './local-db.ts';
import { copyKey, maxTries, type PinKeys, pinKeys, stretch } from './pin.ts';
import { canSeal, fromBase64, open, openBytes, randomBytes, type Sealer, seal, sealBytes, sealerOf, sealingKey, toBase64 } from './seal.ts';

/**
 * How this device stands to its copy. `unable`: no secure context, nothing can be sealed and so nothing is kept · `none`: no PIN ·
 * `locked`: the PIN was not given yet · `over`: the PIN was right, but the server must be met before the copy opens again · `open`.
 */
export type Lock = 'unable' | 'none' | 'locked' | 'over' | 'open';

export interface VaultState {
  readonly lock: Lock;
  /** The person said that they want no PIN here. */
  readonly declined: boolean;
  /** Wrong PINs still allowed. */
  readonly triesLeft: number;
  /** Until when the copy may be opened without the server, ms; null when none is open. */
  readonly untilMs: number | null;
}

/** `wrong`: the PIN; `purged`: wrong once too often, the copy is to be destroyed; `over`: right, but the lease is over. */
export type Unlocked = 'open' | 'over' | 'wrong' | 'purged';

/** Keeper of the keys of one person's copy and outbox on this device. */
export interface Vault {
  readonly state: VaultState;
  /** Seals the outbox; null before a sign-in or the PIN. */
  readonly outbox: Sealer | null;
  /** Seals the copy; null when the copy may only stand in memory. */
  readonly copy: Sealer | null;
  /** What the server is told of this device; null: there is nothing to meet the server about. @param wantsCopy a PIN is about to be set */
  card(wantsCopy: boolean): { readonly device: DeviceId; readonly publicKey: string; readonly copy: boolean } | null;
  /** Takes what the server answered to a meeting. */
  met(answer: MeetingAnswer): Promise<void>;
  /** Registers this browser under a new name, because the old one is not (or no longer) ours. */
  renew(): Promise<void>;
  /** Sets the first PIN, or another one. Needs a meeting before, which brought a lease. @returns false without one */
  setPin(pin: string): Promise<boolean>;
  unlock(pin: string): Promise<Unlocked>;
  /** No PIN on this device. */
  decline(): Promise<void>;
  /** Takes the PIN away, and with it everything it opens but the outbox. */
  dropPin(): Promise<void>;
  /** Forgets the keys in memory. */
  lock(): void;
  /** Time passes: counts it and closes the copy when the lease is over. @returns true when it closed */
  tick(nowMs: number, elapsedMs: number): Promise<boolean>;
  /** Signs bytes as this device, base64. */
  sign(bytes: Uint8Array<ArrayBuffer>): Promise<string>;
  /** The keys in memory, for the page that follows this one; null when nothing is unlocked. */
  keys(): Keys | null;
  /** Takes the keys that the page before this one left. */
  take(keys: Keys, nowMs: number): void;
}

/** Keys as one page hands them to the next: usable, but never readable. */
export interface Keys {
  readonly pin: PinKeys;
  readonly outbox: CryptoKey;
  readonly copy: CryptoKey | null;
  readonly lease: Lease | null;
}

const aboutOutboxKey = 'key of the outbox';
const aboutLease = 'lease';

/** The vault of this browser. */
export async function openVault(db: LocalDb, clock: () => number): Promise<Vault> {
  return canSeal ? new DeviceVault(db, await openKeyring(db), clock) : noVault;
}

class DeviceVault implements Vault {
  private readonly db: LocalDb;
  private readonly clock: () => number;
  private ring: Keyring;
  private account: CryptoKey | null = null;
  private outboxKey: CryptoKey | null = null;
  private pin: PinKeys | null = null;
  private copyKey: CryptoKey | null = null;
  /** As it stands, or as the server offered it before the PIN was given. */
  private lease: Lease | null = null;

  constructor(db: LocalDb, ring: Keyring, clock: () => number) {
    this.db = db;
    this.ring = ring;
    this.clock = clock;
  }

  get state(): VaultState {
    const { pin, declined } = this.ring;
    const lock = !pin ? 'none' : this.copyKey ? 'open' : this.pin ? 'over' : 'locked';
    return { lock, declined, triesLeft: maxTries - (pin?.tries ?? 0), untilMs: this.copyKey && this.lease ? this.lease.untilMs : null };
  }

  get outbox(): Sealer | null {
    return this.outboxKey && sealerOf(this.outboxKey);
  }

  get copy(): Sealer | null {
    return this.copyKey && sealerOf(this.copyKey);
  }

  card(wantsCopy: boolean) {
    const { device, signing, pin } = this.ring;
    return { device, publicKey: signing.publicKey, copy: wantsCopy || pin !== null };
  }

  async met({ now, accountKey, lease }: MeetingAnswer): Promise<void> {
    this.account = await sealingKey(fromBase64(accountKey));
    // The server's word stands, also against a clock of ours that ran ahead.
    await this.change((ring) => ({ ...ring, seenMs: Date.parse(now) }));
    await this.openByAccount(this.account);
    if (!lease) return;
    this.lease = { half: lease.half, untilMs: Date.parse(lease.until) };
    if (this.pin) await this.keep(this.pin, this.lease);
  }

  async renew(): Promise<void> {
    const fresh = await newRegistration();
    await this.change((ring) => ({ ...ring, ...fresh }));
  }

  async setPin(pin: string): Promise<boolean> {
    const { account, lease } = this;
    const raw = account && (await this.rawByAccount(account));
    if (!raw || !lease) return false;
    const salt = randomBytes(16);
    const keys = await pinKeys(await stretch(pin, salt));
    const outbox = await sealBytes(keys.lock, aboutOutboxKey, raw);
    await this.change((ring) => ({ ...ring, declined: false, pin: { salt, outbox, lease: null, tries: 0 } }));
    this.pin = keys;
    await this.keep(keys, lease);
    return true;
  }

  async unlock(pin: string): Promise<Unlocked> {
    // Counted before it is tried: whoever closes the page in between has used a try all the same.
    const { pin: kept } = await this.change((ring) => (ring.pin ? { ...ring, pin: { ...ring.pin, tries: ring.pin.tries + 1 } } : ring));
    if (!kept || kept.tries > maxTries) return 'purged';
    const keys = await pinKeys(await stretch(pin, kept.salt));
    const raw = await openBytes(keys.lock, aboutOutboxKey, kept.outbox);
    if (!raw) return kept.tries >= maxTries ? 'purged' : 'wrong';
    await this.change((ring) => (ring.pin ? { ...ring, pin: { ...ring.pin, tries: 0 } } : ring));
    this.pin = keys;
    this.outboxKey = await sealingKey(raw);
    // The installation may have a new secret since: what it hands out then no longer opens what it sealed.
    if (this.account && !(await this.rawByAccount(this.account))) {
      const outboxByAccount = await sealBytes(this.account, aboutOutboxKey, raw);
      await this.change((ring) => ({ ...ring, outboxByAccount }));
    }
    if (this.lease) await this.keep(keys, this.lease);
    else if (kept.lease) await this.openLease(keys, await open<Lease>(keys.lock, aboutLease, kept.lease));
    return this.copyKey ? 'open' : 'over';
  }

  async decline(): Promise<void> {
    await this.change((ring) => ({ ...ring, declined: true }));
  }

  async dropPin(): Promise<void> {
    this.pin = null;
    this.copyKey = null;
    await this.change((ring) => ({ ...ring, pin: null, declined: false }));
  }

  lock(): void {
    this.pin = null;
    this.copyKey = null;
    this.lease = null;
    this.outboxKey = null;
    this.account = null;
  }

  async tick(nowMs: number, elapsedMs: number): Promise<boolean> {
    const ring = await this.change((now) => ({ ...now, seenMs: Math.max(now.seenMs + elapsedMs, nowMs) }));
    if (!this.lease || leaseHolds(this.lease, ring.seenMs, nowMs)) return false;
    await this.endLease();
    return true;
  }

  async sign(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
    return toBase64(await crypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, this.ring.signing.privateKey, bytes));
  }

  keys(): Keys | null {
    return this.pin && this.outboxKey && { pin: this.pin, outbox: this.outboxKey, copy: this.copyKey, lease: this.lease };
  }

  take({ pin, outbox, copy, lease }: Keys, nowMs: number): void {
    if (!this.ring.pin || this.pin) return;
    this.pin = pin;
    this.outboxKey = outbox;
    if (!lease || !leaseHolds(lease, this.ring.seenMs, nowMs)) return;
    this.lease = lease;
    this.copyKey = copy;
  }

  private async change(to: (ring: Keyring) => Keyring): Promise<Keyring> {
    const before = this.ring;
    this.ring = await changeKeyring(this.db, (ring) => to(ring ?? before));
    return this.ring;
  }

  /** Seals a lease under the PIN and makes the key of the copy with it. */
  private async keep(keys: PinKeys, lease: Lease): Promise<void> {
    const sealed = await seal(keys.lock, aboutLease, lease);
    await this.change((ring) => (ring.pin ? { ...ring, pin: { ...ring.pin, lease: sealed } } : ring));
    this.lease = lease;
    this.copyKey = await copyKey(keys.base, lease.half);
  }

  private async openLease(keys: PinKeys, lease: Lease | null): Promise<void> {
    if (!lease || !leaseHolds(lease, this.ring.seenMs, this.clock())) return this.endLease();
    this.lease = lease;
    this.copyKey = await copyKey(keys.base, lease.half);
  }

  /** The server's half leaves this device. */
  private async endLease(): Promise<void> {
    this.lease = null;
    this.copyKey = null;
    await this.change((ring) => (ring.pin ? { ...ring, pin: { ...ring.pin, lease: null } } : ring));
  }

  private async rawByAccount(account: CryptoKey): Promise<Uint8Array<ArrayBuffer> | null> {
    const { outboxByAccount } = this.ring;
    return outboxByAccount && openBytes(account, aboutOutboxKey, outboxByAccount);
  }

  /** After a sign-in: opens the outbox, or makes its key when there never was one. */
  private async openByAccount(account: CryptoKey): Promise<void> {
    if (this.outboxKey) return;
    if (!this.ring.outboxByAccount && !this.ring.pin) {
      const fresh = await sealBytes(account, aboutOutboxKey, randomBytes(32));
      // Another tab may have been quicker: then its key stands.
      await this.change((ring) => (ring.outboxByAccount ? ring : { ...ring, outboxByAccount: fresh }));
    }
    const raw = await this.rawByAccount(account);
    if (raw) this.outboxKey = await sealingKey(raw);
  }
}

/** Without a secure context: nothing is kept, so there is nothing to open. */
const noVault: Vault = {
  state: { lock: 'unable', declined: true, triesLeft: 0, untilMs: null },
  outbox: null,
  copy: null,
  card: () => null,
  met: async () => undefined,
  renew: async () => undefined,
  setPin: async () => false,
  unlock: async () => 'wrong',
  decline: async () => undefined,
  dropPin: async () => undefined,
  lock: () => undefined,
  tick: async () => false,
  sign: async () => '',
  keys: () => null,
  take: () => undefined,
};
