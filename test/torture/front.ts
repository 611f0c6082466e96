import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';

/** The address at which a browser knows a server, and behind which the server can be given a newer version of its app. */
export interface Front {
  readonly url: string;
  /** From now on the service worker is another one. */
  release(edition: string): void;
  close(): void;
}

/** Passes everything on; only the service worker's file may differ. */
export async function frontOf(behind: string): Promise<Front> {
  let edition = '';
  const server = createServer((asked, answer) => {
    const isWorker = asked.url === '/sw.js';
    const { 'if-none-match': _known, ...headers } = asked.headers;
    if (isWorker) headers['accept-encoding'] = 'identity';
    const passed = request(`${behind}${asked.url}`, { method: asked.method, headers }, (came) => {
      if (!isWorker) {
        answer.writeHead(came.statusCode ?? 502, came.headers);
        came.pipe(answer);
        return;
      }
      const { 'content-type': type } = came.headers;
      answer.writeHead(came.statusCode ?? 502, { 'content-type': type, 'cache-control': 'no-store' });
      came.on('end', () => answer.end(`\n// ${edition}`)).pipe(answer, { end: false });
    });
    passed.on('error', () => answer.destroy());
    answer.on('close', () => passed.destroy());
    asked.pipe(passed);
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    release: (next) => {
      edition = next;
    },
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
