import { beforeEach, describe, expect, it } from 'vitest';
import { freshCommunity, freshId } from '../../../../test/harness/database.ts';
import { cookieOf, serve } from '../../../../test/harness/serve.ts';
import { tally, tallyAuthority } from '../../../../test/harness/tally.ts';
import { totp } from '../../../../test/harness/totp.ts';
import type { CommunityId, PersonId } from '../../../kernel/ids.ts';

const { app, database, db, sessions, sms, logged } = await serve([tally], async () => tallyAuthority(new Set()));

const password = '三人行，必有我师焉';
let username = '';
let phone = '';
let person = '';
let community = freshId<CommunityId>();
let count = 0;
beforeEach(async () => {
  count += 1;
  username = `u${freshId().replaceAll('-', '')}`;
  phone = `138${String(10_000_000 + count)}`;
  person = freshId();
  community = await freshCommunity(db);
  const made = await sessions.createAccount({ username, password, phone, memberships: [{ community, person }] });
  expect(made.ok).toBe(true);
});

const post = (path: string, payload: object, cookie = '') =>
  app.inject({ method: 'POST', url: `/api/auth${path}`, headers: cookie ? { cookie } : {}, payload });
const signIn = (name = username, word = password) => post('/sign-in/username', { username: name, password: word });
const me = async (cookie: string) => (await app.inject({ url: '/api/v1/me', headers: { cookie } })).statusCode;
const said = (answer: { statusCode: number; json: () => { problem?: { code: string } } }) => [answer.statusCode, answer.json().problem?.code];
const shown = (uri: string) => totp(new URL(uri).searchParams.get('secret') ?? '');

describe('name and password', () => {
  it('signs in, in any case and width, with cookies that scripts cannot read', async () => {
    const answer = await signIn(username.toUpperCase().replace('U', 'Ｕ'));
    expect(answer.json()).toEqual({ status: 'signedIn' });
    const [cookie] = answer.cookies;
    expect(cookie).toMatchObject({ name: 'banyan.session_token', httpOnly: true, sameSite: 'Lax', path: '/' });
    expect(await me(cookieOf(answer))).toBe(200);
  });

  it('answers a wrong password and an unknown name alike', async () => {
    const [wrong, unknown] = [await signIn(username, 'not this one'), await signIn('nobody_at_all', 'not this one')];
    expect(said(wrong)).toEqual([401, 'sessions.wrongPassword']);
    expect(unknown.json()).toEqual(wrong.json());
    expect(unknown.cookies).toEqual([]);
  });

  it('slows down after five wrong passwords, for names that exist and names that do not', async () => {
    for (const name of [username, `ghost${username}`]) {
      for (let i = 0; i < 5; i++) expect(said(await signIn(name, 'wrong wrong'))).toEqual([401, 'sessions.wrongPassword']);
      const answer = await signIn(name);
      expect(answer.statusCode).toBe(429);
      expect(answer.json()).toEqual({ problem: { kind: 'tooMany', code: 'sessions.slowDown', params: { seconds: 5 } } });
      expect(answer.headers['retry-after']).toBe('5');
    }
  });

  it('does not let a hundred guesses at once through', async () => {
    const answers = await Promise.all(Array.from({ length: 30 }, (_, i) => signIn(username, `guess number ${i}`)));
    expect(answers.filter((answer) => answer.statusCode === 401).length).toBeLessThanOrEqual(5);
    expect(answers.every((answer) => answer.statusCode === 401 || answer.statusCode === 429)).toBe(true);
  });

  it('forgets wrong passwords after the right one', async () => {
    for (let round = 0; round < 3; round++) {
      for (let i = 0; i < 4; i++) await signIn(username, 'wrong wrong');
      expect((await signIn()).statusCode).toBe(200);
    }
  });

  it('changes the password and ends other sessions', async () => {
    const [here, there] = [cookieOf(await signIn()), cookieOf(await signIn())];
    const changed = await post('/change-password', { currentPassword: password, newPassword: 'another long one' }, here);
    expect(changed.json()).toEqual({ status: 'changed' });
    expect(await me(there)).toBe(401);
    expect(await me(cookieOf(changed))).toBe(200);
    expect((await signIn()).statusCode).toBe(401);
    expect((await signIn(username, 'another long one')).statusCode).toBe(200);
  });

  it.each([
    ['/sign-in/username', { username: 7, password: [] }],
    ['/sign-in/username', {}],
    ['/phone-number/verify', { phoneNumber: '13800000000', code: 'abc' }],
  ])('%s refuses %o as wrong shape', async (path, body) => {
    expect(said(await post(path, body))).toEqual([422, 'http.wrongShape']);
  });

  it.each([
    '/sign-up/email',
    '/update-user',
    '/delete-user',
    '/is-username-available',
    '/sign-in/phone-number',
    '/request-password-reset',
    '/__proto__',
  ])('%s is no way in', async (path) => {
    expect(said(await post(path, { email: 'a@b.c', password: 'long enough', name: 'x', username: 'abc' }))).toEqual([404, 'http.unknownRoute']);
  });
});

