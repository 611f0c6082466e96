import { z } from 'zod';
import { type Command, command } from '../../kernel/command.ts';
import type { PersonId } from '../../kernel/ids.ts';
import { ok, refuse } from '../../kernel/result.ts';
import { personId } from './model.ts';

/** Ways to sign in that a community can give. `code`: one-time, shown once; `phone`: the number that stands with the person. */
export const waysIn = ['code', 'phone'] as const;

export type AccessChange =
  | { type: 'accessGiven'; personId: PersonId; on: string }
  | { type: 'accessTaken'; personId: PersonId; on: string }
  | { type: 'accessEnded'; personId: PersonId };

/** The telephone of a person who acts here; null: no such person. */
export type AccessState = { readonly phone: string } | null;
type AccessCommand<P> = Command<P, AccessState, AccessChange>;

/** The account is the server's own work, so none of these comes from a device, and none holds a name, number, password or code. */
const byKeeperHere = { ver: 1, duty: 'community.manage', byRoute: true, urgency: 'desk', offline: false } as const;

const GiveAccess = z.object({ personId, by: z.enum(waysIn) });
const OfPerson = z.object({ personId });

/** A mobile number that can receive a code: eleven digits beginning with 1, or international with `+`. */
const mobile = /^(1\d{10}|\+[1-9]\d{6,14})$/;

/** Offers a person a way to sign in: the first one, or a new one for whoever lost theirs. */
export const giveAccess: AccessCommand<z.infer<typeof GiveAccess>> = command({
  ...byKeeperHere,
  name: 'community.giveAccess',
  payload: GiveAccess,
  decide(state, payload, { now }) {
    if (!state) return refuse('missing', 'community.personGone');
    if (payload.by === 'phone' && !mobile.test(state.phone.replaceAll(/[\s-]/g, ''))) return refuse('invalid', 'community.mobileNeeded');
    return ok([{ type: 'accessGiven', personId: payload.personId, on: now.toISOString() }]);
  },
});

/** The person has signed in with what they were given. Said by the server. */
export const takeAccess: AccessCommand<z.infer<typeof OfPerson>> = command({
  ...byKeeperHere,
  bySystem: true,
  name: 'community.takeAccess',
  payload: OfPerson,
  decide: (state, payload, { now }) =>
    state ? ok([{ type: 'accessTaken', personId: payload.personId, on: now.toISOString() }]) : refuse('missing', 'community.personGone'),
});

/** Signs the person out and ends every way in. One's own cannot be ended: somebody must stay who can open it again. */
export const endAccess: AccessCommand<z.infer<typeof OfPerson>> = command({
  ...byKeeperHere,
  name: 'community.endAccess',
  payload: OfPerson,
  decide(state, payload, { actor }) {
    if (!state) return refuse('missing', 'community.personGone');
    if (actor.kind === 'person' && actor.person === payload.personId) return refuse('conflict', 'community.ownAccess');
    return ok([{ type: 'accessEnded', personId: payload.personId }]);
  },
});
