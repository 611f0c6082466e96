/** What one run of one kind of work measured. */
export interface Measured {
  /** Pieces of work per second over the whole run. */
  readonly perSecond: number;
  /** Milliseconds that one call took, at the median and at 95 of 100. */
  readonly p50: number;
  readonly p95: number;
}

/** Runs `workers` at once, each calling `work` again and again for so many seconds; `work` returns how many pieces it did. */
export async function measure(workers: number, seconds: number, work: (worker: number) => Promise<number>): Promise<Measured> {
  const times: number[] = [];
  let pieces = 0;
  const began = performance.now();
  const until = began + seconds * 1_000;
  await Promise.all(
    Array.from({ length: workers }, async (_, worker) => {
      while (performance.now() < until) {
        const start = performance.now();
        const done = await work(worker);
        pieces += done;
        times.push(performance.now() - start);
      }
    }),
  );
  const took = (performance.now() - began) / 1_000;
  times.sort((a, b) => a - b);
  const at = (share: number): number => times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0;
  return { perSecond: pieces / took, p50: at(0.5), p95: at(0.95) };
}

/** Calls `work` so many times, one after the other. */
export async function repeat(times: number, work: (i: number) => Promise<unknown>): Promise<Measured> {
  let i = 0;
  await work(i); // not counted: statements are planned, caches filled
  const all: number[] = [];
  const began = performance.now();
  while (i < times) {
    const start = performance.now();
    await work(++i);
    all.push(performance.now() - start);
  }
  const took = (performance.now() - began) / 1_000;
  all.sort((a, b) => a - b);
  return { perSecond: times / took, p50: all[Math.floor(times * 0.5)] ?? 0, p95: all[Math.floor(times * 0.95)] ?? 0 };
}

const whole = (n: number): string => Math.round(n).toLocaleString('en');

/** One line of the report: the work, its figures, the same against the direct ceiling of the same run. */
export function line(name: string, ours: Measured, direct: Measured, unit: string): string {
  const ratio = (ours.perSecond / direct.perSecond).toFixed(2);
  return `${name.padEnd(58)} ${whole(ours.perSecond).padStart(7)} ${unit.padEnd(11)} p50 ${ours.p50.toFixed(1).padStart(6)} ms  p95 ${ours.p95.toFixed(1).padStart(6)} ms   direct ${whole(direct.perSecond).padStart(7)}   ratio ${ratio}`;
}
