import { Server as NetServer } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';

/** Requests that were on their way when the server was told to stop have this long to arrive, and are answered. */
const lastRequestsMs = 500;
/** Then what is under way has this long to end; after that lines are cut. */
const lastAnswersMs = 10_000;

/**
 * Stops serving without cutting off anybody: takes no new connection, answers what comes over the open ones and says `connection: close` with it, and
 * only then closes idle lines. Closing an idle line at once would meet a request that a phone is just sending, and the phone would not know whether it was heard.
 */
export async function stopServing(app: FastifyInstance): Promise<void> {
  const { server } = app;
  // Not `server.close()`: Node's HTTP servers close idle lines with it.
  if (server.listening) NetServer.prototype.close.call(server);
  server.prependListener('request', (_, response) => response.setHeader('connection', 'close'));
  await wait(lastRequestsMs);
  const cut = setTimeout(() => server.closeAllConnections(), lastAnswersMs);
  await app.close();
  clearTimeout(cut);
}
