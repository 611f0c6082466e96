/** The oldest version of the app that may take up new work on an installation, and from when (ISO 8601 UTC). */
export interface MinimumApp {
  readonly version: string;
  readonly from: string;
}

/** Where an app stands: current; to be updated soon, and by when; or so old that nothing new may be begun with it. */
export type AppAge = { readonly is: 'current' } | { readonly is: 'ageing'; readonly from: string } | { readonly is: 'outdated' };

/**
 * Compares versions `major.minor.patch` by their numbers. What waits in an outbox is sent whatever the answer: it only says whether new
 * work may be taken up.
 * @param minimum null: every version may
 */
export function ageOf(version: string, minimum: MinimumApp | null, now: Date): AppAge {
  if (minimum === null || !isOlder(version, minimum.version)) return { is: 'current' };
  return now.toISOString() < minimum.from ? { is: 'ageing', from: minimum.from } : { is: 'outdated' };
}

function isOlder(version: string, than: string): boolean {
  const [left, right] = [version, than].map((text) => text.split('.').map(Number));
  const place = [0, 1, 2].find((i) => left?.[i] !== right?.[i]);
  return place !== undefined && (left?.[place] ?? 0) < (right?.[place] ?? 0);
}
