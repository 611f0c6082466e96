import type { Tx } from '../../platform/server/db/db.ts';

/** Does an incident or an exercise run in the community of this transaction? */
export const incidentRuns = async (tx: Tx): Promise<boolean> =>
  (await tx.rows('select 1 from response.incident where closed_at is null limit 1', [])).length > 0;
