import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import Excel from 'exceljs';
import { describe, expect, it } from 'vitest';
import { startServer } from '../harness/app.ts';
import { browser, newPage, sizes } from '../harness/browser.ts';
import { choosePin } from './cast.ts';

const fixture = join(import.meta.dirname, '../../../shared/fixtures/register/rf.xlsx');
const there = existsSync(fixture);
const director = { name: '李敏', username: 'limin', password: 'a long enough one' };
const code12 = '130602001009';

describe.skipIf(!there)(`a director imports a ledger of 12,075 rows (needs ${fixture})`, async () => {
  if (!there) return;
  const app = await startServer({ BANYAN_DEMO: 'off' });
  const chromium = await browser();
  const setUp = await fetch(`${app.url}/api/v1/setup`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ code: /enter the code (\d{8})/.exec(app.output())?.[1], community: { name: '柳巷社区', code12 }, director }),
  });

  async function importPage(options = sizes.desk as object) {
    const page = await newPage(chromium, app.url, options);
    page.setDefaultTimeout(60_000);
    const { username, password } = director;
    const signedIn = await page.request.post('/api/auth/sign-in/username', { data: { username, password }, headers: { origin: app.url } });
    expect(signedIn.status()).toBe(200);
    await page.goto('/register/import');
    if (options === sizes.phone) await choosePin(page);
    return page;
  }

  it('shows what was found, asks about likenesses, writes only when told to, and takes all of it back', async () => {
    expect(setUp.status).toBe(200);
    const page = await importPage();
    await page.setInputFiles('input[type=file]', fixture);
    const agree = page.getByRole('button', { name: /^导入 [\d,]+ 名居民$/ });
    await agree.waitFor();
    expect(await page.getByText('还没有写入任何内容').count()).toBeGreaterThan(0);
    expect(await agree.innerText()).toContain('12,075');
    expect(await page.getByText('民族').first().isVisible()).toBe(true);

    // One pair by keyboard, the rest in one tap; undo gives the answers back.
    await page.getByRole('button', { name: '同一个人', exact: true }).focus();
    await page.keyboard.press('1');
    await expect.poll(() => page.getByText('1 / 72').count()).toBe(1);
    await page.getByRole('button', { name: '都算同一个人' }).click();
    await expect.poll(() => agree.innerText()).toContain('12,003');
    await page.getByRole('button', { name: '撤销', exact: true }).click();
    await expect.poll(() => agree.innerText()).toContain('12,074');
    await page.getByRole('button', { name: '都算同一个人' }).click();

    await agree.click();
    await page.getByRole('heading', { name: '导入完成' }).waitFor();
    expect(await page.getByText('新增居民 12,003 人、住户 4,826 户').count()).toBe(1);

    await page.getByRole('button', { name: '撤销这次导入' }).click();
    await page.getByRole('dialog').getByRole('button', { name: '撤销这次导入' }).click();
    await page.getByRole('heading', { name: '已撤销' }).waitFor();
  });

  it('on the command line beside the running server, then on a phone: an edited copy shows and changes only what changed', async () => {
    const main = join(import.meta.dirname, '../../src/apps/cli/main.ts');
    const args = [main, 'register', 'import', fixture, '--community', code12, '--json'];
    const said = await promisify(execFile)(process.execPath, args, { env: { ...process.env, BANYAN_DATA: app.dataDir } });
    expect(JSON.parse(said.stdout)).toMatchObject({ community: code12, rows: 12075, residentsAdded: 12003, householdsAdded: 4826 });

    const page = await importPage(sizes.phone);
    const edited = join(app.dataDir, 'edited.xlsx');
    await withOtherPhone(edited);
    await page.setInputFiles('input[type=file]', edited);
    await page.getByRole('button', { name: '改动 1 名居民' }).waitFor();
    expect(await page.locator('#difference').innerText()).toContain('19911112222');
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(overflow).toBeLessThanOrEqual(0);
    await page.getByRole('button', { name: '改动 1 名居民' }).click();
    await page.getByText('新增居民 0 人、住户 0 户、个别需求 0 项；改动居民 1 人').waitFor();
  });

  it('says what is wrong with a file that is no ledger, and that nothing was written', async () => {
    const page = await importPage();
    await page.setInputFiles('input[type=file]', { name: 'notes.xlsx', mimeType: 'text/plain', buffer: Buffer.from('not a spreadsheet') });
    await page.getByRole('alert').waitFor();
    expect(await page.getByText('什么都没有写入').isVisible()).toBe(true);
    await page.getByRole('button', { name: '换一个文件' }).click();
    await page.getByRole('button', { name: '选择文件' }).waitFor();
  });
});

/** The fixture with another telephone in its first row. */
async function withOtherPhone(path: string): Promise<void> {
  const book = new Excel.Workbook();
  await book.xlsx.readFile(fixture);
  const sheet = book.worksheets.find(({ name }) => name.startsWith('1-13'));
  if (!sheet) throw new Error('the fixture has other sheets');
  sheet.getRow(5).getCell(13).value = '19911112222';
  await book.xlsx.writeFile(path);
}
