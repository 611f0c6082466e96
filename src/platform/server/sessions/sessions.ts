import { createHash } from 'node:crypto';
import { hashPassword } from 'better-auth/crypto';
import pg from 'pg';
import type { Actor } from '../../../kernel/command.ts';
import type { CommunityId, PersonId } from '../../../kernel/ids.ts';
import { ok, type Result, refuse } from '../../../kernel/result.ts';
import { attempts } from './attempts.ts';
import { e164, freshId, innerBase, makeAuth, normalUsername, usernamePattern } from './auth.ts';
import { type DoorAnswer, signInDoors } from './doors.ts';
import { type Invitations, invitations } from './invitations.ts';

export interface Membership {
  readonly community: CommunityId;
  readonly person: PersonId;
}

/** Who a request comes from. */
export interface Session {
  /** Of the session itself, not its secret. */
  readonly id: string;
  readonly account: string;
  readonly memberships: readonly Membership[];
}

export interface NewAccount {
  readonly username: string;
  /** 8 to 128 characters. */
  readonly password: string;
  /** Any usual spelling; kept as E.164. */
  readonly phone?: string | undefined;
  readonly memberships: readonly { readonly community: string; readonly person: string }[];
}

export interface SessionsConfig {
  /** Logs in as `banyan_sessions`. */
  readonly database: pg.PoolConfig;
  /** At least 32 characters; changing it signs everyone out and makes second factors unreadable. */
  readonly secret: string;
  readonly https: boolean;
  readonly sendSms: (to: string, text: string) => Promise<void>;
}

export interface Sessions {
  /** The session of these request headers, kept for ten seconds; null when nobody is signed in. `cookies` renew a session in use. */
  of(cookie: string | undefined): Promise<{ readonly session: Session; readonly cookies: readonly string[] } | null>;
  /** Answers one of the sign-in routes (`/sign-in/username` …). */
  door(path: string, cookie: string | undefined, body: unknown): Promise<DoorAnswer>;
  /** How a community lets its people in, and ends that. */
  readonly invitations: Invitations;
  createAccount(account: NewAccount): Promise<Result<{ account: string }>>;
  /** Is a second factor asked of this account? */
  hasSecondFactor(account: string): Promise<boolean>;
  /** Has anybody an account yet? Decides whether the first-run page is shown. */
  anyAccount(): Promise<boolean>;
  /** Runs `work` while no other process does the same: guards the first run. */
  alone<T>(work: () => Promise<T>): Promise<T>;
  /** Removes what has expired. */
  sweep(): Promise<void>;
  close(): Promise<void>;
}

/** The actor a session is in one community; null when it has no business there. */
export function actorIn(session: Session, community: string): Actor | null {
  const membership = session.memberships.find((one) => one.community === community);
  return membership ? { kind: 'person', person: membership.person } : null;
}

const keepMs = 10_000;
const keepAtMost = 20_000;

