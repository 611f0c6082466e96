/** What days of cover are worked out from. */
export interface CoverFacts {
  /** Units that may still be used: the balance without lots past their last day. */
  readonly balance: number;
  readonly expired: number;
  readonly heads: number;
  readonly dailyPerHead: number | null;
  readonly minPerHead: number | null;
  /** Units issued per day, mean of the last 30 days. */
  readonly issuedDaily: number;
}

/**
 * How many days the usable stock lasts. By plan: usable ÷ (daily use per head × residents), where the community set a daily use; otherwise by
 * use: usable ÷ mean issued per day of the last 30 days, where anything was issued. Null when neither is known: no norm is assumed.
 */
export function coverOf({ balance, expired, heads, dailyPerHead, issuedDaily }: CoverFacts): {
  readonly days: number | null;
  readonly by: 'plan' | 'use';
} {
  const usable = Math.max(0, balance - expired);
  if (dailyPerHead !== null && dailyPerHead > 0 && heads > 0) return { days: usable / (dailyPerHead * heads), by: 'plan' };
  return { days: issuedDaily > 0 ? usable / issuedDaily : null, by: 'use' };
}

/** Units missing to the least amount the community set per resident, rounded up; 0: enough; null: nothing was set. */
export function shortfallOf({ balance, expired, heads, minPerHead }: CoverFacts): number | null {
  if (minPerHead === null) return null;
  // Rounded to the tables' four decimals first: 0.1 × 3 must not ask for a fourth of nothing more.
  return Math.max(0, Math.ceil(Math.round(minPerHead * heads * 10_000) / 10_000 - Math.max(0, balance - expired)));
}
