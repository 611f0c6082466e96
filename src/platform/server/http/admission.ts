import type { FastifyInstance, FastifyRequest } from 'fastify';
import { outcomeOf, refusal } from './problem.ts';

/**
 * How urgent a request is, the most urgent first: a call for help or a sign-in is never turned away; then the commands of those
 * at work; then those who only say that they are well, and copies for phones; then everything that can be looked up later.
 */
export const urgencies = ['life', 'field', 'checkIn', 'browse'] as const;
export type RequestUrgency = (typeof urgencies)[number];

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Urgency of requests to this route; `browse` when absent. `byBody`: shows when the body is read; until then a header may say that it can wait. */
    urgency?: RequestUrgency | 'byBody';
    /** The answer never ends (a line for hints): once let in, it takes no room. */
    lasting?: boolean;
  }
  interface FastifyRequest {
    /**
     * Once the body is read: this is how urgent the request really is.
     * @throws Refusal `http.busy` when there is no room for this urgency
     */
    isUrgent: (urgency: RequestUrgency) => void;
  }
}

/**
 * Room for each urgency: requests being served at once, and how late the event loop may run, in milliseconds. A request is let in while
 * both are below. Chosen by measurement on 2 cores (`npm run bench:storm`): about 1,500 requests a second, so that 100 in service are 70 ms of work.
 */
const room: Readonly<Record<Exclude<RequestUrgency, 'life'>, { readonly inService: number; readonly lateMs: number }>> = {
  field: { inService: 100, lateMs: 600 },
  checkIn: { inService: 60, lateMs: 400 },
  browse: { inService: 40, lateMs: 250 },
};

/** With so few being served nobody is turned away (a page of one person asks ten things at once): if the event loop runs late, it is not for them. */
const few = 30;

/** Seconds after which whoever was turned away may come again; each is told a time of its own between one and three of these. */
const comeBackS: Readonly<Record<RequestUrgency, number>> = { life: 1, field: 2, checkIn: 4, browse: 5 };

/** How often the event loop is looked at, in milliseconds. */
const lookMs = 50;

/** Our own devices say here how urgent a push is, so that what can wait is turned away before it costs anything. Claiming more than is so gains nothing. */
const urgencyHeader = 'x-banyan-urgency';

export interface Admission {
  /** Milliseconds by which the event loop runs late. */
  readonly lateMs: () => number;
  /** From 0 to 1: spreads those who were turned away, so that they do not come back in the same second. */
  readonly chance: () => number;
  /** Told of everybody who found no room. */
  readonly turnedAway: (urgency: RequestUrgency) => void;
}

/** Watches how late the event loop runs, until the server closes. */
export function lateness(app: FastifyInstance): () => number {
  let lateMs = 0;
  let expected = performance.now() + lookMs;
  const look = setInterval(() => {
    const now = performance.now();
    lateMs = Math.max(0, now - expected);
    expected = now + lookMs;
  }, lookMs);
  look.unref();
  app.addHook('onClose', async () => clearInterval(look));
  return () => lateMs;
}

/**
 * Lets in by urgency; must be the first thing that looks at a request.
 * @returns how many requests are being served now
 */
export function admit(app: FastifyInstance, { lateMs, chance, turnedAway }: Admission): () => number {
  let inService = 0;
  /** @returns seconds to stay away, 0 for who may come in */
  const wait = (urgency: RequestUrgency): number => {
    if (urgency === 'life' || inService <= few) return 0;
    if (inService <= room[urgency].inService && lateMs() <= room[urgency].lateMs) return 0;
    turnedAway(urgency);
    return Math.ceil(comeBackS[urgency] * (1 + 2 * chance()));
  };

  app.decorateRequest('isUrgent', function isUrgent(this: FastifyRequest, urgency) {
    // What was let in for what it is needs no second look.
    const seconds = urgencies.indexOf(urgency) > urgencies.indexOf(letInAs(this)) ? wait(urgency) : 0;
    if (seconds > 0) throw busy(seconds);
  });

  app.addHook('onRequest', async (request, reply) => {
    if (!request.url.startsWith('/api/')) return;
    if (!request.routeOptions.config.lasting) {
      inService += 1;
      reply.raw.once('close', () => {
        inService -= 1;
      });
    }
    const seconds = wait(letInAs(request));
    if (seconds === 0) return;
    // Said past everything that an answer otherwise goes through: when thousands are turned away, each must cost next to nothing.
    reply.hijack();
    const body = JSON.stringify(outcomeOf(busy(seconds)).body);
    reply.raw
      .writeHead(503, {
        'content-type': 'application/json; charset=utf-8',
        'content-length': body.length,
        'cache-control': 'no-store',
        'retry-after': String(seconds),
        'x-content-type-options': 'nosniff',
      })
      .end(body);
  });

  return () => inService;
}

const busy = (seconds: number) => refusal('busy', 'http.busy', { seconds }, seconds);

/** What a request is taken for before its body is read. */
function letInAs(request: FastifyRequest): RequestUrgency {
  const { urgency = 'browse' } = request.routeOptions.config;
  return urgency === 'byBody' ? (urgencies.find((one) => one === request.headers[urgencyHeader]) ?? 'life') : urgency;
}
