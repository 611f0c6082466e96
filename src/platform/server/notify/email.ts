import { createTransport } from 'nodemailer';
import { type Channel, type Delivered, defaultTimeoutMs } from './channel.ts';

export interface EmailOptions {
  /** `smtp://user:secret@host:587` (STARTTLS) or `smtps://…:465`. */
  readonly smtpUrl: string;
  /** Who it is from, e.g. `人和社区 <notice@renhe.example>`. */
  readonly from: string;
  readonly timeoutMs?: number;
}

/** Notices by e-mail over SMTP (RFC 5321), plain text, UTF-8. */
export function emailChannel({ smtpUrl, from, timeoutMs = defaultTimeoutMs }: EmailOptions): Channel {
  const transport = createTransport({
    url: smtpUrl,
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    socketTimeout: timeoutMs,
    dnsTimeout: timeoutMs,
    // The text is ours, not a path or address to be read and attached.
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return {
    name: 'email',
    async send(to, message) {
      // One plain address: no lists, no display names, no line breaks that could add headers.
      if (!/^[^\s@<>,;"]{1,64}@[^\s@<>,;"]{1,190}$/.test(to)) return { ok: false, retry: false, code: 'badAddress' };
      try {
        await transport.sendMail({
          from,
          to: { name: '', address: to },
          subject: message.title,
          text: message.body,
          messageId: `<${message.id}@banyan>`,
          date: message.sentAt,
          // RFC 3834: holiday replies stay away.
          headers: { 'Auto-Submitted': 'auto-generated', 'Content-Language': message.language },
        });
        return { ok: true };
      } catch (error) {
        return failureOf(error);
      }
    },
  };
}

/** SMTP replies 5xx are final, 4xx may pass later (RFC 5321, 4.2.1); without a reply the line was the trouble. */
function failureOf(error: unknown): Delivered {
  const { responseCode, code } = error as { responseCode?: number; code?: string };
  if (responseCode !== undefined && responseCode >= 500) return { ok: false, retry: false, code: 'refused' };
  if (responseCode !== undefined) return { ok: false, retry: true, code: 'busy' };
  return { ok: false, retry: true, code: code === 'ETIMEDOUT' ? 'timeout' : 'unreachable' };
}
