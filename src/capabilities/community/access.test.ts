import { describe, expect, it } from 'vitest';
import { freshCommunity, freshId } from '../../../test/harness/database.ts';
import { cookieOf, serve } from '../../../test/harness/serve.ts';
import type { Actor } from '../../kernel/command.ts';
import type { CommandId, CommunityId, PersonId } from '../../kernel/ids.ts';
import { ok, refuse } from '../../kernel/result.ts';
import * as community from './server.ts';

/** Keepers hold what the slice asks for; a keeper of one grid only is limited to it. */
const keepers = new Set<string>();
const gridKeepers = new Set<string>();
const authority = async () => ({
  may: (actor: Actor) => {
    if (actor.kind !== 'person') return refuse('forbidden', 'platform.notForSystem');
    if (gridKeepers.has(actor.person)) return ok({ position: null, grids: [freshId()] });
    return keepers.has(actor.person) ? ok({ position: null, grids: null }) : refuse('forbidden', 'platform.notForSystem');
  },
  dutiesOf: () => new Map(),
  knows: () => true,
  scopesOf: () => ['community'],
});
const { app, bus, database, db, sessions, signIn, sms, logged } = await serve([community], authority as never, {
  entered: (who) => system(who.community, 'community.takeAccess', { personId: who.person }),
  profile: async (tx, person) => {
    const found = await community.findPerson(tx, person as PersonId);
    return found ? { name: '柳巷社区', personName: found.name, positions: [] } : null;
  },
});

let count = 0;
const freshPhone = () => `138${String(50_000_000 + ++count)}`;
const system = async (at: CommunityId, name: string, payload: unknown) => {
  const envelope = {
    id: freshId<CommandId>(),
    name,
    ver: 1,
    dseq: 1,
    claimedAt: new Date().toISOString(),
    payload,
  };
  const [reply] = await bus.submit(at, { actor: { kind: 'system' }, device: null, commands: [envelope] });
  expect(reply?.status).toBe('accepted');
};
/** A community with a keeper who is signed in, and a way to add people. */
async function place() {
  const at = await freshCommunity(db);
  const person = async (phone = '') => {
    const id = freshId<PersonId>();
    await system(at, 'community.addPerson', { id, name: '王芳', phone });
    return id;
  };
  const keeper = await person();
  keepers.add(keeper);
  return { at, person, keeper, cookie: await signIn(at, keeper) };
}
type Place = Awaited<ReturnType<typeof place>>;
const post = (url: string, payload: object, cookie = '') => app.inject({ method: 'POST', url, headers: cookie ? { cookie } : {}, payload });
const give = (p: Place, personId: string, by: 'code' | 'phone' = 'code', cookie = p.cookie) =>
  post('/api/v1/community/access', { community: p.at, personId, by }, cookie);
const end = (p: Place, personId: string, cookie = p.cookie) => post('/api/v1/community/access/end', { community: p.at, personId }, cookie);
const enter = (code: string, username = 'wangfang', password = 'a long enough one') => post('/api/v1/entry', { code, username, password });
const me = async (cookie: string) =>
  (await app.inject({ url: '/api/v1/me', headers: { cookie } }))
    .json()
    .memberships?.map((one: { community: string; person: string }) => [one.community, one.person]);
const bySms = async (phone: string) => {
  const sent = await post('/api/auth/phone-number/send-otp', { phoneNumber: phone });
  await expect.poll(() => sms.some(({ to }) => to === `+86${phone}`)).toBe(true);
  const code = sms.findLast(({ to }) => to === `+86${phone}`)?.text.match(/\d{6}/)?.[0];
  sms.length = 0;
  expect(sent.json()).toEqual({ status: 'sent' });
  return cookieOf(await post('/api/auth/phone-number/verify', { phoneNumber: phone, code }));
};
const invited = async (cookie: string) => (await app.inject({ url: '/api/v1/invitations', headers: { cookie } })).json().invitations;
const accept = (cookie: string, at: string) => post('/api/v1/invitations', { community: at, accept: true }, cookie);
const problem = (answer: { json: () => { problem?: { code: string } } }) => answer.json().problem?.code;
const accessOf = async (person: string) =>
  (await database.look<{ access: string | null }>('select access from community.person where id = $1', [person]))[0]?.access;

