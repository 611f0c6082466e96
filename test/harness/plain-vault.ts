import type { Sealed, Sealer } from '../../src/platform/web/sync/seal.ts';
import type { Vault } from '../../src/platform/web/sync/vault.ts';

/** Seals nothing: keeps a value as it is, so that a simulation owns every moment in which something waits. */
const plain: Sealer = {
  seal: async (_about, value) => ({ iv: new Uint8Array(0), data: structuredClone(value) as ArrayBuffer }) satisfies Sealed,
  open: async <T>(_about: string, { data }: Sealed) => structuredClone(data) as unknown as T,
};

/** The keys of a device whose PIN was given and that never meets the server about them. */
export const plainVault = async (): Promise<Vault> => ({
  state: { lock: 'open', declined: false, triesLeft: 10, untilMs: null },
  outbox: plain,
  copy: plain,
  card: () => null,
  met: async () => undefined,
  renew: async () => undefined,
  setPin: async () => false,
  unlock: async () => 'open',
  decline: async () => undefined,
  dropPin: async () => undefined,
  lock: () => undefined,
  tick: async () => false,
  sign: async () => '',
  keys: () => null,
  take: () => undefined,
});
