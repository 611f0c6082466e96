import { randomFillSync } from 'node:crypto';
import { type CommunityId, newUuid } from '../../kernel/ids.ts';
import type { Problem } from '../../kernel/result.ts';
import type { Tx } from '../../platform/server/db/db.ts';
import { enqueue } from '../../platform/server/jobs/enqueue.ts';
import type { Job, JobTools } from '../../platform/server/jobs/jobs.ts';
import { defaultTimeoutMs } from '../../platform/server/notify/channel.ts';
import { type OutboundFailure, outbound } from '../../platform/server/notify/outbound.ts';
import { capText, parseXml, readCapFile } from './cap-file.server.ts';
import { placeOf } from './directory.server.ts';
import { feedEntries } from './feed-list.server.ts';
import type { Alert } from './model.ts';
import { matchArea } from './rules/area.ts';
import { CAP_NAMESPACE } from './rules/cap-read.ts';

/** A national list of current alerts has a few megabytes at most. */
const LIST_MAX_BYTES = 8 * 1024 * 1024;
/** Documents fetched in one look; the rest follows at the next. */
const PER_LOOK = 60;
const SEEN_KEPT = 500;

interface FeedRow {
  readonly url: string;
  readonly everyMin: number;
  readonly etag: string | null;
  readonly lastModified: string | null;
  readonly seen: readonly string[] | null;
}

/** What one look at a feed found. */
interface Look {
  readonly problem: Problem['code'] | null;
  readonly etag: string | null;
  readonly lastModified: string | null;
  /** Entries that need not be fetched again, the oldest first. */
  readonly seen: readonly string[];
}

/** Asks a polled feed for new alerts, and asks for itself again after the feed's interval as long as the feed stands. */
export const poll: Job = {
  name: 'warnings.poll',
  async run({ community, feed }, tools) {
    const id = String(feed);
    const who = { community, actor: 'system' };
    const row = await tools.db.as(who, (tx) => feedRow(tx, id), 'read only');
    if (!row) return;
    const found = await look(row, id, community, tools);
    await tools.db.as(who, async (tx) => {
      await keepLook(tx, id, found);
      await enqueue(tx, 'warnings.poll', { feed: id }, { key: id, runAt: new Date(Date.now() + row.everyMin * 60_000) });
    });
  },
};

async function feedRow(tx: Tx, feed: string): Promise<FeedRow | undefined> {
  const [row] = await tx.rows<FeedRow>(
    `select f.url, f.every_min as "everyMin", l.etag, l.last_modified as "lastModified", l.seen
       from warnings.feed f left join warnings.feed_look l on l.feed = f.id
      where f.id = $1 and f.url is not null and f.ended_at is null`,
    [feed],
  );
  return row;
}

const keepLook = (tx: Tx, feed: string, { problem, etag, lastModified, seen }: Look) =>
  tx.run(
    `insert into warnings.feed_look as l (feed, looked_at, ok_at, problem, etag, last_modified, seen)
     values ($1, now(), case when $2::text is null then now() end, $2, $3, $4, $5)
     on conflict (community, feed) do update set looked_at = now(), ok_at = coalesce(excluded.ok_at, l.ok_at), problem = excluded.problem,
       etag = excluded.etag, last_modified = excluded.last_modified, seen = excluded.seen`,
    [feed, problem, etag, lastModified, seen.slice(-SEEN_KEPT)],
  );

const failures: Readonly<Record<OutboundFailure, Problem['code']>> = {
  badAddress: 'warnings.feedAddress',
  notAllowed: 'warnings.feedNotAllowed',
  unreachable: 'warnings.feedUnreachable',
  timeout: 'warnings.feedSlow',
  tooLarge: 'warnings.feedTooLarge',
};

