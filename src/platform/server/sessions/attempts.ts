import { createHmac } from 'node:crypto';
import type pg from 'pg';

/** How soon one may try again. */
export interface Pace {
  /** Tries that cost nothing. */
  readonly free: number;
  /** Wait after the first try beyond those, in seconds; doubles with each further one. */
  readonly firstWaitS: number;
  readonly longestWaitS: number;
  /** After this quiet time the count starts anew, in seconds. */
  readonly forgetS: number;
}

/** Five tries, then 5 s, 10 s, 20 s … up to a quarter of an hour. */
export const passwordPace: Pace = { free: 5, firstWaitS: 5, longestWaitS: 900, forgetS: 3600 };
/** A code by SMS: one now, the next after a minute, then two, four … (each costs money and wakes a phone). */
export const smsPace: Pace = { free: 1, firstWaitS: 60, longestWaitS: 1800, forgetS: 7200 };

export interface Attempts {
  /**
   * Counts one try before it is made, so that a thousand at once do not slip through together.
   * @returns seconds to wait when it may not be made now, else 0
   */
  take(kind: string, subject: string, pace: Pace): Promise<number>;
  /** It succeeded: forget the count. */
  clear(kind: string, subject: string): Promise<void>;
  /** Removes counts nobody needs any more. */
  sweep(): Promise<void>;
}

export function attempts(pool: pg.Pool, secret: string): Attempts {
  const keyOf = (kind: string, subject: string) => createHmac('sha256', secret).update(`${kind}:${subject}`).digest();
  return {
    async take(kind, subject, pace) {
      const key = keyOf(kind, subject);
      const taken = await pool.query(
        `insert into sessions.attempt as a (key, count, last_at, locked_until)
         values ($1, 1, now(), case when $2::int <= 1 then now() + make_interval(secs => $3::float) end)
         on conflict (key) do update set
           count = case when a.last_at < now() - make_interval(secs => $5::float) then 1 else a.count + 1 end,
           last_at = now(),
           locked_until = case
             when a.last_at < now() - make_interval(secs => $5::float) or a.count + 1 < $2 then
               case when $2::int <= 1 then now() + make_interval(secs => $3::float) end
             else now() + make_interval(secs => least($4::float, $3::float * power(2, least(a.count + 1 - $2, 30))))
           end
         where a.locked_until is null or a.locked_until <= now()
         returning key`,
        [key, pace.free, pace.firstWaitS, pace.longestWaitS, pace.forgetS],
      );
      if (taken.rowCount) return 0;
      const { rows } = await pool.query<{ wait: number }>(
        'select ceil(extract(epoch from locked_until - now()))::int as wait from sessions.attempt where key = $1',
        [key],
      );
      return Math.max(1, rows[0]?.wait ?? 1);
    },
    async clear(kind, subject) {
      await pool.query('delete from sessions.attempt where key = $1', [keyOf(kind, subject)]);
    },
    async sweep() {
      await pool.query(`delete from sessions.attempt where last_at < now() - interval '1 day'`);
    },
  };
}
