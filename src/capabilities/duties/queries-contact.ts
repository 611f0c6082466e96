import { z } from 'zod';
import { query } from '../../kernel/query.ts';
import { contactTestId } from './commands-contact.ts';

const Measures = z.object({
  posts: z.number().int(),
  reached: z.number().int(),
  unreachable: z.array(z.string()),
  share: z.number().nullable(),
  medianMin: z.number().nullable(),
  p90Min: z.number().nullable(),
});

export const ContactTestRow = z.object({
  id: z.string(),
  title: z.string(),
  exercise: z.boolean(),
  withinMin: z.number().int(),
  startedAt: z.string(),
  closedAt: z.string().nullable(),
  measures: Measures,
});
export type ContactTestRow = z.infer<typeof ContactTestRow>;

/** Contact tests with what each found, the one that runs first. */
export const contactTests = query({ name: 'duties.contactTests', duty: 'community.read', args: z.object({}), row: ContactTestRow });

export const ContactCallRow = z.object({
  positionId: z.string(),
  organisationId: z.string(),
  organisation: z.string(),
  title: z.string(),
  place: z.number().int(),
  personId: z.string().nullable(),
  name: z.string().nullable(),
  phone: z.string(),
  outcome: z.enum(['reached', 'notReached', 'wrongNumber']).nullable(),
  at: z.string().nullable(),
  byPhone: z.boolean().nullable(),
  /** May be rung now: everybody before in the same post could not be reached. */
  next: z.boolean(),
});
export type ContactCallRow = z.infer<typeof ContactCallRow>;

/** The phone tree of one test, in the order in which it is rung. */
export const contactCalls = query({
  name: 'duties.contactCalls',
  duty: 'community.read',
  args: z.object({ testId: contactTestId }),
  row: ContactCallRow,
});
