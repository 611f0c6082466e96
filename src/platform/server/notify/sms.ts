import { type Channel, defaultTimeoutMs, deliveredBy } from './channel.ts';
import { outbound } from './outbound.ts';

/** Which value of the message a template asks for: `{phone}`, `{text}`, `{title}`, `{body}`, `{id}`. */
const slot = /\{(phone|text|title|body|id)\}/g;

export interface SmsOptions {
  /** Address of the gateway's HTTP interface. The operator's own: it may lie in a private network. */
  readonly url: string;
  /** Request body with slots, e.g. `{"mobile":"{phone}","content":"{text}"}` or `mobile={phone}&content={text}`. */
  readonly template: string;
  /** `application/json` or `application/x-www-form-urlencoded`; decides how values are escaped in the template. */
  readonly contentType: 'application/json' | 'application/x-www-form-urlencoded';
  /** Further headers, such as the gateway's key. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly timeoutMs?: number;
}

/** Notices by text message, through any gateway that takes an HTTP POST. */
export function smsChannel({ url, template, contentType, headers = {}, timeoutMs = defaultTimeoutMs }: SmsOptions): Channel {
  const allowHosts = new Set([new URL(url).host]);
  const escape = contentType === 'application/json' ? (value: string) => JSON.stringify(value).slice(1, -1) : encodeURIComponent;
  return {
    name: 'sms',
    async send(to, message) {
      const phone = to.replace(/[\s-]/g, '');
      // E.164 with or without plus, or a national number: digits only, so that it cannot say anything else to the gateway.
      if (!/^\+?\d{5,15}$/.test(phone)) return { ok: false, retry: false, code: 'badAddress' };
      const values: Readonly<Record<string, string>> = {
        phone,
        title: message.title,
        body: message.body,
        text: `${message.title}\n${message.body}`,
        id: message.id,
      };
      const answer = await outbound({
        url,
        method: 'POST',
        headers: { ...headers, 'content-type': `${contentType}; charset=utf-8`, 'idempotency-key': message.id },
        body: template.replace(slot, (_, name: string) => escape(values[name] ?? '')),
        timeoutMs,
        maxBytes: 64 * 1024,
        allowHosts,
      });
      if (answer.ok) return deliveredBy(answer.status);
      return answer.code === 'timeout' || answer.code === 'unreachable'
        ? { ok: false, retry: true, code: answer.code }
        : { ok: false, retry: false, code: 'refused' };
    },
  };
}
