import { z } from 'zod';
import { query } from '../../kernel/query.ts';
import { HandoverStep, incidentId, Urgency, Words } from './model.ts';

const instant = z.string();

/** A hand-over as every screen shows it: who asked whom, for what, until when, and what came of it. */
export const HandoverRow = z.object({
  id: z.string(),
  incident: z.string().nullable(),
  exercise: z.boolean(),
  task: z.string().nullable(),
  request: z.string().nullable(),
  kind: z.string(),
  title: Words,
  urgency: Urgency,
  door: z.string().nullable(),
  note: z.string(),
  state: HandoverStep,
  fromOrganisation: z.string(),
  fromPosition: z.string(),
  toOrganisation: z.string(),
  offeredBy: z.string(),
  offeredAt: instant,
  dueAt: instant,
  answeredAt: instant.nullable(),
  reason: z.string().nullable(),
  escalatedAt: instant.nullable(),
  escalatedOrganisation: z.string().nullable(),
  escalatedPosition: z.string().nullable(),
});
export type HandoverRow = z.infer<typeof HandoverRow>;

/** Hand-overs of an incident, or of all; those that wait first, the longest overdue on top. `live`: only those. */
export const handovers = query({
  name: 'response.handovers',
  duty: 'community.read',
  args: z.object({ incidentId: incidentId.nullable().default(null), live: z.boolean().default(false) }),
  row: HandoverRow,
});
