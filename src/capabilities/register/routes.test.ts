import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freshCommunity, freshId } from '../../../test/harness/database.ts';
import { Granted } from '../../../test/harness/granted.ts';
import { serve } from '../../../test/harness/serve.ts';
import * as community from '../community/server.ts';
import * as register from './server.ts';

const folder = mkdtempSync(join(tmpdir(), 'banyan-routes-'));
beforeAll(() => register.useVault(register.openVault(folder)));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const granted = new Granted();
const { app, db, signIn } = await serve([community, register], granted.load);

const ledger =
  '楼栋,单元,房号,姓名,性别,民族,身份证号,与户主关系,备注\n3,2,501,张桂兰,女,汉,990000194803020023,户主,吸氧\n3,2,502,李明,男,汉,,户主,\n';

async function clerk(...duties: string[]) {
  const where = await freshCommunity(db);
  const person = freshId();
  granted.give(person, null, ...duties);
  const cookie = await signIn(where, person);
  const upload = (to: string = where) =>
    app.inject({
      method: 'POST',
      url: `/api/v1/register/preview?community=${to}`,
      headers: { cookie, 'content-type': 'multipart/form-data; boundary=xyz' },
      payload: `--xyz\r\nContent-Disposition: form-data; name="file"; filename="ledger.csv"\r\nContent-Type: text/csv\r\n\r\n${ledger}\r\n--xyz--\r\n`,
    });
  const get = (id: string, as = cookie, from: string = where) =>
    app.inject({ url: `/api/v1/register/preview/${id}?community=${from}`, headers: { cookie: as } });
  const ready = async (id: string) => {
    for (;;) {
      const answer = await get(id);
      if (answer.json().state !== 'reading') return answer;
      await wait(50);
    }
  };
  return { where, cookie, upload, get, ready };
}

describe('previewing a ledger', () => {
  it('says what was found and what would change, writes nothing, and leaves no readable file behind', async () => {
    const l = await clerk('register.import', 'register.read');
    const sent = await l.upload();
    expect(sent.statusCode).toBe(202);
    const { previewId } = sent.json();
    const answer = await l.ready(previewId);
    expect(answer.json()).toMatchObject({
      state: 'ready',
      report: {
        counts: { rows: 2, residents: 2, households: 2 },
        columnsNotImported: ['民族'],
        needs: [{ code: 'oxygen', people: 1 }],
        difference: { residents: 2 },
      },
    });
    expect(answer.body).not.toContain('990000194803020023');
    const counts = await app.inject({
      method: 'POST',
      url: '/api/v1/query/register.counts',
      headers: { cookie: l.cookie },
      payload: { community: l.where, args: {} },
    });
    expect(counts.json().rows).toMatchObject([{ residents: 0 }]);
    const files = readdirSync(join(folder, 'previews'));
    expect(files.length).toBeGreaterThan(0);
    for (const file of files) expect(readFileSync(join(folder, 'previews', file)).includes('张桂兰')).toBe(false);
  });

  it('takes the duty, and another community is as if the preview did not exist', async () => {
    const [l, other, reader] = [await clerk('register.import'), await clerk('register.import'), await clerk('register.read')];
    const { previewId } = (await l.upload()).json();
    await l.ready(previewId);
    const elsewhere = await other.get(previewId);
    const nowhere = await other.get(freshId());
    expect([elsewhere.statusCode, elsewhere.json()]).toEqual([404, { problem: { code: 'register.previewGone', kind: 'missing' } }]);
    expect(elsewhere.json()).toEqual(nowhere.json());
    expect((await reader.upload()).statusCode).toBe(403);
    expect((await l.upload(other.where)).statusCode).toBe(404);
  });
});
