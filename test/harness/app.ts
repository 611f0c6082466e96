import { afterAll } from 'vitest';
import { buildWeb } from '../../tools/build-web.ts';
import { type App, runServer } from './run-server.ts';

/**
 * Builds the web app if needed, starts the server on a free port and an empty data folder of its own and waits until it is ready; call at the top of a
 * test file. Everything it leaves behind is removed after the file's tests.
 * @param env settings beside port and data, e.g. `{ BANYAN_DEMO: 'off' }`
 * @param parts `web: false`: the story needs no page, so the web app is not built for it
 */
export async function startServer(env: Record<string, string> = {}, { web = true }: { web?: boolean } = {}): Promise<App> {
  if (web) buildWeb(() => undefined);
  const server = await runServer(env);
  afterAll(() => server.remove());
  return server;
}