async function look(row: FeedRow, feed: string, community: CommunityId, tools: JobTools): Promise<Look> {
  const seen = row.seen ?? [];
  const same = { etag: row.etag, lastModified: row.lastModified, seen };
  const get = (url: string, headers: Readonly<Record<string, string>> = {}) =>
    outbound({ url, method: 'GET', headers, timeoutMs: defaultTimeoutMs, maxBytes: LIST_MAX_BYTES, allowHosts: tools.outside.allowHosts });
  const answer = await get(row.url, {
    accept: 'application/cap+xml, application/atom+xml, application/rss+xml, application/xml;q=0.9, text/xml;q=0.9',
    ...(row.etag ? { 'if-none-match': row.etag } : {}),
    ...(row.lastModified ? { 'if-modified-since': row.lastModified } : {}),
  });
  if (!answer.ok) return { ...same, problem: failures[answer.code] };
  if (answer.status === 304) return { ...same, problem: null };
  if (answer.status !== 200) return { ...same, problem: 'warnings.feedRefused' };
  const text = capText(answer.body, LIST_MAX_BYTES);
  if (!text.ok) return { ...same, problem: text.problem.code };
  const root = parseXml(text.value);
  if (!root.ok) return { ...same, problem: root.problem.code };
  const fresh = { etag: answer.headers.etag ?? null, lastModified: answer.headers['last-modified'] ?? null };

  if (root.value.name === 'alert' && root.value.namespace === CAP_NAMESPACE)
    return { ...fresh, seen, problem: await take(answer.body, feed, community, tools) };

  const entries = feedEntries(root.value, row.url);
  if (entries === null) return { ...same, problem: 'warnings.feedNoList' };
  const unread = entries.filter(({ id }) => !seen.includes(id));
  const batch = unread.slice(0, PER_LOOK);
  const read: string[] = [];
  let problem: Problem['code'] | null = null;
  for (const { id, link } of batch) {
    const document = await get(link);
    // An entry that cannot be fetched now is tried at the next look; one that can never be read is not.
    if (!document.ok || document.status !== 200) problem = document.ok ? 'warnings.feedRefused' : failures[document.code];
    else {
      problem = (await take(document.body, feed, community, tools)) ?? problem;
      read.push(id);
    }
  }
  const done = problem === null && unread.length <= PER_LOOK;
  const here = entries.map(({ id }) => id);
  // Ids that left the list need not be remembered: only a list that shows them again could ask for them.
  const kept = seen.filter((id) => here.includes(id));
  return { ...(done ? fresh : { etag: null, lastModified: null }), seen: [...kept, ...read], problem };
}

/** Puts a fetched document into the record if it is an alert for this community or replaces one that was. */
async function take(bytes: Uint8Array, feed: string, community: CommunityId, { db, say }: JobTools): Promise<Problem['code'] | null> {
  const read = await readCapFile(bytes);
  const text = capText(bytes);
  if (!read.alert || !text.ok) return read.errors[0]?.code ?? 'warnings.capNotValid';
  const { alert } = read;
  const wanted = await db.as({ community, actor: 'system' }, (tx) => concernsUs(tx, alert), 'read only');
  if (!wanted) return null;
  const payload = { alertId: newUuid(Date.now(), randomFillSync), xml: text.value, origin: 'feed', feedId: feed };
  const [reply] = await say(community, { name: 'warnings.receiveAlert', ver: 1, payload });
  return reply?.status === 'refused' && reply.problem.code !== 'warnings.alertKnown' ? reply.problem.code : null;
}

async function concernsUs(tx: Tx, alert: Alert): Promise<boolean> {
  const [known] = await tx.rows('select 1 from warnings.alert where sender = $1 and identifier = $2 and sent = $3', [
    alert.sender,
    alert.identifier,
    alert.sent,
  ]);
  if (known) return false;
  if (matchArea(alert, await placeOf(tx)).length > 0) return true;
  const identifiers = alert.references.map((reference) => reference.identifier);
  const [replaced] = await tx.rows('select 1 from warnings.alert where sender = $1 and identifier = any($2) limit 1', [alert.sender, identifiers]);
  return replaced !== undefined;
}
