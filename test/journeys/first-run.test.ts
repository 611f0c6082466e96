import { describe, expect, it } from 'vitest';
import { startServer } from '../harness/app.ts';

const app = await startServer({ BANYAN_DEMO: 'off' });

const send = (path: string, body: unknown, cookie = '') =>
  fetch(app.url + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(cookie ? { cookie } : {}) },
    body: JSON.stringify(body),
  });
const cookieOf = (answer: Response) =>
  answer.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0])
    .join('; ');

describe('from an empty folder to the first command', () => {
  it('makes a community, signs its director in, and keeps everything over stops and kills', async () => {
    const code = /enter the code (\d{8})/.exec(app.output())?.[1];
    const made = await send('/api/v1/setup', {
      code,
      community: { name: '柳巷社区', code12: '130602001009' },
      director: { name: '李敏', username: 'limin', password: 'a long enough one' },
    });
    expect(made.status).toBe(200);
    const { community } = (await made.json()) as { community: string };

    const cookie = cookieOf(await send('/api/auth/sign-in/username', { username: 'LiMin', password: 'a long enough one' }));
    const me = async () =>
      (
        (await (await fetch(`${app.url}/api/v1/me`, { headers: { cookie } })).json()) as {
          memberships: { name: string; personName: string; duties: string[] }[];
        }
      ).memberships;
    const [membership] = await me();
    expect(membership).toMatchObject({ community, name: '柳巷社区', personName: '李敏', positions: [{ title: '主任' }] });
    expect(membership?.duties).toEqual(expect.arrayContaining(['community.manage', 'duties.assign', 'response.command', 'register.import']));

    const id = '0192aaaa-0000-7000-8000-000000000002';
    const command = {
      id,
      name: 'community.addGrid',
      ver: 1,
      dseq: 1,
      claimedAt: '2026-03-01T10:00:00+08:00',
      payload: { id: '0192aaaa-0000-7000-8000-000000000003', number: 1, name: '一网格' },
    };
    /** What was decided, and by which database; the server's time is another with every answer. */
    const push = async () => {
      const answer = await send('/api/v1/push', { community, device: '0192aaaa-0000-7000-8000-000000000001', commands: [command] }, cookie);
      const { epoch, replies } = (await answer.json()) as { epoch: string; replies: unknown[] };
      return { epoch, replies };
    };
    const first = await push();
    expect(first).toMatchObject({ replies: [{ id, status: 'accepted' }] });

    await app.kill();
    await app.restart();
    expect(await push()).toEqual(first);
    await app.stop();
    await app.restart();
    expect(await push()).toEqual(first);
    expect(await me()).toHaveLength(1);
    expect(app.output().match(/enter the code/g)).toHaveLength(1);
  });

  it('describes every command and query of every slice, and every reference in it leads somewhere', async () => {
    const document = (await (await fetch(`${app.url}/api/openapi.json`)).json()) as {
      paths: object;
      components: { schemas: Record<string, unknown> };
    };
    const paths = Object.keys(document.paths);
    for (const slice of ['community', 'register', 'duties', 'warnings', 'readiness', 'response']) {
      expect(
        paths.some((path) => path.startsWith(`/api/v1/query/${slice}.`)),
        slice,
      ).toBe(true);
      expect(
        Object.keys(document.components.schemas).some((name) => name.startsWith(`${slice}.`)),
        slice,
      ).toBe(true);
    }
    for (const [, pointer] of JSON.stringify(document).matchAll(/"\$ref":"#([^"]+)"/g)) {
      const parts = (pointer ?? '')
        .split('/')
        .slice(1)
        .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
      expect(
        parts.reduce<unknown>((at, part) => (at as Record<string, unknown>)?.[part], document),
        pointer,
      ).toBeDefined();
    }
  });
});
