import { defineConfig } from 'vitest/config';

// Times are China's wherever the tests run, and no test may depend on it: two zones are tried by the clock's own tests.
const shared = { globalSetup: ['test/harness/server.ts'], env: { TZ: 'Asia/Shanghai' }, passWithNoTests: false };

/** A browser on a slow machine is waited for as long as a page waits; by itself vitest polls for one second. */
const patient = { expect: { poll: { timeout: 30_000 } } };

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          ...shared,
          name: 'unit',
          include: ['src/**/*.test.{ts,tsx}', 'test/*.test.ts', 'test/faults/**/*.test.ts', 'tools/**/*.test.ts', 'bench/**/*.test.ts'],
          testTimeout: 20_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          ...shared,
          ...patient,
          name: 'journeys',
          include: ['test/journeys/**/*.test.ts'],
          testTimeout: 180_000,
          hookTimeout: 180_000,
          fileParallelism: false,
        },
      },
      {
        // Every page in every language and light, by axe: minutes long, so apart from `npm test`. The smaller set (covering) took
        // 4 min on two cores beside other work, and found nothing.
        test: {
          ...shared,
          ...patient,
          name: 'sweep',
          include: ['test/sweep/**/*.test.ts'],
          testTimeout: 600_000,
          hookTimeout: 180_000,
          fileParallelism: false,
        },
      },
    ],
  },
});
