/** Ways by which a notice leaves the house. In-app needs none: the delivery row itself is pulled by the phone. */
export const outsideChannels = ['email', 'sms', 'webhook'] as const;
export type OutsideChannel = (typeof outsideChannels)[number];

/** What is said, already in one language. `id` is the delivery: a receiver that sees it twice may drop the second. */
export interface Message {
  readonly id: string;
  readonly language: 'zh' | 'en' | 'ug';
  readonly title: string;
  readonly body: string;
  /** When it was said, ISO 8601 UTC. */
  readonly sentAt: string;
}

/**
 * Why a channel did not take a message. `retry` says whether the same message may succeed later; who retries, and when, is the job's
 * decision. Neither says to whom it was going.
 */
export type Delivered =
  | { readonly ok: true }
  | {
      readonly ok: false;
      readonly retry: boolean;
      readonly code: 'badAddress' | 'refused' | 'unreachable' | 'timeout' | 'busy' | 'notAllowed' | 'notSetUp';
    };

/** One way out. Adapters never throw, never log, and give up after `timeoutMs`. */
export interface Channel {
  readonly name: OutsideChannel;
  /** @param to an e-mail address, a phone number, or the address of a webhook, by channel */
  send(to: string, message: Message): Promise<Delivered>;
}

export type Channels = Readonly<Partial<Record<OutsideChannel, Channel>>>;

/** Ten seconds: longer than a slow gateway, shorter than a person's patience with a job. */
export const defaultTimeoutMs = 10_000;

/** Whether an HTTP status may be better later: too many requests, time-outs and faults of the other side (RFC 9110, RFC 6585). */
export function deliveredBy(status: number): Delivered {
  if (status >= 200 && status < 300) return { ok: true };
  if (status === 429 || status === 503) return { ok: false, retry: true, code: 'busy' };
  return { ok: false, retry: status === 408 || status >= 500, code: 'refused' };
}

/** Milliseconds before try `tries + 1`: 30 s doubling to at most one hour; null after the eighth wait, about two hours in. */
export function retryAfterMs(tries: number): number | null {
  return tries >= 8 ? null : Math.min(30_000 * 2 ** tries, 3_600_000);
}