describe('phone and code', () => {
  const codeFor = (number: string) => sms.findLast(({ to }) => to === number)?.text.match(/\d{6}/)?.[0] ?? '';
  const settled = () => new Promise((done) => setTimeout(done, 150));

  it('signs in with the code that was sent', async () => {
    expect((await post('/phone-number/send-otp', { phoneNumber: phone })).json()).toEqual({ status: 'sent' });
    await settled();
    const answer = await post('/phone-number/verify', { phoneNumber: `+86 ${phone}`, code: codeFor(`+86${phone}`) });
    expect(answer.json()).toEqual({ status: 'signedIn' });
    expect(await me(cookieOf(answer))).toBe(200);
  });

  it('says the same for a number nobody has, and sends nothing', async () => {
    const answer = await post('/phone-number/send-otp', { phoneNumber: '13900000001' });
    await settled();
    expect(answer.json()).toEqual({ status: 'sent' });
    expect(codeFor('+8613900000001')).toBe('');
    expect(said(await post('/phone-number/verify', { phoneNumber: '13900000001', code: '123456' }))).toEqual([401, 'sessions.wrongCode']);
  });

  it('takes three wrong codes, then wants a new one; a second code waits a minute', async () => {
    await post('/phone-number/send-otp', { phoneNumber: phone });
    await settled();
    const right = codeFor(`+86${phone}`);
    const wrong = right === '000000' ? '000001' : '000000';
    for (let i = 0; i < 3; i++)
      expect(said(await post('/phone-number/verify', { phoneNumber: phone, code: wrong }))).toEqual([401, 'sessions.wrongCode']);
    expect((await post('/phone-number/verify', { phoneNumber: phone, code: right })).statusCode).toBeGreaterThanOrEqual(400);
    const again = await post('/phone-number/send-otp', { phoneNumber: phone });
    expect([again.statusCode, again.json().problem.params.seconds]).toEqual([429, 60]);
  });

  it('is no way around a second factor', async () => {
    const cookie = cookieOf(await signIn());
    const { totpUri } = (await post('/two-factor/enable', { password }, cookie)).json();
    expect((await post('/two-factor/verify-totp', { code: shown(totpUri) }, cookie)).statusCode).toBe(200);
    await post('/phone-number/send-otp', { phoneNumber: phone });
    await settled();
    const answer = await post('/phone-number/verify', { phoneNumber: phone, code: codeFor(`+86${phone}`) });
    expect(said(answer)).toEqual([403, 'sessions.secondFactorNeeded']);
    expect(answer.cookies).toEqual([]);
  });
});

describe('second factor', () => {
  it('is set up, asked for, and can be replaced by a backup code once', async () => {
    const cookie = cookieOf(await signIn());
    const made = (await post('/two-factor/enable', { password }, cookie)).json();
    expect(decodeURIComponent(new URL(made.totpUri).pathname)).toContain(username);
    expect(made.backupCodes).toHaveLength(10);
    await post('/two-factor/verify-totp', { code: shown(made.totpUri) }, cookie);

    const first = await signIn();
    expect(first.json()).toEqual({ status: 'secondFactor' });
    expect(await me(cookieOf(first))).toBe(401);
    expect(said(await post('/two-factor/verify-totp', { code: '000000' }, cookieOf(first)))).toEqual([401, 'sessions.wrongCode']);
    const second = await post('/two-factor/verify-totp', { code: shown(made.totpUri) }, cookieOf(first));
    expect(second.json()).toEqual({ status: 'signedIn' });
    expect(await me(cookieOf(second))).toBe(200);

    const spare = async () => post('/two-factor/verify-backup-code', { code: made.backupCodes[0] }, cookieOf(await signIn()));
    expect((await spare()).json()).toEqual({ status: 'signedIn' });
    expect((await spare()).statusCode).toBe(401);
  });

  it('needs the password to be switched on or off', async () => {
    const cookie = cookieOf(await signIn());
    expect(said(await post('/two-factor/enable', { password: 'not this one' }, cookie))).toEqual([401, 'sessions.wrongPassword']);
    expect(said(await post('/two-factor/enable', { password }))).toEqual([401, 'http.signInFirst']);
  });
});

