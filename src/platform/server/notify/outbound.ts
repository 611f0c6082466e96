import { lookup } from 'node:dns/promises';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { BlockList, isIP } from 'node:net';

/** What may be asked of a server whose address people typed in. */
export interface OutboundRequest {
  readonly url: string;
  readonly method: 'GET' | 'POST';
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly timeoutMs: number;
  /** Longest answer that is read, in bytes; a longer one fails with `tooLarge`. */
  readonly maxBytes: number;
  /** Hosts (`gateway.lan`, `127.0.0.1:8025`) of the operator's own that may lie in private networks. */
  readonly allowHosts: ReadonlySet<string>;
}

export type OutboundFailure = 'badAddress' | 'notAllowed' | 'unreachable' | 'timeout' | 'tooLarge';

export type OutboundAnswer =
  | { readonly ok: true; readonly status: number; readonly headers: IncomingMessage['headers']; readonly body: Buffer }
  | { readonly ok: false; readonly code: OutboundFailure };

/** Addresses that are not on the public internet (IANA special-purpose registries, RFC 6890): a typed-in address must not reach them. */
const inside = new BlockList();
for (const [net, bits] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
] as const)
  inside.addSubnet(net, bits, 'ipv4');

/** Only global unicast 2000::/3 counts as outside in IPv6; of it, documentation, 6to4 and Teredo do not. */
const globalV6 = new BlockList();
globalV6.addSubnet('2000::', 3, 'ipv6');
const specialV6 = new BlockList();
specialV6.addSubnet('2001::', 23, 'ipv6');
specialV6.addSubnet('2001:db8::', 32, 'ipv6');
specialV6.addSubnet('2002::', 16, 'ipv6');
specialV6.addSubnet('3fff::', 20, 'ipv6');

/** Is this IP address on the public internet? False for loopback, private, link-local, shared, reserved and mapped ones. */
export function isPublicAddress(address: string): boolean {
  if (isIP(address) === 4) return !inside.check(address, 'ipv4');
  return isIP(address) === 6 && globalV6.check(address, 'ipv6') && !specialV6.check(address, 'ipv6');
}

/**
 * One HTTP request to an address that people configured. The name is resolved once, every address it resolves to must be public, and the
 * connection goes to the address that was checked (a name that changes its mind in between gains nothing). Redirects are not followed: a
 * redirect is an answer with its status. Hosts in `allowHosts` may be anywhere.
 */
export async function outbound(options: OutboundRequest): Promise<OutboundAnswer> {
  const url = URL.canParse(options.url) ? new URL(options.url) : null;
  if (!url || (url.protocol !== 'http:' && url.protocol !== 'https:') || url.username !== '' || url.password !== '')
    return { ok: false, code: 'badAddress' };
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const signal = AbortSignal.timeout(options.timeoutMs);
  const resolved = isIP(host) ? [{ address: host, family: isIP(host) }] : await resolve(host, signal);
  const [target] = resolved;
  if (!target) return { ok: false, code: signal.aborted ? 'timeout' : 'unreachable' };
  const ours = options.allowHosts.has(url.host) || options.allowHosts.has(url.hostname);
  if (!ours && !resolved.every(({ address }) => isPublicAddress(address))) return { ok: false, code: 'notAllowed' };
  return send(url, target, options, signal);
}

const resolve = (host: string, signal: AbortSignal) =>
  Promise.race([
    lookup(host, { all: true }).catch(() => []),
    new Promise<never[]>((done) => {
      signal.addEventListener('abort', () => done([]), { once: true });
    }),
  ]);

function send(url: URL, target: { address: string; family: number }, options: OutboundRequest, signal: AbortSignal): Promise<OutboundAnswer> {
  return new Promise((done) => {
    const fail = () => done({ ok: false, code: signal.aborted ? 'timeout' : 'unreachable' });
    const open = url.protocol === 'https:' ? httpsRequest : httpRequest;
    const asked = open(url, {
      method: options.method,
      headers: {
        'user-agent': 'Banyan',
        ...options.headers,
        ...(options.body === undefined ? {} : { 'content-length': Buffer.byteLength(options.body) }),
      },
      signal,
      // A connection of its own, to exactly the address that was checked.
      agent: false,
      lookup: (_host, want, found) => {
        if (want.all) found(null, [target]);
        else found(null, target.address, target.family);
      },
    });
    asked.on('error', fail);
    asked.on('response', (response) => {
      const chunks: Buffer[] = [];
      let size = 0;
      response.on('data', (chunk: Buffer) => {
        size += chunk.length;
        chunks.push(chunk);
        if (size <= options.maxBytes) return;
        done({ ok: false, code: 'tooLarge' });
        asked.destroy();
      });
      response.on('error', fail);
      response.on('end', () => done({ ok: true, status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(chunks) }));
    });
    asked.end(options.body);
  });
}
