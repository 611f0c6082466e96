import { explicit, implicit, sequence } from './der.ts';

/**
 * What our authority may vouch for: names and addresses that exist only in a house's own network. A phone that trusts it is then no easier to deceive
 * about its bank, even if the authority's key is stolen (RFC 5280, 4.2.1.10).
 */
const houseDomains = ['localhost', 'local', 'lan', 'internal', 'home.arpa'] as const;

/** Private and link-local networks (RFC 1918, 6598, 3927, 4193, 4291) and this machine itself: address and prefix length. */
const houseNetworks: readonly (readonly [bytes: readonly number[], prefix: number])[] = [
  [[127, 0, 0, 0], 8],
  [[10, 0, 0, 0], 8],
  [[172, 16, 0, 0], 12],
  [[192, 168, 0, 0], 16],
  [[100, 64, 0, 0], 10],
  [[169, 254, 0, 0], 16],
  [[0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1], 128],
  [[0xfc, ...Array<number>(15).fill(0)], 7],
  [[0xfe, 0x80, ...Array<number>(14).fill(0)], 10],
];

/** Is this a name that only the house's own network knows? */
export const isHouseName = (name: string, own: readonly string[]): boolean =>
  [...houseDomains, ...own].some((domain) => name === domain || name.endsWith(`.${domain}`));

/** Is this an address of the house's own network? */
export function isHouseAddress(address: string): boolean {
  const bytes = bytesOf(address);
  return houseNetworks.some(
    ([network, prefix]) =>
      network.length === bytes?.length && network.every((byte, i) => (byte & maskAt(prefix, i)) === ((bytes[i] ?? 0) & maskAt(prefix, i))),
  );
}

const maskAt = (prefix: number, at: number): number => 0xff & (0xff00 >> Math.min(8, Math.max(0, prefix - at * 8)));

/** The bytes of an IPv4 or IPv6 address; null when it is none. */
export function bytesOf(address: string): number[] | null {
  if (/^\d+(\.\d+){3}$/.test(address)) return address.split('.').map(Number);
  if (!address.includes(':')) return null;
  const [head = '', tail = ''] = address.split('%')[0]?.split('::') ?? [];
  const words = (text: string) => (text === '' ? [] : text.split(':').map((word) => Number.parseInt(word, 16)));
  const [before, after] = [words(head), words(tail)];
  const all = [...before, ...Array<number>(Math.max(0, 8 - before.length - after.length)).fill(0), ...after];
  return all.flatMap((word) => [word >> 8, word & 0xff]);
}

/** The value of a NameConstraints extension that permits the house's networks and domains and these names of this machine, and nothing else. */
export function houseConstraints(own: readonly string[]): Buffer {
  const names = [...houseDomains, ...own].map((name) => sequence(implicit(2, Buffer.from(name, 'ascii'))));
  const networks = houseNetworks.map(([bytes, prefix]) => sequence(implicit(7, Buffer.from([...bytes, ...bytes.map((_, i) => maskAt(prefix, i))]))));
  return sequence(explicit(0, ...names, ...networks));
}
