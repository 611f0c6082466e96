import { type Reaction, reaction } from '../../platform/server/commands/handler.ts';
import type { IncidentChange } from '../response/index.ts';
import { keepActivation, keepClosing } from './store.server.ts';

type Change<T extends IncidentChange['type']> = Extract<IncidentChange, { type: T }>;

/** When an incident opens or closes, readiness remembers which plan was started for which alert: that plan is no longer proposed for it. */
export const reactions: Reaction[] = [
  reaction<Change<'incidentOpened'>>('incidentOpened', (tx, { incident }) => keepActivation(tx, incident)),
  reaction<Change<'incidentClosed'>>('incidentClosed', (tx, { incidentId }, at) => keepClosing(tx, incidentId, at.now)),
];
