import { createHash } from 'node:crypto';
import type { At } from '../../platform/server/commands/handler.ts';
import type { Tx } from '../../platform/server/db/db.ts';
import { enqueue } from '../../platform/server/jobs/enqueue.ts';
import { capAlert } from './cap-file.server.ts';
import type { AlertReceived, OwnDelivery, ReceiveState } from './commands.ts';
import type { FeedChange, Standing } from './commands-feed.ts';
import type { SendState, Waiting } from './commands-notice.ts';
import { ownSender, type PublishState } from './commands-publish.ts';
import { placeOf, recipientsOf } from './directory.server.ts';
import type { AlertId, DeliveryId, Notice, NoticeChange, NoticeId, PlannedDelivery, SentNotice } from './notice.ts';
import type { Known } from './rules/supersede.ts';

const knownColumns = `id, sender, identifier, sent, msg_type as "msgType", refs as "references", superseded_by as "supersededBy"`;

/** Everything of the same sender that arrived within a month of it can be what it replaces, or replace it. */
export async function loadReceive(tx: Tx, { alertId, xml }: { alertId: AlertId; xml: string }): Promise<ReceiveState> {
  const place = await placeOf(tx);
  const read = capAlert(xml);
  if (!read.ok) return { read, place, known: [], here: false };
  const { sender, identifier, sent } = read.value;
  const known = await tx.rows<Known>(
    `select ${knownColumns} from warnings.alert
      where sender = $1 and sent_at between $2::timestamptz - interval '31 days' and $2::timestamptz + interval '31 days'
      order by sent_at, id limit 1000 for update`,
    [sender, instant(sent)],
  );
  const [taken] = await tx.rows('select 1 from warnings.alert where id = $1', [alertId]);
  const same = known.some((one) => one.identifier === identifier && one.sent === sent);
  return { read, place, known, here: taken !== undefined || same };
}

export async function loadPublish(tx: Tx, { alertId, replaces }: { alertId: AlertId; replaces: AlertId | null }): Promise<PublishState> {
  const place = await placeOf(tx);
  const [taken] = await tx.rows('select 1 from warnings.alert where id = $1', [alertId]);
  const [replaced] = replaces
    ? await tx.rows<Known>(`select ${knownColumns} from warnings.alert where id = $1 and origin = 'own' and sender = $2 for update`, [
        replaces,
        ownSender(place.code12),
      ])
    : [];
  return { here: taken !== undefined, place, replaced: replaced ?? null };
}

export async function applyAlert(tx: Tx, change: AlertReceived, at: At): Promise<void> {
  const { alert } = change;
  await tx.run(
    `insert into warnings.alert (id, identifier, sender, sent, sent_at, status, msg_type, refs, origin, feed, received_at, received_by, position,
       matched, colour, severity, response_level, hazard, onset_at, expires_at, superseded_by, body, raw_hash, version)
     values ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13,$14,$15,$16,$17,$18,$19,$20,$21,$22,$23,$24)`,
    [
      change.alertId,
      alert.identifier,
      alert.sender,
      alert.sent,
      instant(alert.sent),
      alert.status,
      alert.msgType,
      JSON.stringify(alert.references),
      change.origin,
      change.feedId,
      at.now.toISOString(),
      at.actor.kind === 'person' ? at.actor.person : null,
      at.position,
      JSON.stringify(change.matched),
      change.colour,
      change.severity,
      change.responseLevel,
      change.hazard,
      change.onsetAt,
      change.expiresAt,
      change.supersededBy,
      JSON.stringify(alert),
      createHash('sha256').update(change.xml).digest('hex'),
      at.version,
    ],
  );
  await tx.run('insert into warnings.alert_text (alert, xml) values ($1, $2)', [change.alertId, change.xml]);
  if (change.supersedes.length > 0)
    await tx.run('update warnings.alert set superseded_by = $1, version = $2 where id = any($3)', [change.alertId, at.version, change.supersedes]);
}

/** CAP's pattern also lets a comma stand where the sign of the offset belongs. */
const instant = (text: string): string => text.replace(',', '+');

export async function loadSend(tx: Tx, notice: Notice, { now }: { now: Date }): Promise<SendState> {
  const [taken] = await tx.rows('select 1 from warnings.notice where id = $1', [notice.id]);
  const [alert] = notice.alertId ? await tx.rows('select 1 from warnings.alert where id = $1', [notice.alertId]) : [true];
  return { exists: taken !== undefined, alertHere: alert !== undefined, recipients: await recipientsOf(tx, notice.audience, now) };
}

export async function loadDelivery(tx: Tx, { deliveryId }: { deliveryId: DeliveryId }): Promise<OwnDelivery> {
  const [row] = await tx.rows<{ id: DeliveryId; notice: NoticeId; person: never; acknowledged: boolean }>(
    'select id, notice, person, acknowledged_at is not null as acknowledged from warnings.delivery where id = $1 for update',
    [deliveryId],
  );
  return row ? { at: row.acknowledged ? 'acknowledged' : 'open', id: row.id, notice: row.notice, person: row.person } : { at: 'nowhere' };
}

export async function loadWaiting(tx: Tx, { noticeId }: { noticeId: NoticeId }): Promise<Waiting> {
  const rows = await tx.rows<{ key: string; tries: number }>(
    `select delivery || ' ' || channel as key, tries from warnings.attempt where notice = $1 and state = 'queued' order by delivery, channel limit 20000 for update`,
    [noticeId],
  );
  return new Map(rows.map(({ key, tries }) => [key, tries]));
}

