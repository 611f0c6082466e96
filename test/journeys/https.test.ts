import { createHash, X509Certificate } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { request } from 'node:https';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { afterAll, describe, expect, it } from 'vitest';
import { startServer } from '../harness/app.ts';
import { sizes } from '../harness/browser.ts';
import { chromiumFlags, chromiumPath } from '../harness/chromium.ts';

interface Answer {
  readonly status: number;
  readonly headers: Record<string, string | string[] | undefined>;
  readonly text: string;
}

describe('HTTPS with the certificate of the house’s own authority', async () => {
  const app = await startServer({ BANYAN_HTTPS: 'on', BANYAN_HOST: '127.0.0.1', BANYAN_DEMO: 'off', BANYAN_LOG: 'warn' });
  const page = `http://127.0.0.1:${Number(new URL(app.url).port) + 1}/`;
  const kept = (file: string) => readFileSync(join(app.dataDir, 'https', file), 'utf8');
  const ask = (path: string, ca: string | undefined, body?: object): Promise<Answer> =>
    new Promise((done, failed) => {
      const headers = body ? { 'content-type': 'application/json', origin: app.url } : {};
      const asked = request(`${app.url}${path}`, { method: body ? 'POST' : 'GET', agent: false, headers, ...(ca ? { ca } : {}) }, (answer) => {
        let text = '';
        answer.setEncoding('utf8').on('data', (part: string) => {
          text += part;
        });
        answer.on('end', () => done({ status: answer.statusCode ?? 0, headers: answer.headers, text }));
      });
      asked.once('error', failed).end(body && JSON.stringify(body));
    });

  it('is believed by who trusts the authority, and by nobody else', async () => {
    expect((await ask('/healthz', kept('authority.pem'))).status).toBe(200);
    await expect(ask('/healthz', undefined)).rejects.toMatchObject({ code: 'SELF_SIGNED_CERT_IN_CHAIN' });
    expect(statSync(join(app.dataDir, 'https')).mode & 0o777).toBe(0o700);
    for (const file of ['authority-key.pem', 'server.pem']) expect(statSync(join(app.dataDir, 'https', file)).mode & 0o777).toBe(0o600);
  });

  it('hands the certificate out over plain HTTP, with the fingerprint that the terminal shows, and nothing else', async () => {
    const authority = new X509Certificate(kept('authority.pem'));
    expect(app.output()).toContain(authority.fingerprint256);
    expect(app.output()).toContain(page);
    const html = await (await fetch(page, { headers: { 'accept-language': 'en' } })).text();
    expect(html.replaceAll('<br>', ' ')).toContain(authority.fingerprint256.replaceAll(':', ' '));
    expect(html).toContain(`href="${app.url}/"`);
    expect(await (await fetch(`${page}?lang=ug`)).text()).toContain('dir="rtl"');
    const given = await fetch(`${page}banyan-ca.crt`);
    expect(given.headers.get('content-type')).toBe('application/x-x509-ca-cert');
    expect(new X509Certificate(Buffer.from(await given.arrayBuffer())).fingerprint256).toBe(authority.fingerprint256);
    // A forged Host is not repeated into the page.
    expect((await fetch(`${page}healthz`, { redirect: 'manual' })).status).toBe(302);
    expect((await fetch(page, { method: 'POST' })).status).toBe(405);
  });

  it('sends cookies only over HTTPS, and tells nobody to insist on HTTPS for an address of the house', async () => {
    const code = /enter the code (\d{8})/.exec(app.output())?.[1];
    const director = { name: '李敏', username: 'limin', password: 'a long enough one' };
    const community = { name: '柳巷社区', code12: '130602001009' };
    expect((await ask('/api/v1/setup', kept('authority.pem'), { code, community, director })).status).toBe(200);
    const signedIn = await ask('/api/auth/sign-in/username', kept('authority.pem'), { username: 'limin', password: director.password });
    expect(signedIn.status).toBe(200);
    for (const cookie of signedIn.headers['set-cookie'] ?? ['none']) expect(cookie).toMatch(/^__Secure-.*; Secure/i);
    expect(signedIn.headers['strict-transport-security']).toBeUndefined();
  });

  it('keeps authority and certificate over a restart', async () => {
    const before = [kept('authority.pem'), kept('server.pem')];
    await app.stop();
    await app.restart();
    expect([kept('authority.pem'), kept('server.pem')]).toEqual(before);
  });

  it('makes the app installable: the service worker takes over, and the app opens without a network', async () => {
    // Trusting one key stands for installing the certificate; certificates that are merely ignored get no service worker.
    const pin = createHash('sha256')
      .update(new X509Certificate(kept('server.pem')).publicKey.export({ type: 'spki', format: 'der' }))
      .digest('base64');
    const launched = await chromium.launch({
      executablePath: await chromiumPath(),
      args: [...chromiumFlags, `--ignore-certificate-errors-spki-list=${pin}`],
    });
    afterAll(() => launched.close());
    const context = await launched.newContext({ baseURL: app.url, locale: 'zh-CN', ...sizes.phone });
    const phone = await context.newPage();
    await phone.goto('/');
    expect(await phone.evaluate(() => isSecureContext)).toBe(true);
    await phone.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
    await context.setOffline(true);
    await phone.reload();
    expect(await phone.title()).not.toBe('');
    await phone.locator('button, input, a').first().waitFor();
    await context.setOffline(false);
    await phone.goto(page);
    await phone.screenshot({ path: '.test/trust-page.png', fullPage: true });
  });
});
