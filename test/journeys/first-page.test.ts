import { describe, expect, it } from 'vitest';
import { startServer } from '../harness/app.ts';
import { browser, newPage } from '../harness/browser.ts';

const app = await startServer({ BANYAN_DEMO: 'off' });
const chromium = await browser();

describe('a server started on an empty folder', () => {
  it('is alive and ready and describes its API', async () => {
    for (const path of ['/healthz', '/readyz', '/metrics', '/api/openapi.json']) expect((await fetch(app.url + path)).status, path).toBe(200);
  });

  it('shows its first page', async () => {
    const page = await newPage(chromium, app.url);
    await page.goto('/');
    await expect.poll(() => page.getByRole('heading').count(), { timeout: 10_000 }).toBeGreaterThan(0);
  });

  it('is back on the same data after a clean stop and after kill -9', async () => {
    await app.stop();
    const from = performance.now();
    await app.restart();
    expect(performance.now() - from).toBeLessThan(10_000);
    await app.kill();
    await app.restart();
    expect((await fetch(`${app.url}/readyz`)).status).toBe(200);
  });
});
