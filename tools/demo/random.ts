import { newUuid } from '../../src/kernel/ids.ts';

/** Chance that comes in as an argument: the same seed makes the same community. */
export interface Random {
  /** 0 ≤ x < 1. */
  next(): number;
  /** Whole number from `from` to `to`, both included. */
  int(from: number, to: number): number;
  /** True with this probability. */
  chance(probability: number): boolean;
  pick<T>(list: readonly T[]): T;
  /** One of the values, each as likely as its weight. */
  weighted<T>(choices: readonly (readonly [value: T, weight: number])[]): T;
  shuffled<T>(list: readonly T[]): T[];
  id<T extends string = string>(): T;
}

/**
 * sfc32, a small fast counting generator (C. Doty-Humphrey, PractRand), seeded by splitmix32. Not for secrets.
 * @param bornMs moment that stands in the ids, epoch milliseconds
 */
export function randomFrom(seed: number, bornMs: number): Random {
  let s = seed >>> 0;
  const splitmix = (): number => {
    s = (s + 0x9e3779b9) >>> 0;
    let z = s;
    z = Math.imul(z ^ (z >>> 16), 0x85ebca6b);
    z = Math.imul(z ^ (z >>> 13), 0xc2b2ae35);
    return (z ^ (z >>> 16)) >>> 0;
  };
  let [a, b, c, d] = [splitmix(), splitmix(), splitmix(), 1];
  const uint32 = (): number => {
    const t = (((a + b) >>> 0) + d) >>> 0;
    d = (d + 1) >>> 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) >>> 0;
    c = ((c << 21) | (c >>> 11)) >>> 0;
    c = (c + t) >>> 0;
    return t;
  };
  for (let i = 0; i < 12; i++) uint32();
  const next = (): number => uint32() / 4_294_967_296;
  const int = (from: number, to: number): number => from + Math.floor(next() * (to - from + 1));
  const pick = <T>(list: readonly T[]): T => list[int(0, list.length - 1)] as T;
  return {
    next,
    int,
    pick,
    chance: (probability) => next() < probability,
    weighted(choices) {
      let left = next() * choices.reduce((sum, [, weight]) => sum + weight, 0);
      for (const [value, weight] of choices) {
        left -= weight;
        if (left < 0) return value;
      }
      return (choices.at(-1) as (typeof choices)[number])[0];
    },
    shuffled<T>(list: readonly T[]): T[] {
      const mixed = [...list];
      for (let i = mixed.length - 1; i > 0; i--) {
        const k = int(0, i);
        [mixed[i], mixed[k]] = [mixed[k] as T, mixed[i] as T];
      }
      return mixed;
    },
    id: <T extends string>() =>
      newUuid(bornMs, (bytes) => {
        for (let i = 0; i < bytes.length; i++) bytes[i] = uint32() & 0xff;
      }) as T,
  };
}
