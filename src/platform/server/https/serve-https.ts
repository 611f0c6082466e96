import type { Server } from 'node:http';
import type { Server as TlsServer } from 'node:tls';
import type { Logger } from 'pino';
import { type Certificate, namesHere, openAuthority } from './authority.ts';
import { trustPage } from './trust-page.ts';

/** HTTPS with a certificate of the house's own authority. */
export interface HouseHttps {
  /** What the HTTPS server begins with. */
  readonly tls: Pick<Certificate, 'key' | 'cert'>;
  readonly fingerprint: string;
  /** Hands out the authority's certificate over plain HTTP. Does not listen yet. */
  readonly page: Server;
  /** Keeps the server's certificate fresh while it runs. @returns ends it */
  keepFresh(server: TlsServer): () => void;
}

/** A machine that moves to another network gets another address; a certificate that ends soon is renewed. Both are looked for this often. */
const lookEveryMs = 5 * 60_000;

/** Opens the authority of the data folder and a certificate for the names that this machine has now. */
export async function openHttps(
  { dataDir, clock, log }: { readonly dataDir: string; readonly clock: () => Date; readonly log: Logger },
  appPort: () => number,
): Promise<HouseHttps> {
  const authority = await openAuthority(dataDir, clock());
  let current = await authority.certificateFor(namesHere(), clock());
  return {
    tls: { key: current.key, cert: current.cert },
    fingerprint: authority.fingerprint,
    page: trustPage(authority, appPort),
    keepFresh(server) {
      const look = async () => {
        const next = await authority.certificateFor(namesHere(), clock());
        if (next.cert === current.cert) return;
        current = next;
        // Open connections keep theirs, new ones get the new one.
        server.setSecureContext({ key: next.key, cert: next.cert });
        log.info({ names: next.names.length, until: next.validTo.toISOString() }, 'new certificate');
      };
      const timer = setInterval(() => void look().catch((error: unknown) => log.error({ err: error }, 'certificate not renewed')), lookEveryMs);
      timer.unref();
      return () => clearInterval(timer);
    },
  };
}
