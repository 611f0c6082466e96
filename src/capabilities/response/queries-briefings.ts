import { z } from 'zod';
import { query } from '../../kernel/query.ts';
import { BriefingStep, incidentId, TaskStep } from './model.ts';

export const BriefingRow = z.object({
  id: z.string(),
  title: z.string(),
  startsAt: z.string(),
  place: z.string(),
  link: z.string().nullable(),
  state: BriefingStep,
  reason: z.string().nullable(),
  heldAt: z.string().nullable(),
  /** Posts by organisation; `present` null: not held yet. */
  guests: z.array(
    z.object({
      position: z.string(),
      organisation: z.string(),
      organisationName: z.string(),
      title: z.string(),
      name: z.string().nullable(),
      invited: z.boolean(),
      present: z.boolean().nullable(),
    }),
  ),
  decisions: z.array(
    z.object({
      id: z.string(),
      text: z.string(),
      organisationName: z.string(),
      title: z.string().nullable(),
      dueAt: z.string(),
      task: z.string().nullable(),
      /** Of the task it became; null: it became none. */
      taskState: TaskStep.nullable(),
    }),
  ),
});
export type BriefingRow = z.infer<typeof BriefingRow>;

/** Briefings of an incident, the latest first, with who came and what was decided. */
export const briefings = query({ name: 'response.briefings', duty: 'community.read', args: z.object({ incidentId }), row: BriefingRow });
