import { z } from 'zod';
import type { Problem } from '../../../kernel/result.ts';
import { type Attempts, passwordPace, smsPace } from './attempts.ts';
import { e164, normalUsername } from './auth.ts';

/** What a sign-in route answers: our own shapes only. Session tokens travel in cookies, never in bodies. */
export type DoorAnswer =
  | { readonly ok: true; readonly body: Readonly<Record<string, unknown>>; readonly cookies: readonly string[] }
  | { readonly ok: false; readonly problem: Problem; readonly retryAfterS: number | null };

export interface DoorParts {
  readonly inner: (path: string, cookie: string | undefined, body: unknown) => Promise<Response>;
  readonly attempts: Attempts;
  readonly accountBehind: (cookie: string | undefined) => Promise<string | null>;
  readonly labelOf: (account: string) => Promise<string>;
  readonly forget: (account: string) => void;
  /** The session in these cookies was opened with a code that was sent to this number. */
  readonly proved: (phone: string, cookies: readonly string[]) => Promise<void>;
}

const text = (max: number) => z.string().min(1).max(max);
const code = z.string().regex(/^[0-9]{6}$/);

/** Bodies of the sign-in routes, under `/api/auth`. All are POST with JSON. */
export const doorBodies = {
  '/sign-in/username': z.object({ username: text(200), password: text(1000), rememberMe: z.boolean().optional() }),
  '/phone-number/send-otp': z.object({ phoneNumber: text(40) }),
  '/phone-number/verify': z.object({ phoneNumber: text(40), code }),
  '/two-factor/verify-totp': z.object({ code, trustDevice: z.boolean().optional() }),
  '/two-factor/verify-backup-code': z.object({ code: text(40), trustDevice: z.boolean().optional() }),
  '/two-factor/enable': z.object({ password: text(1000) }),
  '/two-factor/disable': z.object({ password: text(1000) }),
  '/change-password': z.object({ currentPassword: text(1000), newPassword: text(1000) }),
  '/sign-out': z.object({}),
  '/sign-out-everywhere': z.object({}),
} as const;
export type DoorPath = keyof typeof doorBodies;
type BodyOf<Path extends DoorPath> = z.infer<(typeof doorBodies)[Path]>;

const refused = (kind: Problem['kind'], problemCode: Problem['code'], params?: Problem['params'], retryAfterS: number | null = null): DoorAnswer => ({
  ok: false,
  problem: params ? { kind, code: problemCode, params } : { kind, code: problemCode },
  retryAfterS,
});
const slowDown = (waitS: number): DoorAnswer => refused('tooMany', 'sessions.slowDown', { seconds: waitS }, waitS);

/** The library's codes that mean something a person can act on; every other refusal is the door's own default. */
const meanings: Readonly<Record<string, Problem>> = {
  SECOND_FACTOR_NEEDED: { kind: 'forbidden', code: 'sessions.secondFactorNeeded' },
  INVALID_TWO_FACTOR_COOKIE: { kind: 'unauthenticated', code: 'sessions.signInAgain' },
  TOO_MANY_ATTEMPTS_REQUEST_NEW_CODE: { kind: 'tooMany', code: 'sessions.tooManyCodes' },
  TOO_MANY_ATTEMPTS: { kind: 'tooMany', code: 'sessions.tooManyCodes' },
  ACCOUNT_TEMPORARILY_LOCKED: { kind: 'tooMany', code: 'sessions.tooManyCodes' },
  TOTP_ALREADY_ENABLED: { kind: 'conflict', code: 'sessions.twoFactorOn' },
  TOTP_NOT_ENABLED: { kind: 'conflict', code: 'sessions.twoFactorOff' },
  PASSWORD_TOO_SHORT: { kind: 'invalid', code: 'sessions.badPassword', params: { min: 8, max: 128 } },
  PASSWORD_TOO_LONG: { kind: 'invalid', code: 'sessions.badPassword', params: { min: 8, max: 128 } },
  UNAUTHORIZED: { kind: 'unauthenticated', code: 'http.signInFirst' },
};

interface InnerBody {
  readonly code?: string;
  readonly twoFactorRedirect?: boolean;
  readonly totpURI?: string;
  readonly backupCodes?: readonly string[];
}

