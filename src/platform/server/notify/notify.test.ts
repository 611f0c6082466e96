import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import { type AddressInfo, createServer as createTcpServer } from 'node:net';
import { SMTPServer } from 'smtp-server';
import { afterEach, describe, expect, it } from 'vitest';
import { type Message, retryAfterMs } from './channel.ts';
import { emailChannel } from './email.ts';
import { outsideFrom } from './from-environment.ts';
import { isPublicAddress, outbound } from './outbound.ts';
import { smsChannel } from './sms.ts';
import { verify, webhookChannel, webhookSecret } from './webhook.ts';

const message: Message = {
  id: '0192aaaa-0000-7000-8000-000000000001',
  language: 'zh',
  title: '雷电黄色预警',
  body: '请关好门窗。\n"别"外出 & 等通知',
  sentAt: '2026-07-12T13:31:38.000Z',
};
const now = new Date('2026-07-12T13:31:40Z');
const open: { close(done?: () => void): unknown }[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((server) => new Promise<void>((done) => server.close(() => done()))));
});

async function http(listener: (...args: Parameters<RequestListener>) => unknown): Promise<{ url: string; host: string }> {
  const server: Server = createServer((request, response) => void listener(request, response));
  open.push({
    close: (done) => {
      server.closeAllConnections();
      server.close(done);
    },
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { url: `http://${host}/`, host };
}
const bodyOf = async (request: IncomingMessage) => Buffer.concat(await request.toArray()).toString('utf8');

describe('e-mail', () => {
  async function smtp(options: ConstructorParameters<typeof SMTPServer>[0] = {}) {
    const mails: { to: string[]; text: string }[] = [];
    const server = new SMTPServer({
      authOptional: true,
      disabledCommands: ['STARTTLS'],
      onData(stream, session, done) {
        stream.toArray().then((chunks) => {
          mails.push({ to: session.envelope.rcptTo.map((one) => one.address), text: Buffer.concat(chunks).toString('utf8') });
          done();
        }, done);
      },
      ...options,
    });
    open.push(server);
    await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
    return { mails, url: `smtp://127.0.0.1:${(server.server.address() as AddressInfo).port}` };
  }

  it('reaches a real SMTP server with its words intact', async () => {
    const { mails, url } = await smtp();
    const channel = emailChannel({ smtpUrl: url, from: '人和社区 <notice@renhe.example>' });
    expect(await channel.send('li@renhe.example', message)).toEqual({ ok: true });
    expect(mails[0]?.to).toEqual(['li@renhe.example']);
    expect(mails[0]?.text).toContain('Auto-Submitted: auto-generated');
    const encoded = /\r\n\r\n([\s\S]*)$/.exec(mails[0]?.text ?? '')?.[1] ?? '';
    expect(Buffer.from(encoded, 'base64').toString('utf8').replaceAll('\r\n', '\n').trim()).toBe(message.body);
  });

  it.each([
    [550, { ok: false, retry: false, code: 'refused' }],
    [451, { ok: false, retry: true, code: 'busy' }],
  ])('takes answer %i for what it is', async (responseCode, expected) => {
    const { url } = await smtp({ onRcptTo: (_, __, done) => done(Object.assign(new Error('no'), { responseCode })) });
    expect(await emailChannel({ smtpUrl: url, from: 'a@b.example' }).send('li@renhe.example', message)).toEqual(expected);
  });

  it.each(['li', 'li@a.example, x@b.example', 'li@a.example\r\nBcc: x@b.example', 'Li <li@a.example>'])('does not send to %j', async (to) => {
    const { mails, url } = await smtp();
    expect(await emailChannel({ smtpUrl: url, from: 'a@b.example' }).send(to, message)).toMatchObject({
      ok: false,
      code: 'badAddress',
      retry: false,
    });
    expect(mails).toEqual([]);
  });

  it('gives up on a server that accepts and stays silent', async () => {
    const silent = createTcpServer((socket) => open.push({ close: (done) => socket.destroy() && done?.() }));
    open.push(silent);
    await new Promise<void>((ready) => silent.listen(0, '127.0.0.1', ready));
    const smtpUrl = `smtp://127.0.0.1:${(silent.address() as AddressInfo).port}`;
    const sent = await emailChannel({ smtpUrl, from: 'a@b.example', timeoutMs: 200 }).send('li@renhe.example', message);
    expect(sent).toMatchObject({ ok: false, retry: true, code: 'timeout' });
  });

  it('says that nobody is there', async () => {
    const sent = await emailChannel({ smtpUrl: 'smtp://127.0.0.1:1', from: 'a@b.example' }).send('li@renhe.example', message);
    expect(sent).toEqual({ ok: false, retry: true, code: 'unreachable' });
  });
});

describe('text messages', () => {
  it.each([
    ['application/json', '{"mobile":"{phone}","content":"{text}"}', (body: string) => JSON.parse(body)],
    ['application/x-www-form-urlencoded', 'mobile={phone}&content={text}', (body: string) => Object.fromEntries(new URLSearchParams(body))],
  ] as const)('go to the gateway as %s, whatever they say', async (contentType, template, read) => {
    let seen: { type: string; body: string; key: unknown } | undefined;
    const { url } = await http(async (request, response) => {
      seen = { type: request.headers['content-type'] ?? '', body: await bodyOf(request), key: request.headers['x-key'] };
      response.end('{"code":0}');
    });
    const sms = smsChannel({ url, template, contentType, headers: { 'x-key': 'k' } });
    expect(await sms.send('138 0000 0001', message)).toEqual({ ok: true });
    expect(seen?.key).toBe('k');
    expect(seen?.type).toContain(contentType);
    expect(read(seen?.body ?? '')).toEqual({ mobile: '13800000001', content: `${message.title}\n${message.body}` });
  });

  it.each([
    [503, { ok: false, retry: true, code: 'busy' }],
    [500, { ok: false, retry: true, code: 'refused' }],
    [400, { ok: false, retry: false, code: 'refused' }],
    [302, { ok: false, retry: false, code: 'refused' }],
  ])('take status %i for what it is', async (status, expected) => {
    const { url } = await http((_, response) => response.writeHead(status, { location: 'http://127.0.0.1:1/' }).end());
    expect(await smsChannel({ url, template: '{phone}', contentType: 'application/json' }).send('13800000001', message)).toEqual(expected);
  });

  it('are not sent to what is no number', async () => {
    const sms = smsChannel({ url: 'http://127.0.0.1:1/', template: '{phone}', contentType: 'application/json' });
    expect(await sms.send('13800000001","admin":"', message)).toEqual({ ok: false, retry: false, code: 'badAddress' });
  });
});

describe('a webhook', () => {
  const key = 'k'.repeat(32);

  it('gets the notice with a signature that only its own secret makes', async () => {
    let seen: { body: string; signature: string } | undefined;
    const { url, host } = await http(async (request, response) => {
      seen = { body: await bodyOf(request), signature: String(request.headers['banyan-signature']) };
      response.writeHead(204).end();
    });
    const channel = webhookChannel({ key, allowHosts: new Set([host]), clock: () => now });
    expect(await channel.send(url, message)).toEqual({ ok: true });
    if (!seen) throw new Error('nothing arrived');
    expect(JSON.parse(seen.body)).toEqual(message);
    const secret = webhookSecret(key, url);
    expect(verify(secret, seen.body, seen.signature, now)).toBe(true);
    expect(verify(secret, `${seen.body} `, seen.signature, now)).toBe(false);
    expect(verify(webhookSecret(key, `${url}x`), seen.body, seen.signature, now)).toBe(false);
    expect(verify(secret, seen.body, seen.signature, new Date(now.getTime() + 301_000))).toBe(false);
  });

  it('in the inside network is refused unless its host was allowed', async () => {
    let asked = 0;
    const { url } = await http((_, response) => {
      asked++;
      response.end();
    });
    const channel = webhookChannel({ key, allowHosts: new Set(), clock: () => now });
    for (const target of [
      url,
      url.replace('127.0.0.1', 'localhost'),
      url.replace('127.0.0.1', '[::ffff:127.0.0.1]'),
      url.replace('127.0.0.1', '2130706433'),
    ])
      expect(await channel.send(target, message)).toEqual({ ok: false, retry: false, code: 'notAllowed' });
    for (const target of ['file:///etc/passwd', 'http://user:pw@a.example/', 'nonsense'])
      expect(await channel.send(target, message)).toEqual({ ok: false, retry: false, code: 'badAddress' });
    expect(asked).toBe(0);
  });
});

describe('asking an address that people typed in', () => {
  it.each(['127.0.0.1', '10.1.2.3', '172.31.0.1', '192.168.1.1', '169.254.169.254', '100.64.0.1', '0.0.0.0', '224.0.0.1', '255.255.255.255'])(
    '%s is inside',
    (ip) => {
      expect(isPublicAddress(ip)).toBe(false);
    },
  );
  it.each(['::1', '::', 'fe80::1', 'fc00::1', '::ffff:10.0.0.1', '64:ff9b::a00:1', '2002:a00:1::', '2001:db8::1', 'ff02::1', 'x'])(
    '%s is inside',
    (ip) => {
      expect(isPublicAddress(ip)).toBe(false);
    },
  );
  it.each(['1.1.1.1', '172.32.0.1', '2400:3200::1'])('%s is outside', (ip) => {
    expect(isPublicAddress(ip)).toBe(true);
  });
  it('stops reading at the limit, and waiting at the time-out', async () => {
    const { url, host } = await http((request, response) => {
      if (request.url === '/slow') return;
      response.end(Buffer.alloc(100_000));
    });
    const ask = (path: string) => outbound({ url: `${url}${path}`, method: 'GET', timeoutMs: 200, maxBytes: 1000, allowHosts: new Set([host]) });
    expect(await ask('')).toEqual({ ok: false, code: 'tooLarge' });
    expect(await ask('slow')).toEqual({ ok: false, code: 'timeout' });
  });
});

describe('settings', () => {
  it('make exactly the channels that are set up', () => {
    const clock = () => now;
    expect(Object.keys(outsideFrom({}, clock).channels)).toEqual([]);
    const outside = outsideFrom(
      { BANYAN_SMTP_URL: 'smtp://127.0.0.1:25', BANYAN_SMS_URL: 'http://sms.lan/', BANYAN_ALLOW_HOSTS: 'a.lan, b.lan' },
      clock,
    );
    expect(Object.keys(outside.channels).sort()).toEqual(['email', 'sms']);
    expect([...outside.allowHosts]).toEqual(['a.lan', 'b.lan']);
    expect(() => outsideFrom({ BANYAN_WEBHOOK_KEY: 'short' }, clock)).toThrow();
  });
  it('try again eight times within about two hours', () => {
    const waits = Array.from({ length: 9 }, (_, tries) => retryAfterMs(tries));
    expect(waits[0]).toBe(30_000);
    expect(waits[7]).toBe(3_600_000);
    expect(waits[8]).toBeNull();
  });
});
