import { z } from 'zod';
import { query } from '../../kernel/query.ts';
import { personId, positionId } from './model.ts';

/** One time that somebody acts for the holder of a post. */
export const CoverRow = z.object({
  id: z.string(),
  positionId,
  organisation: z.string(),
  title: z.string(),
  holderId: personId,
  holder: z.string(),
  personId,
  person: z.string(),
  since: z.string(),
  until: z.string(),
  /** Has it begun, by the server's clock? */
  runs: z.boolean(),
  note: z.string(),
});
export type CoverRow = z.infer<typeof CoverRow>;

/** Who acts for whom now and later, by date; with `positionId`, for one post. */
export const covers = query({
  name: 'community.covers',
  duty: 'community.read',
  args: z.object({ positionId: positionId.optional() }),
  row: CoverRow,
});
