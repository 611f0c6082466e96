import { describe, expect, it } from 'vitest';
import { freshId } from '../../../test/harness/database.ts';
import { cap, until, warned } from '../../../test/harness/warned.ts';
import { readCapFile } from './cap-file.server.ts';
import type { AlertRow } from './queries.ts';

const { app, must, say, renhe, post, signIn, database, published, asked, host } = await warned();

describe('an alert by POST', () => {
  it('is in the record with its colour, severity and reason as three separate things, and comes out as it came', async () => {
    const { where, ask, director } = await renhe();
    const cookie = await signIn(where, director);
    const sent = await post(cookie, cap({ id: 'a-1' }));
    expect(sent.statusCode).toBe(201);
    expect(sent.json()).toMatchObject({ life: 'current', matched: [{ by: 'division', code: '130602000000', level: 'county' }] });
    const [row] = await ask<AlertRow>('warnings.alerts', { show: 'now' }, director);
    expect(row).toMatchObject({ colour: 'yellow', severity: 'Moderate', responseLevel: null, hazard: 'flood_rain', origin: 'file', life: 'current' });
    const out = await app.inject({ url: `/api/v1/warnings/${row?.id}/cap?community=${where}`, headers: { cookie } });
    expect(out.headers['content-type']).toContain('application/cap+xml');
    expect(out.body).toBe(cap({ id: 'a-1' }));
    expect((await post(cookie, cap({ id: 'a-1' }))).json().problem).toEqual({ kind: 'conflict', code: 'warnings.alertKnown' });
  });

  it('replaces what it refers to, also when the messages come in the wrong order', async () => {
    const { where, ask, director } = await renhe();
    const cookie = await signIn(where, director);
    const refs = 'Baoding,a-1,2026-07-12T21:31:38+08:00';
    await post(cookie, cap({ id: 'a-2', type: 'Update', sent: '2026-07-12T21:31:38+08:00', refs }));
    const late = (await post(cookie, cap({ id: 'a-1' }))).json();
    expect(late).toMatchObject({ life: 'superseded', supersededBy: expect.any(String) });
    expect((await ask<AlertRow>('warnings.alerts', { show: 'now' }, director)).map((row) => row.alert.identifier)).toEqual(['a-2']);
    await post(cookie, cap({ id: 'a-3', type: 'Cancel', sent: '2026-07-12T22:00:00+08:00', refs: 'Baoding,a-2,2026-07-12T21:31:38+08:00' }));
    expect(await ask('warnings.alerts', { show: 'now' }, director)).toEqual([]);
    expect((await ask<AlertRow>('warnings.alerts', {}, director)).map((row) => [row.alert.identifier, row.life])).toEqual([
      ['a-3', 'message'],
      ['a-1', 'superseded'],
      ['a-2', 'superseded'],
    ]);
  });

  it('that is for another place says so, unless a person says that it concerns us', async () => {
    const { where, director } = await renhe();
    const cookie = await signIn(where, director);
    expect((await post(cookie, cap({ id: 'b-1', area: '330100000000' }))).json().matched).toEqual([]);
    expect((await post(cookie, cap({ id: 'b-2', area: '330100000000' }), {}, '?concernsUs=true')).json().matched).toEqual([{ by: 'person' }]);
  });

  it('is refused to who does not hold the duty, is not signed in, or names another community', async () => {
    const { where, clerk } = await renhe();
    const other = await renhe();
    expect((await post('', cap({ id: 'c-1' }))).statusCode).toBe(401);
    const cookie = await signIn(where, clerk);
    const refused = await post(cookie, cap({ id: 'c-1' }));
    expect(refused.statusCode).toBe(403);
    expect(refused.json().problem.kind).toBe('forbidden');
    const theirs = await post(cookie, cap({ id: 'c-1' }), {}, `?community=${other.where}`);
    const nobodys = await post(cookie, cap({ id: 'c-1' }), {}, `?community=${freshId()}`);
    expect([theirs.statusCode, theirs.json()]).toEqual([404, nobodys.json()]);
  });

  it.each([
    [
      'an external entity',
      `<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>${cap({ id: 'd' }).replace(/^<\?xml.*?\?>/, '')}`,
      422,
      'warnings.capDoctype',
    ],
    ['not XML', '{}', 422, 'warnings.capNotXml'],
    ['nothing', '', 422, 'warnings.capNotXml'],
    ['a severity of its own', cap({ id: 'd' }).replace('Moderate', 'Bad'), 422, 'warnings.capNotValid'],
    ['ten megabytes', Buffer.alloc(10_000_000, 32), 413, 'http.tooLarge'],
  ])('with %s is refused and leaves nothing behind', async (_, body, status, code) => {
    const { where, ask, director } = await renhe();
    const sent = await post(await signIn(where, director), body);
    expect([sent.statusCode, sent.json().problem.code]).toEqual([status, code]);
    expect(await ask('warnings.alerts', {}, director)).toEqual([]);
  });

  it('may come from a sender with a token, until the feed is ended', async () => {
    const { where, ask, director } = await renhe();
    const cookie = await signIn(where, director);
    const feedId = freshId();
    const made = await app.inject({
      method: 'POST',
      url: '/api/v1/warnings/feeds/token',
      headers: { cookie },
      payload: { community: where, feedId, name: '市气象台' },
    });
    const authorization = `Bearer ${made.json().token}`;
    expect((await post('', cap({ id: 'e-1' }), { authorization })).statusCode).toBe(201);
    expect((await ask<AlertRow>('warnings.alerts', {}, director))[0]?.origin).toBe('post');
    for (const wrong of [`${authorization}x`, `Bearer ${freshId()}.${authorization.split('.')[1]}`, 'Bearer x'])
      expect((await post('', cap({ id: 'e-2' }), { authorization: wrong })).json().problem).toEqual({
        kind: 'unauthenticated',
        code: 'warnings.wrongToken',
      });
    await must(where, 'warnings.endFeed', { feedId }, director);
    expect((await post('', cap({ id: 'e-3' }), { authorization })).statusCode).toBe(401);
  });
});

