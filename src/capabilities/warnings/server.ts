import { type Handler, handler } from '../../platform/server/commands/handler.ts';
import type { Job } from '../../platform/server/jobs/jobs.ts';
import type { Feed } from '../../platform/server/queries/pull.ts';
import { acknowledge, receiveAlert } from './commands.ts';
import { addEndpoint, addFeed, endEndpoint, endFeed } from './commands-feed.ts';
import { recordDeliveries, sendNotice } from './commands-notice.ts';
import { publishAlert } from './commands-publish.ts';
import { deliver } from './deliver.server.ts';
import { poll } from './poll.server.ts';
import {
  applyAlert,
  applyFeed,
  applyNotice,
  loadDelivery,
  loadEndpoint,
  loadFeed,
  loadPublish,
  loadReceive,
  loadSend,
  loadWaiting,
} from './store.server.ts';

export { type CapReading, readCapFile } from './cap-file.server.ts';
export { answers, openAlerts } from './queries.server.ts';
export { reactions } from './reactions.server.ts';
export { routes } from './routes.server.ts';

const alertConstraints = { alert_once: 'warnings.alertKnown', alert_pkey: 'warnings.alertKnown' } as const;

export const handlers: Handler[] = [
  handler(receiveAlert, {
    load: loadReceive,
    apply: applyAlert,
    constraints: alertConstraints,
    note: (_, { alertId }, [change]) => ({
      entity: alertId,
      params: {
        colour: change?.colour ?? 'none',
        hazard: change?.hazard ?? 'other',
        msgType: change?.alert.msgType ?? 'Alert',
        matched: change?.matched.length ?? 0,
      },
    }),
  }),
  handler(publishAlert, {
    load: loadPublish,
    apply: applyAlert,
    constraints: alertConstraints,
    note: (_, { alertId, msgType }, [change]) => ({ entity: alertId, params: { msgType, hazard: change?.hazard ?? 'other' } }),
  }),
  handler(sendNotice, {
    load: loadSend,
    apply: applyNotice,
    constraints: { notice_pkey: 'warnings.noticeTwice' },
    note: ({ recipients }, { id, incidentId }) => ({ entity: id, incident: incidentId ?? undefined, params: { recipients: recipients.length } }),
  }),
  handler(recordDeliveries, {
    load: loadWaiting,
    apply: applyNotice,
    note: (_, { noticeId, results }) => ({ entity: noticeId, params: { results: results.length } }),
  }),
  handler(acknowledge, {
    load: loadDelivery,
    apply: applyNotice,
    keys: ({ deliveryId }) => [`delivery:${deliveryId}`],
    note: (_, { deliveryId }) => ({ entity: deliveryId }),
  }),
  handler(addFeed, {
    load: loadFeed,
    apply: applyFeed,
    constraints: { feed_pkey: 'warnings.feedTwice' },
    note: (_, { feedId }) => ({ entity: feedId }),
  }),
  handler(endFeed, { load: loadFeed, apply: applyFeed, note: (_, { feedId }) => ({ entity: feedId }) }),
  handler(addEndpoint, {
    load: loadEndpoint,
    apply: applyFeed,
    constraints: { endpoint_pkey: 'warnings.endpointTwice' },
    note: (_, { endpointId }) => ({ entity: endpointId }),
  }),
  handler(endEndpoint, { load: loadEndpoint, apply: applyFeed, note: (_, { endpointId }) => ({ entity: endpointId }) }),
];

export const jobs: Job[] = [deliver, poll];

export const feeds: Feed[] = [
  {
    entity: 'warnings.alert',
    sql: `select id, version, scope, identifier, sender, sent, status, msg_type as "msgType", origin, received_at as "receivedAt", matched, colour, severity,
                 response_level as "responseLevel", hazard, onset_at as "onsetAt", expires_at as "expiresAt", superseded_by as "supersededBy", body as alert
            from warnings.alert where scope = any($1) and version > $2 order by version limit $3`,
  },
  {
    entity: 'warnings.delivery',
    sql: `select d.id, d.version, d.scope, d.notice as "noticeId", n.title, n.body, n.exercise, n.alert as "alertId", n.incident as "incidentId",
                 n.sent_at as "sentAt", d.acknowledged_at as "acknowledgedAt"
            from warnings.delivery d join warnings.notice n on n.id = d.notice
           where d.scope = any($1) and d.version > $2 order by d.version limit $3`,
  },
];