/** One function that answers every sign-in route. */
export function signInDoors(parts: DoorParts) {
  const { inner, attempts, accountBehind, labelOf, forget, proved } = parts;

  const passOn = async (path: string, cookie: string | undefined, body: unknown, otherwise: Problem): Promise<DoorAnswer & { inner?: InnerBody }> => {
    const response = await inner(path, cookie, body);
    const answer = ((await response.json().catch(() => null)) ?? {}) as InnerBody;
    if (response.ok) return { ok: true, body: {}, cookies: response.headers.getSetCookie(), inner: answer };
    return { ok: false, problem: (answer.code && meanings[answer.code]) || otherwise, retryAfterS: null };
  };
  const signedIn = (answer: DoorAnswer): DoorAnswer => (answer.ok ? { ...answer, body: { status: 'signedIn' } } : answer);
  const wrongCode: Problem = { kind: 'unauthenticated', code: 'sessions.wrongCode' };
  const wrongPassword: Problem = { kind: 'unauthenticated', code: 'sessions.wrongPassword' };

  /** Runs `work` for the signed-in account; wrong passwords there count like wrong passwords at sign-in. */
  const asOwner = async (cookie: string | undefined, work: (account: string) => Promise<DoorAnswer>): Promise<DoorAnswer> => {
    const account = await accountBehind(cookie);
    if (!account) return refused('unauthenticated', 'http.signInFirst');
    const wait = await attempts.take('own-password', account, passwordPace);
    if (wait) return slowDown(wait);
    const answer = await work(account);
    if (answer.ok) {
      await attempts.clear('own-password', account);
      forget(account);
    }
    return answer;
  };

  const doors: { readonly [Path in DoorPath]: (body: BodyOf<Path>, cookie: string | undefined) => Promise<DoorAnswer> } = {
    '/sign-in/username': async (body, cookie) => {
      const name = normalUsername(body.username);
      const wait = await attempts.take('password', name, passwordPace);
      if (wait) return slowDown(wait);
      const answer = await passOn('/sign-in/username', cookie, body, wrongPassword);
      if (!answer.ok) return { ok: false, problem: wrongPassword, retryAfterS: null };
      await attempts.clear('password', name);
      return { ok: true, cookies: answer.cookies, body: { status: answer.inner?.twoFactorRedirect ? 'secondFactor' : 'signedIn' } };
    },
    '/phone-number/send-otp': async ({ phoneNumber }, cookie) => {
      const number = e164(phoneNumber);
      if (!number) return refused('invalid', 'sessions.badPhone');
      const wait = await attempts.take('sms', number, smsPace);
      if (wait) return slowDown(wait);
      const answer = await passOn('/phone-number/send-otp', cookie, { phoneNumber: number }, { kind: 'invalid', code: 'sessions.badPhone' });
      return answer.ok ? { ok: true, cookies: [], body: { status: 'sent' } } : answer;
    },
    '/phone-number/verify': async ({ phoneNumber, code: given }, cookie) => {
      const number = e164(phoneNumber);
      if (!number) return refused('invalid', 'sessions.badPhone');
      const answer = await passOn('/phone-number/verify', cookie, { phoneNumber: number, code: given }, wrongCode);
      if (answer.ok) {
        await attempts.clear('sms', number);
        await proved(number, answer.cookies);
      }
      return signedIn(answer);
    },
    '/two-factor/verify-totp': async (body, cookie) => {
      const answer = await passOn('/two-factor/verify-totp', cookie, body, wrongCode);
      const account = answer.ok ? await accountBehind(cookie) : null;
      if (account) forget(account);
      return signedIn(answer);
    },
    '/two-factor/verify-backup-code': async (body, cookie) => signedIn(await passOn('/two-factor/verify-backup-code', cookie, body, wrongCode)),
    '/two-factor/enable': (body, cookie) =>
      asOwner(cookie, async (account) => {
        const answer = await passOn('/two-factor/enable', cookie, { ...body, method: 'totp' }, wrongPassword);
        if (!answer.ok) return answer;
        // The library labels the entry with the made-up e-mail address; people recognise their sign-in name.
        const uri = new URL(answer.inner?.totpURI ?? '');
        const labelled = `otpauth://totp/${encodeURIComponent(`Banyan:${await labelOf(account)}`)}${uri.search}`;
        return { ok: true, cookies: answer.cookies, body: { totpUri: labelled, backupCodes: answer.inner?.backupCodes ?? [] } };
      }),
    '/two-factor/disable': (body, cookie) =>
      asOwner(cookie, async () => {
        const answer = await passOn('/two-factor/disable', cookie, body, wrongPassword);
        return answer.ok ? { ...answer, body: { status: 'off' } } : answer;
      }),
    '/change-password': (body, cookie) =>
      asOwner(cookie, async () => {
        const answer = await passOn('/change-password', cookie, { ...body, revokeOtherSessions: true }, wrongPassword);
        return answer.ok ? { ...answer, body: { status: 'changed' } } : answer;
      }),
    '/sign-out': async (_body, cookie) => {
      const account = await accountBehind(cookie);
      const answer = await passOn('/sign-out', cookie, {}, { kind: 'unauthenticated', code: 'http.signInFirst' });
      if (account) forget(account);
      return { ok: true, cookies: answer.ok ? answer.cookies : [], body: { status: 'signedOut' } };
    },
    '/sign-out-everywhere': async (_body, cookie) => {
      const account = await accountBehind(cookie);
      if (!account) return refused('unauthenticated', 'http.signInFirst');
      const answer = await passOn('/revoke-sessions', cookie, {}, { kind: 'unauthenticated', code: 'http.signInFirst' });
      if (!answer.ok) return answer;
      const out = await passOn('/sign-out', cookie, {}, { kind: 'unauthenticated', code: 'http.signInFirst' });
      forget(account);
      return { ok: true, cookies: out.ok ? out.cookies : answer.cookies, body: { status: 'signedOut' } };
    },
  };

  return async (path: string, cookie: string | undefined, body: unknown): Promise<DoorAnswer> => {
    if (!Object.hasOwn(doors, path)) return refused('missing', 'http.unknownRoute');
    const known = path as DoorPath;
    const parsed = doorBodies[known].safeParse(body ?? {});
    if (!parsed.success) return refused('invalid', 'http.wrongShape', { path: parsed.error.issues[0]?.path.map(String).join('.') ?? '' });
    return (doors[known] as (body: unknown, cookie: string | undefined) => Promise<DoorAnswer>)(parsed.data, cookie);
  };
}
