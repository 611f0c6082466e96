import { z } from 'zod';
import { query } from '../../kernel/query.ts';
import { StandingRow } from '../community/index.ts';
import { everyPostHolds } from './catalogue.ts';

/** Where each organisation stands, with the duties that rest on its mandate: those that it carries, and those that it does not. */
export const standings = query({
  name: 'duties.standings',
  duty: everyPostHolds,
  args: z.object({}),
  row: StandingRow.extend({
    /** Duties that it does or answers for now. */
    holds: z.number(),
    /** Duties that are given to it and count for nothing, since no mandate in force carries them. */
    lost: z.number(),
  }),
});
export type MandateStandingRow = z.infer<typeof standings.row>;
