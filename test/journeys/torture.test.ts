import { expect, it } from 'vitest';
import { torture } from '../torture/torture.ts';

// A short one; `npm run torture` kills 200 times.
it('a server that is killed ten times behind a bad line loses nothing and does nothing twice', async () => {
  const found = await torture({ kills: 10, seed: 20_261_122 });
  expect([...found.kills.values()].reduce((sum, n) => sum + n, 0)).toBe(10);
  expect(found.midway).toBeGreaterThan(200);
  expect(found.faults.size).toBeGreaterThan(4);
  expect(found).toMatchObject({ lost: 0, doubled: 0, refused: [], endedByItself: 0, serverErrors: 0, journalHolds: true });
}, 400_000);