describe('signing out', () => {
  it('ends this session at once', async () => {
    const [here, there] = [cookieOf(await signIn()), cookieOf(await signIn())];
    expect([await me(here), await me(there)]).toEqual([200, 200]);
    expect((await post('/sign-out', {}, here)).json()).toEqual({ status: 'signedOut' });
    expect([await me(here), await me(there)]).toEqual([401, 200]);
  });

  it('everywhere ends them all', async () => {
    const [here, there] = [cookieOf(await signIn()), cookieOf(await signIn())];
    expect([await me(here), await me(there)]).toEqual([200, 200]);
    await post('/sign-out-everywhere', {}, here);
    expect([await me(here), await me(there)]).toEqual([401, 401]);
  });

  it('a forged or foreign cookie is nobody', async () => {
    const cookie = cookieOf(await signIn());
    expect(await me(cookie.replace(/.%3D$/, 'x%3D'))).toBe(401);
    expect(await me('banyan.session_token=hello')).toBe(401);
  });
});

describe('accounts', () => {
  it.each([
    [{ username: 'x' }, 'sessions.badUsername'],
    [{ username: 'a b' }, 'sessions.badUsername'],
    [{ password: 'short' }, 'sessions.badPassword'],
    [{ phone: '12' }, 'sessions.badPhone'],
  ])('%o is refused', async (part, code) => {
    const answer = await sessions.createAccount({ username: `n${username}`.slice(0, 30), password, memberships: [], ...part });
    expect(answer).toMatchObject({ ok: false, problem: { code } });
  });

  it('names, numbers and people are taken once, and a refused account leaves nothing behind', async () => {
    const other = `o${username}`.slice(0, 30);
    expect(await sessions.createAccount({ username, password, memberships: [] })).toMatchObject({
      ok: false,
      problem: { code: 'sessions.usernameTaken' },
    });
    expect(await sessions.createAccount({ username: other, password, phone, memberships: [] })).toMatchObject({
      ok: false,
      problem: { code: 'sessions.phoneTaken' },
    });
    expect(await sessions.createAccount({ username: other, password, memberships: [{ community, person }] })).toMatchObject({
      ok: false,
      problem: { code: 'sessions.personHasAccount' },
    });
    expect(await database.look('select 1 from sessions.account where username = $1', [other])).toEqual([]);
  });

  it('leaving a community shows at once', async () => {
    const cookie = cookieOf(await signIn());
    const pull = async () => (await app.inject({ url: `/api/v1/pull?community=${community}`, headers: { cookie } })).statusCode;
    expect(await pull()).toBe(200);
    await sessions.invitations.end({ community, person: person as PersonId });
    expect(await pull()).toBe(401);
  });
});

describe('what is kept', () => {
  it('the application role reaches none of it', async () => {
    for (const table of ['account', 'session', 'credential', 'verification', 'two_factor', 'membership', 'attempt', 'invitation'])
      await expect(db.pool.query(`select 1 from sessions.${table}`)).rejects.toThrow(/permission denied/);
  });

  it('no password, address, browser, number or code stands in tables or logs where it need not', async () => {
    await app.inject({
      method: 'POST',
      url: '/api/auth/sign-in/username',
      headers: { 'user-agent': 'Mozilla/5.0 Phone', 'x-forwarded-for': '203.0.113.9' },
      payload: { username, password },
    });
    const text =
      JSON.stringify(await database.look('select * from sessions.session')) +
      JSON.stringify(await database.look('select * from sessions.credential'));
    expect(text).not.toMatch(/Mozilla|203\.0\.113\.9/);
    expect(text).not.toContain(password);
    const log = logged.join('');
    for (const secret of [password, phone, username, ...sms.map(({ text: code }) => code)]) expect(log).not.toContain(secret);
  });
});
