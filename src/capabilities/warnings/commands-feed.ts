import { z } from 'zod';
import { command } from '../../kernel/command.ts';
import { ok, refuse } from '../../kernel/result.ts';
import { type EndpointId, endpointId, type FeedId, feedId } from './notice.ts';

const name = z
  .string()
  .trim()
  .min(1)
  .max(60)
  .regex(/^[^\p{Cc}]+$/u);
const webAddress = z.url({ protocol: /^https?$/ }).max(500);

/** Where alerts come from by themselves: an address that is asked every so often, or a sender who holds a token. */
const AddFeed = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('polled'), feedId, name, url: webAddress, everyMin: z.number().int().min(1).max(1440) }),
  /** `tokenHash`: SHA-256 of the token in hexadecimal; the token itself is shown once to the person and kept nowhere. */
  z.object({ kind: z.literal('pushed'), feedId, name, tokenHash: z.string().regex(/^[0-9a-f]{64}$/) }),
]);
export type AddFeed = z.infer<typeof AddFeed>;

const AddEndpoint = z.discriminatedUnion('channel', [
  z.object({ channel: z.literal('webhook'), endpointId, name, address: webAddress }),
  z.object({ channel: z.literal('email'), endpointId, name, address: z.email().max(200) }),
]);
export type AddEndpoint = z.infer<typeof AddEndpoint>;

/** A feed or endpoint as far as its commands need it. */
export type Standing = 'nowhere' | 'standing' | 'ended';

export type FeedChange =
  | { readonly type: 'feedAdded'; readonly feed: AddFeed }
  | { readonly type: 'feedEnded'; readonly feedId: FeedId; readonly on: string }
  | { readonly type: 'endpointAdded'; readonly endpoint: AddEndpoint }
  | { readonly type: 'endpointEnded'; readonly endpointId: EndpointId; readonly on: string };

const byDesk = { ver: 1, urgency: 'desk', offline: false } as const;

export const addFeed = command<AddFeed, Standing, FeedChange>({
  ...byDesk,
  name: 'warnings.addFeed',
  payload: AddFeed,
  duty: 'warnings.receive',
  decide: (state, feed) => (state === 'nowhere' ? ok([{ type: 'feedAdded', feed }]) : refuse('conflict', 'warnings.feedTwice')),
});

const EndFeed = z.object({ feedId });

/** Stops asking the address, or taking the token. What came stays. */
export const endFeed = command<z.infer<typeof EndFeed>, Standing, FeedChange>({
  ...byDesk,
  name: 'warnings.endFeed',
  payload: EndFeed,
  duty: 'warnings.receive',
  decide(state, { feedId: id }, { now }) {
    if (state === 'nowhere') return refuse('missing', 'warnings.feedGone');
    return ok(state === 'ended' ? [] : [{ type: 'feedEnded', feedId: id, on: now.toISOString() }]);
  },
});

/** A partner outside who can be told: a mailbox, or a group's webhook. */
export const addEndpoint = command<AddEndpoint, Standing, FeedChange>({
  ...byDesk,
  name: 'warnings.addEndpoint',
  payload: AddEndpoint,
  duty: 'warnings.publish',
  decide: (state, endpoint) => (state === 'nowhere' ? ok([{ type: 'endpointAdded', endpoint }]) : refuse('conflict', 'warnings.endpointTwice')),
});

const EndEndpoint = z.object({ endpointId });

export const endEndpoint = command<z.infer<typeof EndEndpoint>, Standing, FeedChange>({
  ...byDesk,
  name: 'warnings.endEndpoint',
  payload: EndEndpoint,
  duty: 'warnings.publish',
  decide(state, { endpointId: id }, { now }) {
    if (state === 'nowhere') return refuse('missing', 'warnings.endpointGone');
    return ok(state === 'ended' ? [] : [{ type: 'endpointEnded', endpointId: id, on: now.toISOString() }]);
  },
});
