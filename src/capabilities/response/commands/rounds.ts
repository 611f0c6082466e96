import { z } from 'zod';
import { command } from '../../../kernel/command.ts';
import type { IncidentId } from '../../../kernel/ids.ts';
import { ok, refuse } from '../../../kernel/result.ts';
import type { VisitChange } from '../changes.ts';
import { incidentId, roundId } from '../model.ts';
import type { IncidentState } from './incidents.ts';

const OpenRound = z.object({
  roundId,
  incidentId,
  title: z.string().trim().min(1).max(120),
  audience: z.enum(['residents', 'vulnerable']).default('residents'),
});
type OpenRound = z.infer<typeof OpenRound>;

/** Sends people from door to door once more. The list of doors is fixed at this moment. */
export const openRound = command<OpenRound, { readonly incident: IncidentState; readonly taken: boolean }, VisitChange>({
  name: 'response.openRound',
  ver: 1,
  payload: OpenRound,
  duty: 'response.command',
  urgency: 'desk',
  offline: false,
  decide({ incident, taken }, p, { now }) {
    if (incident.at === 'nowhere') return refuse('missing', 'response.incidentGone');
    if (incident.at === 'closed') return refuse('conflict', 'response.incidentClosed');
    if (taken) return refuse('conflict', 'response.roundExists');
    return ok([
      {
        type: 'roundOpened',
        round: { id: p.roundId, incident: p.incidentId, title: p.title, audience: p.audience, openedAt: now.toISOString(), dueAt: null },
      },
    ]);
  },
});

const CloseRound = z.object({ roundId });
type CloseRound = z.infer<typeof CloseRound>;

export type RoundState = { readonly at: 'nowhere' } | { readonly at: 'closed' } | { readonly at: 'open'; readonly incident: IncidentId };

/** Ends a round; doors that were not reached stay on record as such. */
export const closeRound = command<CloseRound, RoundState, VisitChange>({
  name: 'response.closeRound',
  ver: 1,
  payload: CloseRound,
  duty: 'response.command',
  urgency: 'desk',
  offline: false,
  decide(state, p) {
    if (state.at === 'nowhere') return refuse('missing', 'response.roundGone');
    if (state.at === 'closed') return refuse('conflict', 'response.roundClosed');
    return ok([{ type: 'roundClosed', roundId: p.roundId }]);
  },
});