describe('an alert of our own', () => {
  const text = (zh: string) => ({ zh, en: '', ug: '' });
  const alert = (parts: object) => ({
    alertId: freshId(),
    exercise: false,
    msgType: 'Alert',
    category: 'Safety',
    event: { ...text('停水'), en: 'Water outage' },
    urgency: 'Expected',
    severity: 'Minor',
    certainty: 'Observed',
    headline: { ...text('今晚停水 <20点>'), en: 'Water off tonight' },
    description: { ...text('管道抢修'), en: 'Pipe repair' },
    expires: '2099-01-01T00:00:00+08:00',
    ...parts,
  });

  it('goes out as valid CAP for our division in each language that was written, and can be updated once', async () => {
    const { where, ask, director } = await renhe();
    const first = alert({});
    await must(where, 'warnings.publishAlert', first, director);
    const cookie = await signIn(where, director);
    const out = await app.inject({ url: `/api/v1/warnings/${first.alertId}/cap?community=${where}`, headers: { cookie } });
    const read = await readCapFile(out.rawPayload);
    expect(read.errors).toEqual([]);
    expect(read.alert).toMatchObject({ sender: 'banyan-130602990001', msgType: 'Alert', status: 'Actual' });
    expect(read.alert?.infos.map((info) => [info.language, info.headline])).toEqual([
      ['zh-CN', '今晚停水 <20点>'],
      ['en-US', 'Water off tonight'],
    ]);
    const update = alert({ msgType: 'Update', replaces: first.alertId });
    await must(where, 'warnings.publishAlert', update, director);
    expect((await ask<AlertRow>('warnings.alerts', { show: 'now' }, director)).map((row) => row.id)).toEqual([update.alertId]);
    expect(await say(where, 'warnings.publishAlert', alert({ msgType: 'Cancel', replaces: first.alertId }), director)).toMatchObject({
      problem: { code: 'warnings.alreadySuperseded' },
    });
  });

  it('is refused when it ended already, replaces nothing of ours, or nobody holds the duty', async () => {
    const { where, director, clerk } = await renhe();
    const code = async (parts: object, who: string) => {
      const reply = await say(where, 'warnings.publishAlert', alert(parts), who);
      return reply.status === 'refused' ? reply.problem.code : reply.status;
    };
    expect(await code({ expires: '2020-01-01T00:00:00+08:00' }, director)).toBe('warnings.expiresInPast');
    expect(await code({ msgType: 'Update', replaces: freshId() }, director)).toBe('warnings.alertGone');
    expect(await code({ msgType: 'Update' }, director)).toBe('platform.badField');
    expect(await say(where, 'warnings.publishAlert', alert({}), clerk)).toMatchObject({ problem: { kind: 'forbidden' } });
  });
});

