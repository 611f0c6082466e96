import type { AddressInfo } from 'node:net';
import type { Server as TlsServer } from 'node:tls';
import type { FastifyInstance } from 'fastify';
import { stopServing } from '../../platform/server/http/stop-serving.ts';
import { addressesForPhones } from '../../platform/server/https/authority.ts';
import type { HouseHttps } from '../../platform/server/https/serve-https.ts';
import type { Settings } from './settings.ts';
import type { Stops } from './stops.ts';

/** Where phones learn to trust this server. */
export interface Trust {
  /** Plain HTTP. */
  readonly url: string;
  readonly fingerprint: string;
}

export interface Listening {
  readonly url: string;
  readonly port: number;
  /** null: no HTTPS of our own. */
  readonly trust: Trust | null;
}

const everywhere = new Set(['0.0.0.0', '::']);

/** Listens with the app, and with the page that hands out the certificate when HTTPS is our own. */
export async function listen(app: FastifyInstance, settings: Settings, https: HouseHttps | null, stops: Stops): Promise<Listening> {
  const { host } = settings;
  stops.add('requests', () => stopServing(app));
  await app.listen({ port: settings.port, host });
  const { port } = app.server.address() as AddressInfo;
  const named = (name: string) => (name.includes(':') ? `[${name}]` : name);
  const here = everywhere.has(host) ? 'localhost' : named(host);
  const url = settings.publicUrl ?? `${https ? 'https' : 'http'}://${here}:${port}`;
  if (!https) return { url, port, trust: null };

  const forgetTimer = https.keepFresh(app.server as unknown as TlsServer);
  stops.add('certificate', async () => forgetTimer());
  await new Promise<void>((done, failed) => {
    https.page.once('error', failed).listen(settings.trustPort ?? (settings.port === 0 ? 0 : port + 1), host, () => done());
  });
  stops.add('certificate page', async () => {
    https.page.closeAllConnections();
    await new Promise((done) => https.page.close(done));
  });
  // A phone needs an address of the house's network; `localhost` would be the phone itself.
  const reachable = everywhere.has(host) ? (addressesForPhones()[0] ?? here) : here;
  const trust = { url: `http://${reachable}:${(https.page.address() as AddressInfo).port}/`, fingerprint: https.fingerprint };
  return { url, port, trust };
}