describe('a one-time code', () => {
  it('lets the person set a password of their own, once, and stands in no table and no log', async () => {
    const here = await place();
    const person = await here.person();
    const { code } = (await give(here, person)).json();
    expect(code).toMatch(/^([0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}$/);
    expect(await accessOf(person)).toBe('given');
    expect((await post('/api/v1/entry/look', { code: code.toLowerCase().replaceAll('-', ' ') })).json()).toEqual({
      community: '柳巷社区',
      person: '王芳',
      username: null,
    });
    const entered = await enter(code);
    expect(entered.json().username).toMatch(/^wangfang\d{4}$/);
    expect(await me(cookieOf(entered))).toEqual([[here.at, person]]);
    expect(await accessOf(person)).toBe('open');
    expect(problem(await enter(code))).toBe('sessions.codeGone');
    expect(problem(await post('/api/v1/entry/look', { code }))).toBe('sessions.codeGone');

    const said = await database.look<{ name: string; payload: unknown }>(
      'select j.name, p.* from platform.journal j left join platform.payload p using (community, version) where community = $1 order by version',
      [here.at],
    );
    expect(said.map(({ name }) => name).slice(-2)).toEqual(['community.giveAccess', 'community.takeAccess']);
    const everywhere = JSON.stringify(said) + logged.join();
    for (const secret of [code, code.replaceAll('-', ''), 'a long enough one', entered.json().username]) expect(everywhere).not.toContain(secret);
  });

  it('refuses a weak password or no name and stays good', async () => {
    const here = await place();
    const { code } = (await give(here, await here.person())).json();
    expect(problem(await enter(code, 'wangfang', 'short'))).toBe('sessions.badPassword');
    expect(problem(await enter(code, '!'))).toBe('sessions.badUsername');
    expect((await enter(code)).statusCode).toBe(200);
  });

  it('the newest is the only one, and it ends after a week', async () => {
    const here = await place();
    const person = await here.person();
    const [first, second] = [(await give(here, person)).json().code, (await give(here, person)).json().code];
    expect(problem(await enter(first))).toBe('sessions.codeGone');
    await database.look(`update sessions.invitation set expires_at = now() - interval '1 minute' where person = $1`, [person]);
    expect(problem(await enter(second))).toBe('sessions.codeGone');
  });

  it('gives back what was lost: same name, new password, old sessions and the second factor gone', async () => {
    const here = await place();
    const person = await here.person();
    const entered = await enter((await give(here, person)).json().code);
    const { code } = (await give(here, person)).json();
    expect(await accessOf(person)).toBe('open');
    const again = await enter(code, '', 'quite another one');
    expect(again.json()).toEqual(entered.json());
    expect((await app.inject({ url: '/api/v1/me', headers: { cookie: cookieOf(entered) } })).statusCode).toBe(401);
    expect(await me(cookieOf(again))).toEqual([[here.at, person]]);
  });

  it('two at once make one account', async () => {
    const here = await place();
    const { code } = (await give(here, await here.person())).json();
    const answers = await Promise.all(Array.from({ length: 5 }, () => enter(code)));
    expect(answers.map((answer) => answer.statusCode).toSorted()).toEqual([200, 404, 404, 404, 404]);
  });
});

describe('a telephone', () => {
  it('opens after its owner agreed, without a password', async () => {
    const here = await place();
    const phone = freshPhone();
    const person = await here.person(phone);
    expect((await give(here, person, 'phone')).json()).toEqual({ code: null });
    expect(await database.look('select from sessions.account where phone = $1', [`+86${phone}`])).toHaveLength(0);
    const cookie = await bySms(phone);
    expect(await me(cookie)).toEqual([]);
    expect(await invited(cookie)).toEqual([{ community: here.at, name: '柳巷社区' }]);
    expect((await accept(cookie, here.at)).json()).toEqual({ joined: true });
    expect(await me(cookie)).toEqual([[here.at, person]]);
    expect(await accessOf(person)).toBe('open');
    expect(await me(await bySms(phone))).toEqual([[here.at, person]]);
  });

  it('needs a number that can receive a code', async () => {
    const here = await place();
    expect(problem(await give(here, await here.person('0312-5550000'), 'phone'))).toBe('community.mobileNeeded');
  });

  it('of somebody next door: the same answer, nothing joined until they agree in the session that proved it', async () => {
    const [here, next] = [await place(), await place()];
    const phone = freshPhone();
    const there = await next.person(phone);
    await give(next, there, 'phone');
    const owner = await bySms(phone);
    await accept(owner, next.at);

    const person = await here.person(phone);
    const unknown = await here.person(freshPhone());
    const [known, other] = [await give(here, person, 'phone'), await give(here, unknown, 'phone')];
    expect([known.statusCode, known.json()]).toEqual([other.statusCode, other.json()]);
    expect([await accessOf(person), await accessOf(unknown)]).toEqual(['given', 'given']);
    expect(await me(owner)).toEqual([[next.at, there]]);
    // A session opened before, or by other means, proves nothing.
    expect(await invited(owner)).toEqual([]);
    expect(problem(await accept(owner, here.at))).toBe('sessions.codeGone');
    const proved = await bySms(phone);
    await accept(proved, here.at);
    expect(await me(proved)).toEqual([
      [next.at, there],
      [here.at, person],
    ]);
  });
});

describe('a keeper next door', () => {
  it('cannot take over an account that belongs elsewhere too: a code makes a new one', async () => {
    const [here, next] = [await place(), await place()];
    const phone = freshPhone();
    const [person, there] = [await here.person(phone), await next.person(phone)];
    await give(next, there, 'phone');
    await give(here, person, 'phone');
    const owner = await bySms(phone);
    await accept(owner, next.at);
    await accept(owner, here.at);

    const { code } = (await give(here, person)).json();
    expect((await post('/api/v1/entry/look', { code })).json().username).toBeNull();
    const intruder = cookieOf(await enter(code));
    expect(await me(intruder)).toEqual([[here.at, person]]);
    expect(await me(owner)).toEqual([[next.at, there]]);
  });

  it('a code on an account that only a telephone opened takes the telephone away from it', async () => {
    const [here, next] = [await place(), await place()];
    const phone = freshPhone();
    const person = await here.person(phone);
    await give(here, person, 'phone');
    await accept(await bySms(phone), here.at);
    const intruder = cookieOf(await enter((await give(here, person)).json().code));
    const there = await next.person(phone);
    await give(next, there, 'phone');
    const owner = await bySms(phone);
    expect(await invited(intruder)).toEqual([]);
    await accept(owner, next.at);
    expect(await me(owner)).toEqual([[next.at, there]]);
    expect(await me(intruder)).toEqual([[here.at, person]]);
  });

  it.each(['give', 'end'] as const)(
    'may not %s access in another community, and a person next door is answered like one who does not exist',
    async (what) => {
      const [here, next] = [await place(), await place()];
      const there = await next.person();
      const act = what === 'give' ? (p: Place, id: string) => give(p, id, 'code', here.cookie) : (p: Place, id: string) => end(p, id, here.cookie);
      expect(problem(await act(next, there))).toBe('http.communityGone');
      const [theirs, nobodys] = [await act(here, there), await act(here, freshId())];
      expect(theirs.json()).toEqual(nobodys.json());
      expect(problem(theirs)).toBe('community.personGone');
      expect(await database.look('select from sessions.invitation where person = $1', [there])).toHaveLength(0);
    },
  );
});

describe('who may', () => {
  it('nobody without the duty, nor with the duty for single grids only, nor by a device of their own', async () => {
    const here = await place();
    const [member, gridKeeper] = [await here.person(), await here.person()];
    gridKeepers.add(gridKeeper);
    const target = await here.person();
    for (const who of [member, gridKeeper]) {
      const cookie = await signIn(here.at, who);
      expect((await give(here, target, 'code', cookie)).statusCode).toBe(403);
      expect((await end(here, here.keeper, cookie)).statusCode).toBe(403);
    }
    expect(problem(await give(here, target, 'code', 'banyan.session_token=x'))).toBe('http.signInFirst');
    const command = {
      id: freshId(),
      name: 'community.endAccess',
      ver: 1,
      dseq: 1,
      claimedAt: new Date().toISOString(),
      payload: { personId: target },
    };
    const pushed = await post('/api/v1/push', { community: here.at, device: freshId(), commands: [command] }, here.cookie);
    expect(pushed.json().replies[0]).toMatchObject({ status: 'refused', problem: { code: 'platform.notFromDevices' } });
  });

  it('is slowed down after twenty in a minute', async () => {
    const here = await place();
    const person = await here.person();
    for (let i = 0; i < 20; i++) expect((await give(here, person)).statusCode).toBe(200);
    const answer = await give(here, person);
    expect([answer.statusCode, problem(answer)]).toEqual([429, 'http.tooMany']);
  });
});

describe('ending it', () => {
  it('signs the person out at once and closes every way, and the account goes with its last community', async () => {
    const here = await place();
    const person = await here.person();
    const cookie = cookieOf(await enter((await give(here, person)).json().code));
    const { code } = (await give(here, person)).json();
    expect((await end(here, person)).json()).toEqual({ ended: true });
    expect((await app.inject({ url: '/api/v1/me', headers: { cookie } })).statusCode).toBe(401);
    expect(problem(await enter(code))).toBe('sessions.codeGone');
    expect(await accessOf(person)).toBeNull();
    expect(await database.look('select from sessions.membership where person = $1', [person])).toHaveLength(0);
  });

  it('one’s own is refused, so that somebody stays who can open it again', async () => {
    const here = await place();
    expect(problem(await end(here, here.keeper))).toBe('community.ownAccess');
    expect(await me(here.cookie)).toEqual([[here.at, here.keeper]]);
  });

  it('what is left of a declined invitation is swept away', async () => {
    const here = await place();
    const phone = freshPhone();
    await give(here, await here.person(phone), 'phone');
    const cookie = await bySms(phone);
    expect((await post('/api/v1/invitations', { community: here.at, accept: false }, cookie)).json()).toEqual({ joined: false });
    await post('/api/auth/sign-out', {}, cookie);
    await database.look(`update sessions.account set created_at = now() - interval '2 days' where phone = $1`, [`+86${phone}`]);
    await sessions.sweep();
    expect(await database.look('select from sessions.account where phone = $1', [`+86${phone}`])).toHaveLength(0);
  });
});
