import type { Tx } from '../../platform/server/db/db.ts';
import { type Answer, answer } from '../../platform/server/queries/answer.ts';
import {
  type AlertRow,
  alert,
  alerts,
  type DeliveryRow,
  deliveries,
  endpointList,
  feedList,
  type MyNotice,
  myNotices,
  type NoticeRow,
  notices,
} from './queries.ts';
import { lifeOf } from './rules/reading.ts';

type Stored = Omit<AlertRow, 'life'>;

const alertColumns = `id, origin, received_at as "receivedAt", matched, colour, severity, response_level as "responseLevel", hazard,
  onset_at as "onsetAt", expires_at as "expiresAt", superseded_by as "supersededBy", body as alert`;

const living = <R extends Stored>(row: R, now: Date): R & Pick<AlertRow, 'life'> => ({ ...row, life: lifeOf(row.alert, row.supersededBy, now) });

/**
 * Alerts that concern this community and are neither replaced nor mere messages, the newest first; also those whose time ran out
 * within `lateHours` after they were received. For plans that may answer them.
 */
export async function openAlerts(tx: Tx, now: Date, lateHours: number): Promise<AlertRow[]> {
  const rows = await tx.rows<Stored>(
    `select ${alertColumns} from warnings.alert
      where superseded_by is null and matched <> '[]'::jsonb and msg_type in ('Alert', 'Update') and status in ('Actual', 'Exercise')
        and (expires_at > $1 or received_at > $1::timestamptz - make_interval(hours => $2))
      order by received_at desc, id limit 100`,
    [now.toISOString(), lateHours],
  );
  return rows.map((row) => living(row, now));
}

/** Where each delivery of a notice stands, in SQL: the same rule as `deliveryState`, tested against it. */
const stateSql = `case
    when d.acknowledged_at is not null then 'acknowledged'
    when n.exercise and d.person is null then 'held'
    when a.sent and (d.person is null or not l.late) then 'sent'
    when (d.person is not null or a.queued) and not l.late then 'waiting'
    else 'notReached' end`;
/** $1: now. */
const stateFrom = `warnings.notice n
    join warnings.delivery d on d.notice = n.id
    cross join lateral (select $1::timestamptz > n.sent_at + make_interval(mins => n.ack_within_min) as late) l
    cross join lateral (
      select coalesce(bool_or(state = 'sent'), false) as sent, coalesce(bool_or(state = 'queued'), false) as queued,
             coalesce(jsonb_agg(jsonb_build_object('channel', channel, 'state', state, 'tries', tries, 'code', code) order by channel), '[]') as list
        from warnings.attempt where delivery = d.id) a`;

export const answers: Answer[] = [
  answer(alerts, async (tx, { show, limit }, { now }) => {
    const rows = await tx.rows<Stored>(
      `select ${alertColumns} from warnings.alert
        where $1 = 'all' or (superseded_by is null and expires_at > $2)
        order by received_at desc, id limit $3`,
      [show, now.toISOString(), limit],
    );
    const withLife = rows.map((row) => living(row, now));
    return show === 'all' ? withLife : withLife.filter(({ life }) => life === 'current' || life === 'coming');
  }),
  answer(alert, async (tx, { id }, { now }) => {
    const rows = await tx.rows<Stored & { xml: string; rawHash: string; replaced: { id: string; identifier: string; sent: string }[] }>(
      `select ${alertColumns}, raw_hash as "rawHash",
              (select xml from warnings.alert_text where alert = a.id) as xml,
              (select coalesce(jsonb_agg(jsonb_build_object('id', o.id, 'identifier', o.identifier, 'sent', o.sent) order by o.sent_at), '[]')
                 from warnings.alert o where o.superseded_by = a.id) as replaced
         from warnings.alert a where id = $1`,
      [id],
    );
    return rows.map((row) => living(row, now));
  }),
  answer(notices, (tx, { limit }, { now }) =>
    tx.rows<NoticeRow>(
      `select n.id, n.title, n.body, n.audience, n.exercise, n.sms, n.alert as "alertId", n.incident as "incidentId",
              n.ack_within_min as "ackWithinMin", n.sent_at as "sentAt", n.sent_by as "sentBy",
              count(*) filter (where s.state = 'acknowledged') as acknowledged, count(*) filter (where s.state = 'sent') as sent,
              count(*) filter (where s.state = 'waiting') as waiting, count(*) filter (where s.state = 'notReached') as "notReached",
              count(*) filter (where s.state = 'held') as held
         from (select id from warnings.notice order by sent_at desc, id limit $2) newest
         join warnings.notice n on n.id = newest.id
         left join (select n.id as notice, ${stateSql} as state from ${stateFrom}) s on s.notice = n.id
        group by n.community, n.id
        order by n.sent_at desc, n.id`,
      [now.toISOString(), limit],
    ),
  ),
  answer(deliveries, (tx, { id, state, limit }, { now, allowance }) =>
    tx.rows<DeliveryRow>(
      `select * from (
         select d.id, d.person, d.position, d.household, d.door, d.grid, e.name as endpoint, ${stateSql} as state,
                d.acknowledged_at as "acknowledgedAt", a.list as attempts
           from ${stateFrom} left join warnings.endpoint e on e.id = d.endpoint
          where n.id = $2 and (d.household is null or $3::uuid[] is null or d.grid = any($3::uuid[]))) rows
        where $4::text is null or state = $4
        order by array_position(array['notReached', 'waiting', 'sent', 'held', 'acknowledged'], state), door, id
        limit $5`,
      [now.toISOString(), id, allowance.grids, state, limit],
    ),
  ),
  answer(myNotices, (tx, _args, { actor }) =>
    actor.kind === 'person'
      ? tx.rows<MyNotice>(
          `select d.id, n.id as "noticeId", n.title, n.body, n.exercise, n.alert as "alertId", n.incident as "incidentId", n.sent_at as "sentAt",
                  d.acknowledged_at as "acknowledgedAt"
             from warnings.delivery d join warnings.notice n on n.id = d.notice
            where d.person = $1
            order by d.acknowledged_at is not null, n.sent_at desc, d.id limit 100`,
          [actor.person],
        )
      : Promise.resolve([]),
  ),
  answer(feedList, (tx) =>
    tx.rows(
      `select f.id, f.name, case when f.url is null then 'pushed' else 'polled' end as kind, f.url, f.every_min as "everyMin",
              l.looked_at as "lookedAt", l.ok_at as "okAt", l.problem
         from warnings.feed f left join warnings.feed_look l on l.feed = f.id
        where f.ended_at is null order by f.name, f.id limit 100`,
      [],
    ),
  ),
  answer(endpointList, (tx) =>
    tx.rows('select id, name, channel, address from warnings.endpoint where ended_at is null order by name, id limit 200', []),
  ),
];
