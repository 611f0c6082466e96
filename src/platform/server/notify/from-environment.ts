import { z } from 'zod';
import type { Channel, Channels } from './channel.ts';
import { emailChannel } from './email.ts';
import { smsChannel } from './sms.ts';
import { webhookChannel } from './webhook.ts';

/**
 * Settings of the ways out. A channel whose settings are absent does not exist here, and notices say so.
 * `BANYAN_SMTP_URL`, `BANYAN_SMTP_FROM` · `BANYAN_SMS_URL`, `BANYAN_SMS_TEMPLATE`, `BANYAN_SMS_TYPE`, `BANYAN_SMS_HEADERS` (JSON) ·
 * `BANYAN_WEBHOOK_KEY` (≥ 32 characters) · `BANYAN_ALLOW_HOSTS` (comma-separated hosts in private networks).
 */
const Settings = z.object({
  BANYAN_SMTP_URL: z.url({ protocol: /^smtps?$/ }).optional(),
  BANYAN_SMTP_FROM: z.string().min(3).optional(),
  BANYAN_SMS_URL: z.url({ protocol: /^https?$/ }).optional(),
  BANYAN_SMS_TEMPLATE: z.string().default('{"phone":"{phone}","text":"{text}"}'),
  BANYAN_SMS_TYPE: z.enum(['application/json', 'application/x-www-form-urlencoded']).default('application/json'),
  BANYAN_SMS_HEADERS: z
    .string()
    .default('{}')
    .transform((text) => z.record(z.string(), z.string()).parse(JSON.parse(text))),
  BANYAN_WEBHOOK_KEY: z.string().min(32).optional(),
  BANYAN_ALLOW_HOSTS: z.string().default(''),
});

export interface Outside {
  readonly channels: Channels;
  /** Private hosts that webhooks and polled feeds may reach. */
  readonly allowHosts: ReadonlySet<string>;
}

/** @throws ZodError naming the setting that is wrong: a server must not start with a channel that cannot work */
export function outsideFrom(environment: Readonly<Record<string, string | undefined>>, clock: () => Date): Outside {
  const set = Settings.parse(Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== '')));
  const allowHosts = new Set(
    set.BANYAN_ALLOW_HOSTS.split(',')
      .map((host) => host.trim())
      .filter((host) => host !== ''),
  );
  const made: Channel[] = [];
  if (set.BANYAN_SMTP_URL) made.push(emailChannel({ smtpUrl: set.BANYAN_SMTP_URL, from: set.BANYAN_SMTP_FROM ?? 'Banyan <banyan@localhost>' }));
  if (set.BANYAN_SMS_URL)
    made.push(
      smsChannel({ url: set.BANYAN_SMS_URL, template: set.BANYAN_SMS_TEMPLATE, contentType: set.BANYAN_SMS_TYPE, headers: set.BANYAN_SMS_HEADERS }),
    );
  if (set.BANYAN_WEBHOOK_KEY) made.push(webhookChannel({ key: set.BANYAN_WEBHOOK_KEY, allowHosts, clock }));
  return { channels: Object.fromEntries(made.map((channel) => [channel.name, channel])), allowHosts };
}
