import { createHash, randomBytes, randomInt } from 'node:crypto';
import { hashPassword } from 'better-auth/crypto';
import type pg from 'pg';
import type { CommunityId, PersonId } from '../../../kernel/ids.ts';
import { ok, type Result, refuse } from '../../../kernel/result.ts';
import { freshId, normalUsername, usernamePattern } from './auth.ts';
import type { Membership } from './sessions.ts';

/** How long an invitation waits, in days. */
export const invitationDays = 7;

/** How the invited person shows that they are meant: by a one-time code, or by a code that is sent to this telephone (E.164). */
export type InvitedBy = { readonly by: 'code' } | { readonly by: 'phone'; readonly phone: string };

export interface Invited extends Membership {
  /** Of the account that the code will renew; null: a new one will be made. */
  readonly username: string | null;
}

/** Ways in that a community gives to its people, and takes away. Nothing here tells or touches what an account is in other communities. */
export interface Invitations {
  /** @returns the one-time code, to be shown once; null for a telephone. Whatever was offered to this person before no longer works. */
  invite(who: Membership, by: InvitedBy): Promise<{ readonly code: string | null }>;
  /** Ends what this person may do here: signs them out, forgets invitations, and the account too when it belongs nowhere else. */
  end(who: Membership): Promise<void>;
  /** Who a code is for; null for one that is used, expired or was never given. */
  behind(code: string): Promise<Invited | null>;
  /**
   * Uses a code up: the person gets their own password, and a user name that begins as they wish. Their account is renewed (other sessions,
   * second factor and telephone go, for only the code was proved) if it is theirs in this community alone; otherwise it is left as it is and a new one takes its place here.
   */
  enter(code: string, wish: { username: string; password: string }): Promise<Result<Membership & { username: string }>>;
  /** This session has just proved the number: invitations for it may be accepted there. */
  proved(phone: string, session: string): Promise<void>;
  /** What the holder of this session may accept. */
  waiting(session: string): Promise<readonly Membership[]>;
  /** The owner's consent, or refusal. @returns who they are there now; null when declined */
  answer(session: string, account: string, community: string, accept: boolean): Promise<Result<Membership | null>>;
  /** An account that only a telephone opens, if the number is invited; does nothing otherwise. */
  openTo(phone: string): Promise<boolean>;
}

// Crockford's base 32: no letter that is taken for a digit.
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const codeLength = 16;
const newCode = (): string => [...randomBytes(codeLength)].map((byte) => alphabet[byte & 31]).join('');
/** As people type it: any case, any gaps, O for 0, I or L for 1. */
const digest = (code: string): Buffer => {
  const plain = code
    .normalize('NFKC')
    .toUpperCase()
    .replaceAll(/[^A-Z0-9]/g, '')
    .replaceAll('O', '0')
    .replaceAll(/[IL]/g, '1');
  return createHash('sha256').update(plain).digest();
};
const inFours = (code: string): string => code.match(/.{4}/g)?.join('-') ?? code;

/** A name that begins as wished. The digits are always added: a name of one's own choice would tell which names others have. */
const namePattern = /^.{2,30}$/u;
const numbered = (wish: string): string => `${wish}${randomInt(1000, 10_000)}`;

