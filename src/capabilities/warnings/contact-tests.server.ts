import type { PersonId, PositionId } from '../../kernel/ids.ts';
import type { At } from '../../platform/server/commands/handler.ts';
import type { Tx } from '../../platform/server/db/db.ts';
import { findPeople } from '../community/server.ts';
import { noticeSent } from './commands-notice.ts';
import type { NoticeId, SentNotice } from './notice.ts';
import { applyNotice } from './store.server.ts';

/** A contact test as slice duties says it. */
interface Started {
  readonly test: { readonly id: string; readonly exercise: boolean; readonly withinMin: number };
  readonly calls: readonly { readonly personId: PersonId | null; readonly positionId: PositionId }[];
}

/** Asks everyone in the phone tree to confirm: in the app, and, unless it is an exercise, by text message where a gateway stands. The notice has the id of the test. */
export async function askToConfirm(tx: Tx, { test, calls }: Started, at: At): Promise<void> {
  const people = new Map<PersonId, PositionId>();
  for (const { personId, positionId } of calls) if (personId && !people.has(personId)) people.set(personId, positionId);
  const notice: SentNotice = {
    id: test.id as NoticeId,
    title: words[test.exercise ? 'exercise' : 'real'],
    body,
    audience: [{ to: 'positions', positions: [...new Set(calls.map(({ positionId }) => positionId))] }],
    sms: true,
    exercise: test.exercise,
    alertId: null,
    incidentId: null,
    ackWithinMin: test.withinMin,
  };
  const recipients = (await findPeople(tx, [...people.keys()])).map(({ id, phone }) => ({
    kind: 'person' as const,
    person: id,
    position: people.get(id) ?? null,
    hasPhone: phone !== '',
  }));
  if (recipients.length > 0) await applyNotice(tx, noticeSent(notice, recipients, at.now, at.newId), at);
}

const words = {
  real: { zh: '通讯测试：请确认收到', en: 'Contact test: please confirm', ug: 'ئالاقە سىنىقى: تاپشۇرۇۋالغانلىقىڭىزنى جەزملەشتۈرۈڭ' },
  exercise: {
    zh: '【演练】通讯测试：请确认收到',
    en: 'EXERCISE. Contact test: please confirm',
    ug: 'مانېۋىر. ئالاقە سىنىقى: تاپشۇرۇۋالغانلىقىڭىزنى جەزملەشتۈرۈڭ',
  },
} as const;
const body = {
  zh: '没有发生险情。打开应用，点“我知道了”，就算联系上您了；没有确认的，会有人打电话。',
  en: 'Nothing has happened. Open the app and acknowledge: then you have been reached. Whoever does not will be rung.',
  ug: 'ھېچ ئىش يۈز بەرمىدى. ئەپنى ئېچىپ جەزملەشتۈرسىڭىز بولدى؛ جەزملەشتۈرمىگەنلەرگە تېلېفون قىلىنىدۇ.',
} as const;
