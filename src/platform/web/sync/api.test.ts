import { expect, it } from 'vitest';
import { askFrom } from './api.ts';

/** Surroundings in which the server answers as listed, one after the other, and waiting takes no time. */
function place(...answers: readonly { status: number; body: unknown }[]) {
  const waited: number[] = [];
  let asked = 0;
  return {
    waited,
    asked: () => asked,
    here: {
      fetch: async () => {
        const { status, body } = answers[Math.min(asked++, answers.length - 1)] as (typeof answers)[number];
        return { ok: status === 200, status, text: async () => JSON.stringify(body) };
      },
      timeout: (ms: number) => AbortSignal.timeout(ms),
      later: (ms: number, work: () => void) => {
        waited.push(ms);
        queueMicrotask(work);
        return () => undefined;
      },
    },
  };
}
const busy = (seconds: number) => ({ status: 503, body: { problem: { code: 'http.busy', kind: 'busy', params: { seconds } } } });

it('a busy server is asked again when it said', async () => {
  const { here, waited } = place(busy(3), busy(7), { status: 200, body: { n: 1 } });
  expect(await askFrom(here, '/api/v1/me', {})).toEqual({ ok: true, value: { n: 1 } });
  expect(waited).toEqual([3_000, 7_000]);
});

it('one that stays busy is not asked for ever, and the reason is shown', async () => {
  const { here, asked } = place(busy(2));
  expect(await askFrom(here, '/api/v1/me', {})).toEqual({ ok: false, problem: { code: 'http.busy', kind: 'busy', params: { seconds: 2 } } });
  expect(asked()).toBe(4);
});

it('any other failure is said at once', async () => {
  const { here, asked } = place({ status: 500, body: { problem: { code: 'http.serverError', kind: 'unavailable' } } });
  expect(await askFrom(here, '/api/v1/me', {})).toMatchObject({ ok: false, problem: { code: 'http.serverError' } });
  expect(asked()).toBe(1);
});
