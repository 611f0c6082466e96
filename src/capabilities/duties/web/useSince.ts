import { useState } from 'react';

const dayMs = 86_400_000;

/** So many days before the page was opened, from the beginning of the day (UTC), so that the same question is asked until midnight. */
export function useSince(days: number): string {
  const [openedAt] = useState(() => Date.now());
  return new Date(Math.floor(openedAt / dayMs - days) * dayMs).toISOString();
}