export function invitations(pool: pg.Pool, forget: (account: string) => void): Invitations {
  async function inTransaction<T>(work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
    const client = await pool.connect();
    try {
      await client.query('begin');
      const done = await work(client);
      await client.query('commit');
      return done;
    } catch (error) {
      await client.query('rollback');
      throw error;
    } finally {
      client.release();
    }
  }
  const newAccount = async (client: pg.PoolClient | pg.Pool, { username, phone }: { username: string | null; phone: string | null }) => {
    const id = freshId();
    const made = await client.query(
      'insert into account (id, username, label, email, phone) values ($1, $2, $3, $4, $5) on conflict do nothing returning id',
      [id, username, username ?? 'phone', `${id}@account.invalid`, phone],
    );
    return made.rowCount ? id : null;
  };
  /** Takes this person's place here away from the account that has it; the account goes too when it has no other. */
  const leave = async (client: pg.PoolClient, { community, person }: Membership): Promise<string | null> => {
    const { rows } = await client.query<{ account: string }>('delete from membership where community = $1 and person = $2 returning account', [
      community,
      person,
    ]);
    const account = rows[0]?.account ?? null;
    if (account) await client.query('delete from account a where id = $1 and not exists (select from membership where account = a.id)', [account]);
    return account;
  };

  return {
    async invite({ community, person }, invited) {
      const code = invited.by === 'code' ? newCode() : null;
      await pool.query(
        `insert into invitation (community, person, code_hash, phone, expires_at) values ($1, $2, $3, $4, now() + make_interval(days => $5))
         on conflict (community, person) do update
           set code_hash = excluded.code_hash, phone = excluded.phone, session = null, expires_at = excluded.expires_at`,
        [community, person, code && digest(code), invited.by === 'phone' ? invited.phone : null, invitationDays],
      );
      return { code: code && inFours(code) };
    },
    async end(who) {
      const account = await inTransaction(async (client) => {
        await client.query('delete from invitation where community = $1 and person = $2', [who.community, who.person]);
        return leave(client, who);
      });
      if (account) forget(account);
    },
    async behind(code) {
      const { rows } = await pool.query<Invited>(
        `select i.community, i.person, a.username
           from invitation i
           left join membership m on m.community = i.community and m.person = i.person
                and not exists (select from membership o where o.account = m.account and o.community <> m.community)
           left join account a on a.id = m.account
          where i.code_hash = $1 and i.expires_at > now()`,
        [digest(code)],
      );
      return rows[0] ?? null;
    },
    async enter(code, { username, password }) {
      const wish = normalUsername(username);
      if (password.length < 8 || password.length > 128) return refuse('invalid', 'sessions.badPassword', { min: 8, max: 128 });
      const hash = await hashPassword(password);
      const entered = await inTransaction(async (client): Promise<Result<Membership & { username: string; touched: readonly string[] }>> => {
        const { rows } = await client.query<Membership>(
          'select community, person from invitation where code_hash = $1 and expires_at > now() for update',
          [digest(code)],
        );
        const [who] = rows;
        if (!who) return refuse('missing', 'sessions.codeGone');
        const { rows: held } = await client.query<{ account: string; username: string | null }>(
          `select a.id as account, a.username from account a join membership m on m.account = a.id where m.community = $1 and m.person = $2 for update of a`,
          [who.community, who.person],
        );
        const [own] = held;
        const elsewhere =
          own && (await client.query('select from membership where account = $1 and community <> $2', [own.account, who.community])).rowCount;
        const renewed = own && !elsewhere ? own : null;
        const named = renewed?.username ?? (await freeName(client, wish));
        if (!named) return refuse('invalid', 'sessions.badUsername');
        let account = renewed?.account ?? null;
        if (account) {
          await client.query(
            'update account set username = $2, phone = null, phone_verified = false, two_factor_enabled = false, updated_at = now() where id = $1',
            [account, named],
          );
          for (const table of ['session', 'credential', 'two_factor']) await client.query(`delete from ${table} where account = $1`, [account]);
        } else {
          if (own) await leave(client, who);
          account = await newAccount(client, { username: named, phone: null });
          if (!account) throw new Error('a user name that was free a moment ago is taken');
          await client.query('insert into membership (community, account, person) values ($1, $2, $3)', [who.community, account, who.person]);
        }
        await client.query(`insert into credential (id, account, provider, provider_account, password) values ($1, $2, 'credential', $3, $4)`, [
          freshId(),
          account,
          account,
          hash,
        ]);
        await client.query('delete from invitation where community = $1 and person = $2', [who.community, who.person]);
        return ok({ ...who, username: named, touched: own ? [own.account, account] : [account] });
      });
      if (!entered.ok) return entered;
      const { touched, ...rest } = entered.value;
      touched.forEach(forget);
      return ok(rest);
    },
    async proved(phone, session) {
      await pool.query('update invitation set session = $2 where phone = $1 and expires_at > now()', [phone, session]);
    },
    async waiting(session) {
      const { rows } = await pool.query<Membership>('select community, person from invitation where session = $1 and expires_at > now()', [session]);
      return rows;
    },
    async answer(session, account, community, accept) {
      const answered = await inTransaction(async (client): Promise<Result<Membership | null> & { left?: string | null }> => {
        await client.query('select from account where id = $1 for update', [account]);
        const { rows } = await client.query<{ person: PersonId }>(
          'delete from invitation where session = $1 and community = $2 and expires_at > now() returning person',
          [session, community],
        );
        const [invited] = rows;
        if (!invited) return refuse('missing', 'sessions.codeGone');
        if (!accept) return ok(null);
        const who = { community: community as CommunityId, person: invited.person };
        const { rows: here } = await client.query<{ person: string }>('select person from membership where account = $1 and community = $2', [
          account,
          community,
        ]);
        if (here[0]?.person === who.person) return ok(who);
        // Two people who share a telephone: the second one needs a code.
        if (here[0]) return refuse('conflict', 'sessions.alreadyHere');
        const left = await leave(client, who);
        await client.query('insert into membership (community, account, person) values ($1, $2, $3)', [community, account, who.person]);
        return { ...ok(who), left };
      });
      forget(account);
      if (answered.left) forget(answered.left);
      return answered;
    },
    async openTo(phone) {
      const invited = await pool.query('select from invitation where phone = $1 and expires_at > now() limit 1', [phone]);
      return invited.rowCount ? (await newAccount(pool, { username: null, phone })) !== null : false;
    },
  };
}

/** @returns null when the wish is no name */
async function freeName(client: pg.PoolClient, wish: string): Promise<string | null> {
  if (!namePattern.test(wish) || !usernamePattern.test(wish)) return null;
  for (;;) {
    const name = numbered(wish);
    if ((await client.query('select from account where username = $1', [name])).rowCount === 0) return name;
  }
}
