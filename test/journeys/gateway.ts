import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll } from 'vitest';

/** A text message gateway outside: what it was asked to send, and the settings with which a server finds it. */
export interface Gateway {
  readonly texts: readonly { readonly phone: string; readonly text: string }[];
  readonly environment: Readonly<Record<string, string>>;
}

/** Call at the top of a test file: a gateway that accepts everything, gone after the file's tests. */
export async function startGateway(): Promise<Gateway> {
  const texts: { phone: string; text: string }[] = [];
  const server = createServer((request, response) => {
    void request.toArray().then((parts) => {
      texts.push(JSON.parse(Buffer.concat(parts).toString('utf8')));
      response.writeHead(200).end();
    });
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { texts, environment: { BANYAN_SMS_URL: `http://${host}/sms`, BANYAN_ALLOW_HOSTS: host } };
}