export async function applyNotice(tx: Tx, change: NoticeChange, at: At): Promise<void> {
  switch (change.type) {
    case 'noticeSent':
      await insertNotice(tx, change.notice, change.sentAt, at);
      await insertDeliveries(tx, change.notice.id, change.deliveries, at);
      return;
    case 'noticeAcknowledged':
      await tx.run('update warnings.delivery set acknowledged_at = $2, version = $3 where id = $1', [change.deliveryId, change.at, at.version]);
      return;
    case 'deliveryTried':
      await tx.run('update warnings.attempt set state = $3, tries = $4, code = $5, next_at = $6 where delivery = $1 and channel = $2', [
        change.deliveryId,
        change.channel,
        change.state,
        change.tries,
        change.code,
        change.nextAt,
      ]);
      return;
    default:
      change satisfies never;
  }
}

const insertNotice = (tx: Tx, notice: SentNotice, sentAt: string, at: At) =>
  tx.run(
    `insert into warnings.notice (id, title, body, audience, sms, exercise, alert, incident, ack_within_min, sent_at, sent_by, position, version)
     values ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13)`,
    [
      notice.id,
      JSON.stringify(notice.title),
      JSON.stringify(notice.body),
      JSON.stringify(notice.audience),
      notice.sms,
      notice.exercise,
      notice.alertId,
      notice.incidentId,
      notice.ackWithinMin,
      sentAt,
      at.actor.kind === 'person' ? at.actor.person : null,
      at.position,
      at.version,
    ],
  );

/** Thousands of recipients in one statement each for deliveries and attempts; a job takes it from there if anything leaves the house. */
async function insertDeliveries(tx: Tx, noticeId: NoticeId, deliveries: readonly PlannedDelivery[], at: At): Promise<void> {
  const rows = deliveries.map(({ id, recipient }) => ({
    id,
    person: recipient.kind === 'person' ? recipient.person : null,
    position: recipient.kind === 'person' ? recipient.position : null,
    household: recipient.kind === 'household' ? recipient.household : null,
    grid: recipient.kind === 'household' ? recipient.grid : null,
    door: recipient.kind === 'household' ? recipient.door : null,
    endpoint: recipient.kind === 'endpoint' ? recipient.endpoint : null,
  }));
  await tx.run(
    `insert into warnings.delivery (id, notice, person, position, household, grid, door, endpoint, version)
     select r.id, $1, r.person, r.position, r.household, r.grid, r.door, r.endpoint, $2
       from jsonb_to_recordset($3) as r(id uuid, person uuid, position uuid, household uuid, grid uuid, door text, endpoint uuid)`,
    [noticeId, at.version, JSON.stringify(rows)],
  );
  const attempts = deliveries.flatMap(({ id, channels }) => channels.map((channel) => ({ delivery: id, channel })));
  if (attempts.length === 0) return;
  await tx.run(
    `insert into warnings.attempt (delivery, notice, channel, state, next_at)
     select r.delivery, $1, r.channel, 'queued', $2 from jsonb_to_recordset($3) as r(delivery uuid, channel text)`,
    [noticeId, at.now.toISOString(), JSON.stringify(attempts)],
  );
  await enqueue(tx, 'warnings.deliver', { notice: noticeId }, { key: noticeId });
}

export const loadFeed = async (tx: Tx, { feedId }: { feedId: string }): Promise<Standing> =>
  standing(await tx.rows('select ended_at as "endedAt" from warnings.feed where id = $1 for update', [feedId]));

export const loadEndpoint = async (tx: Tx, { endpointId }: { endpointId: string }): Promise<Standing> =>
  standing(await tx.rows('select ended_at as "endedAt" from warnings.endpoint where id = $1 for update', [endpointId]));

const standing = ([row]: { endedAt: string | null }[]): Standing => (row ? (row.endedAt === null ? 'standing' : 'ended') : 'nowhere');

export async function applyFeed(tx: Tx, change: FeedChange, at: At): Promise<void> {
  switch (change.type) {
    case 'feedAdded': {
      const { feed } = change;
      const [url, everyMin, tokenHash] = feed.kind === 'polled' ? [feed.url, feed.everyMin, null] : [null, null, feed.tokenHash];
      await tx.run('insert into warnings.feed (id, name, url, every_min, token_hash, version) values ($1,$2,$3,$4,$5,$6)', [
        feed.feedId,
        feed.name,
        url,
        everyMin,
        tokenHash,
        at.version,
      ]);
      if (feed.kind === 'polled') await enqueue(tx, 'warnings.poll', { feed: feed.feedId }, { key: feed.feedId });
      return;
    }
    case 'feedEnded':
      await tx.run('update warnings.feed set ended_at = $2, version = $3 where id = $1', [change.feedId, change.on, at.version]);
      return;
    case 'endpointAdded': {
      const { endpointId, name, channel, address } = change.endpoint;
      await tx.run('insert into warnings.endpoint (id, name, channel, address, version) values ($1,$2,$3,$4,$5)', [
        endpointId,
        name,
        channel,
        address,
        at.version,
      ]);
      return;
    }
    case 'endpointEnded':
      await tx.run('update warnings.endpoint set ended_at = $2, version = $3 where id = $1', [change.endpointId, change.on, at.version]);
      return;
    default:
      change satisfies never;
  }
}