/** Accounts, sign-in and sessions on their own schema and role. */
export function openSessions({ database, secret, https, sendSms }: SessionsConfig): Sessions {
  const pool = new pg.Pool({ max: 6, ...database, options: '-c search_path=sessions' });
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));
  const kept = new Map<string, { readonly session: Session; readonly until: number }>();
  const forget = (account: string) => {
    for (const [key, { session }] of kept) if (session.account === account) kept.delete(key);
  };
  const invited = invitations(pool, forget);
  const auth = makeAuth({ pool, secret, https, openTo: invited.openTo, sendCode: (to, code) => sendSms(to, codeMessage(code)) });

  const membershipsOf = async (account: string): Promise<Membership[]> =>
    (await pool.query<Membership>('select community, person from membership where account = $1 order by since, community', [account])).rows;

  const of: Sessions['of'] = async (cookie) => {
    if (!cookie?.includes('banyan.session_token=')) return null;
    const key = createHash('sha256').update(cookie).digest('base64');
    const now = Date.now();
    const seen = kept.get(key);
    if (seen && seen.until > now) return { session: seen.session, cookies: [] };
    kept.delete(key);
    const { response, headers } = await auth.api.getSession({ headers: new Headers({ cookie }), returnHeaders: true });
    if (!response) return null;
    const session = { id: response.session.id, account: response.user.id, memberships: await membershipsOf(response.user.id) };
    kept.set(key, { session, until: now + keepMs });
    if (kept.size > keepAtMost) kept.delete(kept.keys().next().value as string);
    return { session, cookies: headers.getSetCookie() };
  };

  const inner = (path: string, cookie: string | undefined, body: unknown): Promise<Response> =>
    auth.handler(
      new Request(`${innerBase}/api/auth${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...(cookie ? { cookie } : {}) },
        body: JSON.stringify(body),
      }),
    );
  const paced = attempts(pool, secret);
  const accountBehind = async (cookie: string | undefined) => (await of(cookie))?.session.account ?? null;
  const proved = async (phone: string, cookies: readonly string[]) => {
    const session = (await of(cookies.map((cookie) => cookie.split(';')[0]).join('; ')))?.session;
    if (session) await invited.proved(phone, session.id);
  };
  const labelOf = async (account: string) =>
    (await pool.query<{ label: string }>('select label from account where id = $1', [account])).rows[0]?.label ?? '';

  return {
    of,
    door: signInDoors({ inner, attempts: paced, accountBehind, labelOf, forget, proved }),
    invitations: invited,
    async createAccount({ username, password, phone, memberships }) {
      const name = normalUsername(username);
      if (!usernamePattern.test(name)) return refuse('invalid', 'sessions.badUsername');
      if (password.length < 8 || password.length > 128) return refuse('invalid', 'sessions.badPassword', { min: 8, max: 128 });
      const number = phone === undefined ? null : e164(phone);
      if (phone !== undefined && number === null) return refuse('invalid', 'sessions.badPhone');
      const account = freshId();
      const hash = await hashPassword(password);
      const client = await pool.connect();
      try {
        await client.query('begin');
        await client.query(`insert into account (id, username, label, email, phone, phone_verified) values ($1, $2, $2, $3, $4, $5)`, [
          account,
          name,
          `${account}@account.invalid`,
          number,
          number !== null,
        ]);
        await client.query(`insert into credential (id, account, provider, provider_account, password) values ($1, $2, 'credential', $3, $4)`, [
          freshId(),
          account,
          account,
          hash,
        ]);
        for (const one of memberships)
          await client.query('insert into membership (community, account, person) values ($1, $2, $3)', [one.community, account, one.person]);
        await client.query('commit');
        return ok({ account });
      } catch (error) {
        await client.query('rollback');
        if (error instanceof pg.DatabaseError && error.code === '23505') {
          if (error.table === 'membership') return refuse('conflict', 'sessions.personHasAccount');
          return refuse('conflict', error.constraint?.includes('phone') ? 'sessions.phoneTaken' : 'sessions.usernameTaken');
        }
        throw error;
      } finally {
        client.release();
      }
    },
    async hasSecondFactor(account) {
      const { rows } = await pool.query<{ on: boolean }>('select two_factor_enabled as "on" from account where id = $1', [account]);
      return rows[0]?.on ?? false;
    },
    async anyAccount() {
      return (await pool.query('select 1 from account limit 1')).rowCount === 1;
    },
    async alone(work) {
      const client = await pool.connect();
      try {
        await client.query(`select pg_advisory_lock(hashtext('banyan first run'))`);
        return await work();
      } finally {
        await client.query(`select pg_advisory_unlock(hashtext('banyan first run'))`);
        client.release();
      }
    },
    async sweep() {
      await pool.query('delete from session where expires_at < now()');
      await pool.query('delete from verification where expires_at < now()');
      await pool.query('delete from invitation where expires_at < now()');
      // Of a telephone that was invited and whose owner declined, or never came back.
      await pool.query(
        `delete from account a where created_at < now() - interval '1 day'
            and not exists (select from membership where account = a.id) and not exists (select from session where account = a.id)`,
      );
      await paced.sweep();
    },
    close: () => pool.end(),
  };
}

/** In three languages because nobody is signed in yet and so no language is known; short enough for one SMS. */
const codeMessage = (code: string): string => `Banyan ${code} 验证码，5分钟内有效。 Code valid 5 min. تەستىق كودى`;