describe('a polled feed', () => {
  const atom = (...links: string[]) =>
    `<feed xmlns="http://www.w3.org/2005/Atom"><title>x</title>${links.map((link) => `<entry><id>urn:${link}</id><link type="application/cap+xml" href="${link}"/></entry>`).join('')}</feed>`;
  const watch = async (path: string, change: object = {}) => {
    const here = await renhe();
    const feedId = freshId();
    await must(
      here.where,
      'warnings.addFeed',
      { kind: 'polled', feedId, name: '省预警', url: `http://${host}${path}`, everyMin: 5, ...change },
      here.director,
    );
    const state = async () => (await here.ask<{ lookedAt: string | null; problem: string | null }>('warnings.feeds', {}, here.director))[0];
    await until(async () => (await state())?.lookedAt != null);
    const again = async () => {
      const before = (await state())?.lookedAt;
      await database.look(`update jobs._private_jobs set run_at = now() where payload ->> 'feed' = $1`, [feedId]);
      await until(async () => (await state())?.lookedAt !== before);
    };
    return { ...here, state, again };
  };

  it('brings the alerts that concern us, each fetched once, and asks only for what changed', async () => {
    published.set('/one', { body: cap({ id: 'f-1' }) });
    published.set('/far', { body: cap({ id: 'f-2', area: '330100000000' }) });
    published.set('/list', { body: atom('/one', '/far'), etag: '"1"' });
    const { ask, director, state, again } = await watch('/list');
    expect((await ask<AlertRow>('warnings.alerts', {}, director)).map((row) => [row.alert.identifier, row.origin])).toEqual([['f-1', 'feed']]);
    expect((await state())?.problem).toBeNull();
    asked.length = 0;
    await again();
    expect(asked).toEqual(['GET /list "1"']);
    published.set('/two', {
      body: cap({
        id: 'f-3',
        type: 'Cancel',
        sent: '2026-07-12T09:00:00+08:00',
        refs: 'Baoding,f-1,2026-07-12T07:36:42+08:00',
        area: '330100000000',
      }),
    });
    published.set('/list', { body: atom('/two', '/one'), etag: '"2"' });
    asked.length = 0;
    await again();
    expect(asked).toEqual(['GET /list "1"', 'GET /two']);
    // The cancel is for another area, but it calls off an alert that we hold.
    expect(await ask('warnings.alerts', { show: 'now' }, director)).toEqual([]);
  });

  it('may be one CAP document, or an RSS list', async () => {
    published.set('/plain', { body: cap({ id: 'g-1' }) });
    const plain = await watch('/plain');
    expect(await plain.ask('warnings.alerts', {}, plain.director)).toHaveLength(1);
    published.set('/rss', { body: `<rss version="2.0"><channel><item><guid>1</guid><link>http://${host}/plain</link></item></channel></rss>` });
    const rss = await watch('/rss');
    expect(await rss.ask('warnings.alerts', {}, rss.director)).toHaveLength(1);
  });

  it.each([
    ['/missing', {}, 'warnings.feedRefused'],
    ['/html', {}, 'warnings.feedNoList'],
    ['/bomb', {}, 'warnings.capDoctype'],
    ['/x', { url: 'http://169.254.169.254/latest/meta-data' }, 'warnings.feedNotAllowed'],
    ['/x', { url: 'http://127.0.0.1:1/' }, 'warnings.feedNotAllowed'],
  ])('at %s %j says what is wrong and brings nothing', async (path, change, problem) => {
    published.set('/html', { body: '<html><body/></html>' });
    published.set('/bomb', { body: '<!DOCTYPE lolz [<!ENTITY a "b">]><feed>&a;</feed>' });
    const { ask, director, state } = await watch(path, change);
    expect((await state())?.problem).toBe(problem);
    expect(await ask('warnings.alerts', {}, director)).toEqual([]);
  });
});
