import type { Tx } from '../../platform/server/db/db.ts';
import { enqueue } from '../../platform/server/jobs/enqueue.ts';
import type { Job } from '../../platform/server/jobs/jobs.ts';
import { type Channels, type Delivered, type Message, retryAfterMs } from '../../platform/server/notify/channel.ts';
import { phonesOf } from './directory.server.ts';
import { type OutwardChannel, type Words, wordsFor } from './notice.ts';

/** Sent to the channels together; their answers are recorded in one command. */
const BATCH = 200;
const AT_ONCE = 8;

interface Due {
  readonly delivery: string;
  readonly channel: OutwardChannel;
  readonly tries: number;
  readonly person: string | null;
  readonly household: string | null;
  /** Of an endpoint; null for a person or household, whose number is looked up. */
  readonly address: string | null;
}

interface NoticeText {
  readonly title: Words;
  readonly body: Words;
  readonly sentAt: string;
}

/**
 * Sends what waits of one notice, records the answers, and comes back when a retry is due. A crash between sending and
 * recording sends again: the message carries the delivery's id, by which a gateway can tell.
 */
export const deliver: Job = {
  name: 'warnings.deliver',
  async run({ community, notice }, { db, say, outside }) {
    const id = String(notice);
    const who = { community, actor: 'system' };
    for (;;) {
      const work = await db.as(who, (tx) => loadDue(tx, id, new Date()), 'read only');
      if (!work || work.due.length === 0) break;
      const results = await inGroups(work.due, AT_ONCE, async (due) => {
        const { to, language } = work.reach(due);
        const sent = await sendOne(outside.channels, due.channel, to, messageOf(work.notice, due.delivery, language));
        return { deliveryId: due.delivery, channel: due.channel, ok: sent.ok, code: sent.ok ? null : sent.code, nextAt: nextTry(sent, due.tries) };
      });
      const [reply] = await say(who.community, { name: 'warnings.recordDeliveries', ver: 1, payload: { noticeId: id, results } });
      // Otherwise the same messages would be sent again at once.
      if (reply?.status !== 'accepted') throw new Error(`answers of channels not recorded: ${reply?.status ?? 'no reply'}`);
    }
    await db.as(who, async (tx) => {
      const [next] = await tx.rows<{ at: string }>(
        // Whoever has acknowledged meanwhile is not written to again: counting those in would make the job come back for ever.
        `select min(a.next_at) as at from warnings.attempt a join warnings.delivery d on d.id = a.delivery
          where a.notice = $1 and a.state = 'queued' and d.acknowledged_at is null having min(a.next_at) is not null`,
        [id],
      );
      if (next) await enqueue(tx, 'warnings.deliver', { notice: id }, { key: id, runAt: new Date(next.at) });
    });
  },
};

async function sendOne(channels: Channels, name: OutwardChannel, to: string | null, message: Message): Promise<Delivered> {
  const channel = channels[name];
  if (!channel) return { ok: false, retry: false, code: 'notSetUp' };
  return to === null ? { ok: false, retry: false, code: 'badAddress' } : channel.send(to, message);
}

function nextTry(sent: Delivered, tries: number): string | null {
  if (sent.ok || !sent.retry) return null;
  const wait = retryAfterMs(tries);
  return wait === null ? null : new Date(Date.now() + wait).toISOString();
}

async function loadDue(tx: Tx, notice: string, now: Date) {
  const [text] = await tx.rows<NoticeText>('select title, body, sent_at as "sentAt" from warnings.notice where id = $1 and not exercise', [notice]);
  if (!text) return null;
  const due = await tx.rows<Due>(
    `select a.delivery, a.channel, a.tries, d.person, d.household, e.address
       from warnings.attempt a join warnings.delivery d on d.id = a.delivery left join warnings.endpoint e on e.id = d.endpoint and e.ended_at is null
      where a.notice = $1 and a.state = 'queued' and a.next_at <= $2 and d.acknowledged_at is null
      order by a.next_at, a.delivery, a.channel limit ${BATCH}`,
    [notice, now.toISOString()],
  );
  const phones = await phonesOf(tx, {
    persons: due.flatMap(({ person }) => person ?? []),
    households: due.flatMap(({ household }) => household ?? []),
  });
  const reach = ({ address, person, household }: Due): { to: string | null; language: string } =>
    address !== null ? { to: address, language: 'zh' } : (phones.get(person ?? household ?? '') ?? { to: null, language: 'zh' });
  return { notice: text, due, reach };
}

function messageOf(notice: NoticeText, id: string, language: string): Message {
  const tag = language === 'en' || language === 'ug' ? language : 'zh';
  return { id, language: tag, title: wordsFor(notice.title, tag), body: wordsFor(notice.body, tag), sentAt: notice.sentAt };
}

/** Runs `work` over the items, at most `size` at a time, keeping their order. */
async function inGroups<T, R>(items: readonly T[], size: number, work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  for (let i = 0; i < items.length; i += size) results.push(...(await Promise.all(items.slice(i, i + size).map(work))));
  return results;
}
