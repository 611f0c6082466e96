import { createHmac, timingSafeEqual } from 'node:crypto';
import { type Channel, defaultTimeoutMs, deliveredBy } from './channel.ts';
import { outbound } from './outbound.ts';

export interface WebhookOptions {
  /** Secret of the installation, at least 32 characters; each webhook's own secret is derived from it and its address. */
  readonly key: string;
  /** Hosts in private networks that the operator allows, e.g. `gateway.lan` or `127.0.0.1:9000`. */
  readonly allowHosts: ReadonlySet<string>;
  readonly clock: () => Date;
  readonly timeoutMs?: number;
}

/** The secret that the receiver of `url` is given to check signatures with: hexadecimal, never stored. */
export const webhookSecret = (key: string, url: string): string => createHmac('sha256', key).update(`banyan webhook\n${url}`).digest('hex');

/**
 * Notices as JSON to a webhook, signed: header `banyan-signature: t=<unix seconds>,v1=<hex>` where v1 is
 * HMAC-SHA-256(secret, `<t>.<body>`). The receiver refuses old times, so that a recorded message cannot be played again.
 */
export function webhookChannel({ key, allowHosts, clock, timeoutMs = defaultTimeoutMs }: WebhookOptions): Channel {
  return {
    name: 'webhook',
    async send(to, message) {
      const body = JSON.stringify(message);
      const answer = await outbound({
        url: to,
        method: 'POST',
        headers: { 'content-type': 'application/json', 'banyan-signature': sign(webhookSecret(key, to), body, clock()) },
        body,
        timeoutMs,
        maxBytes: 64 * 1024,
        allowHosts,
      });
      if (answer.ok) return deliveredBy(answer.status);
      if (answer.code === 'timeout' || answer.code === 'unreachable') return { ok: false, retry: true, code: answer.code };
      return { ok: false, retry: false, code: answer.code === 'tooLarge' ? 'refused' : answer.code };
    },
  };
}

/** The signature header for one body at one moment. */
export function sign(secret: string, body: string, now: Date): string {
  const t = Math.floor(now.getTime() / 1000);
  return `t=${t},v1=${createHmac('sha256', secret).update(`${t}.${body}`).digest('hex')}`;
}

/** What a receiver does: is the signature right and at most `maxAgeS` seconds old? */
export function verify(secret: string, body: string, header: string, now: Date, maxAgeS = 300): boolean {
  const found = /^t=(\d{1,12}),v1=([0-9a-f]{64})$/.exec(header);
  if (!found || Math.abs(now.getTime() / 1000 - Number(found[1])) > maxAgeS) return false;
  const right = createHmac('sha256', secret).update(`${found[1]}.${body}`).digest();
  return timingSafeEqual(right, Buffer.from(found[2] ?? '', 'hex'));
}
