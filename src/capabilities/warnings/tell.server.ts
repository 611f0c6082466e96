import type { IncidentId, OrganisationId, PositionId } from '../../kernel/ids.ts';
import type { At } from '../../platform/server/commands/handler.ts';
import type { Tx } from '../../platform/server/db/db.ts';
import { readDirectory } from '../community/server.ts';
import { noticeSent } from './commands-notice.ts';
import { recipientsOf } from './directory.server.ts';
import type { NoticeId, SentNotice, Words } from './notice.ts';
import { applyNotice } from './store.server.ts';

/** What a hand-over is about, as slice response says it. */
interface Matter {
  readonly incident: IncidentId | null;
  readonly exercise: boolean;
  readonly title: Words;
  readonly door: string | null;
}
interface Guest {
  readonly position: PositionId;
}
interface Answerer {
  readonly organisation: OrganisationId;
  readonly position: PositionId | null;
}

/** Tells whoever stands in these posts; an exercise stays in the app. Nobody there: nobody is told. */
async function tell(
  tx: Tx,
  at: At,
  { incident, exercise }: Matter,
  positions: readonly PositionId[],
  words: { title: Words; body: Words },
): Promise<void> {
  const notice: SentNotice = {
    id: at.newId() as NoticeId,
    ...words,
    audience: [{ to: 'positions', positions: [...positions] }],
    sms: true,
    exercise,
    alertId: null,
    incidentId: incident,
    ackWithinMin: 30,
  };
  const recipients = await recipientsOf(tx, notice.audience, at.now);
  if (recipients.length > 0) await applyNotice(tx, noticeSent(notice, recipients, at.now, at.newId), at);
}

/** The post that answers; for an organisation as a whole all its posts. */
async function postsOf(tx: Tx, owner: Answerer): Promise<PositionId[]> {
  if (owner.position !== null) return [owner.position];
  const { positions } = await readDirectory(tx);
  return positions.flatMap((p) => (p.organisationId === owner.organisation && !p.seat ? p.id : []));
}

/** What it is about, in one line: the door, and the words somebody gave it. */
const about = (door: string | null, title: Words, language: keyof Words): string => [door, title[language] || title.zh].filter(Boolean).join(' · ');

/** Whoever is asked to take something over is told at once. */
export async function tellAsked(
  tx: Tx,
  {
    handover: h,
    subject: s,
    fromName,
  }: { handover: { to: OrganisationId; offeredAt: string; dueAt: string; note: string }; subject: Matter; fromName: string },
  at: At,
): Promise<void> {
  const minutes = Math.round((Date.parse(h.dueAt) - Date.parse(h.offeredAt)) / 60_000);
  await tell(tx, at, s, await postsOf(tx, { organisation: h.to, position: null }), {
    title: {
      zh: `${fromName}请您接手`,
      en: `${fromName} asks you to take over`,
      ug: `${fromName} سىزنىڭ ئۆتكۈزۈۋېلىشىڭىزنى سورايدۇ`,
    },
    body: {
      zh: `${about(s.door, s.title, 'zh')}\n${h.note}\n请在 ${minutes} 分钟内打开“任务”，接手或说明为什么不能；逾期会通知主责人。`,
      en: `${about(s.door, s.title, 'en')}\n${h.note}\nWithin ${minutes} minutes, open Tasks and take it over or say why you cannot; after that whoever answers for it is told.`,
      ug: `${about(s.door, s.title, 'ug')}\n${h.note}\n${minutes} مىنۇت ئىچىدە «ۋەزىپە» نى ئېچىپ ئۆتكۈزۈۋېلىڭ ياكى سەۋەبىنى ئېيتىڭ؛ ۋاقتى ئۆتسە جاۋابكارغا خەۋەر قىلىنىدۇ.`,
    },
  });
}

/** Whoever offered it is told that it was declined, and why. */
export async function tellDeclined(
  tx: Tx,
  { from, subject: s, toName, reason }: { from: Answerer; subject: Matter; toName: string; reason: string },
  at: At,
): Promise<void> {
  await tell(tx, at, s, await postsOf(tx, from), {
    title: { zh: `${toName}不能接手`, en: `${toName} cannot take over`, ug: `${toName} ئۆتكۈزۈۋالالمايدۇ` },
    body: {
      zh: `${about(s.door, s.title, 'zh')}\n原因：${reason}\n这件事仍由您负责。`,
      en: `${about(s.door, s.title, 'en')}\nReason: ${reason}\nYou still answer for it.`,
      ug: `${about(s.door, s.title, 'ug')}\nسەۋەبى: ${reason}\nبۇ ئىشقا يەنىلا سىز مەسئۇل.`,
    },
  });
}

/** Whoever answers for the duty is told that nobody answered in time. */
export async function tellAccountable(
  tx: Tx,
  { to, subject: s, fromName, toName }: { to: Answerer | null; subject: Matter; fromName: string; toName: string },
  at: At,
): Promise<void> {
  if (!to) return;
  await tell(tx, at, s, await postsOf(tx, to), {
    title: { zh: `移交逾期无人答复：${toName}`, en: `Nobody answered a hand-over: ${toName}`, ug: `ئۆتكۈزۈپ بېرىشكە جاۋاب يوق: ${toName}` },
    body: {
      zh: `${about(s.door, s.title, 'zh')}\n${fromName}请${toName}接手，到时没有答复；目前仍由${fromName}负责。您是主责人，请催办，或收回移交另行安排。`,
      en: `${about(s.door, s.title, 'en')}\n${fromName} asked ${toName} to take over and had no answer in time; ${fromName} still answers for it. You are accountable: ask them, or take the offer back and arrange it otherwise.`,
      ug: `${about(s.door, s.title, 'ug')}\n${fromName} ${toName} دىن ئۆتكۈزۈۋېلىشنى سورىدى، ۋاقتىدا جاۋاب كەلمىدى؛ ھازىر يەنىلا ${fromName} مەسئۇل. سىز جاۋابكار: سۈيلەڭ ياكى قايتۇرۇۋېلىپ باشقىچە ئورۇنلاشتۇرۇڭ.`,
    },
  });
}

/** Whoever is asked to a joint briefing is told when and where. */
export async function tellInvited(
  tx: Tx,
  {
    briefing: b,
    guests,
    exercise,
  }: {
    briefing: { incident: IncidentId; title: string; startsAt: string; place: string; link: string | null };
    guests: readonly Guest[];
    exercise: boolean;
  },
  at: At,
): Promise<void> {
  const where = [b.place, b.link].filter(Boolean).join(' · ');
  // Text messages carry no clock of their own: the time of day as people in China count it, the one zone there is.
  const when = new Date(Date.parse(b.startsAt) + 8 * 3_600_000).toISOString().slice(5, 16).replace('T', ' ');
  await tell(
    tx,
    at,
    { incident: b.incident, exercise, title: { zh: b.title, en: '', ug: '' }, door: null },
    guests.map(({ position }) => position),
    {
      title: { zh: `请参加会商：${b.title}`, en: `Briefing: ${b.title}`, ug: `يىغىن: ${b.title}` },
      body: { zh: `${when}\n${where}`, en: `${when} (China time)\n${where}`, ug: `${when}\n${where}` },
    },
  );
}
