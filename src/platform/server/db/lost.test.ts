import { readFile } from 'node:fs/promises';
import pg from 'pg';
import { expect, it } from 'vitest';
import { freshDatabase } from '../../../../test/harness/database.ts';
import { outcomeOf } from '../http/problem.ts';
import { isPassing } from './lost.ts';

const { app, look } = await freshDatabase();
const failure = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => null,
    (error: unknown) => error,
  );
const away = { status: 503, retryAfterS: 2, body: { problem: { code: 'http.databaseAway', kind: 'unavailable', params: { seconds: 2 } } } };

it('a database that does not answer, and one that goes away under a statement, are passing: ask again', async () => {
  const nobody = await failure(new pg.Client({ host: '127.0.0.1', port: 1 }).connect());
  const noSocket = await failure(new pg.Client({ host: '/tmp/no-such-folder' }).connect());
  const client = new pg.Client(app);
  client.on('error', () => undefined);
  await client.connect();
  const { pid } = (await client.query<{ pid: number }>('select pg_backend_pid() as pid')).rows[0] ?? {};
  const sleeping = failure(client.query('select pg_sleep(30)'));
  await look('select pg_terminate_backend($1)', [pid]);
  for (const error of [nobody, noSocket, await sleeping, await failure(client.query('select 1'))])
    expect(outcomeOf(error), String(error)).toEqual(away);
});

it('a fault of our own is not', async () => {
  const client = new pg.Client(app);
  await client.connect();
  const wrong = await failure(client.query('select no_such_column'));
  await client.end();
  expect(isPassing(wrong)).toBe(false);
  expect(isPassing(await failure(readFile('/tmp/no-such-file')))).toBe(false);
  expect(outcomeOf(wrong).status).toBe(500);
});
