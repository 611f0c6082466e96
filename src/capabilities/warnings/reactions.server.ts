import { type Reaction, reaction } from '../../platform/server/commands/handler.ts';
import type { ContactChange } from '../duties/index.ts';
import type { BriefingChange, HandoverChange, IncidentChange } from '../response/index.ts';
import { noticeSent } from './commands-notice.ts';
import { askToConfirm } from './contact-tests.server.ts';
import { recipientsOf } from './directory.server.ts';
import { type Audience, Notice } from './notice.ts';
import { applyNotice } from './store.server.ts';
import { tellAccountable, tellAsked, tellDeclined, tellInvited } from './tell.server.ts';

type Of<Type extends HandoverChange['type']> = Extract<HandoverChange, { type: Type }>;
type ContactStarted = Extract<ContactChange, { type: 'contactTestStarted' }>;
type BriefingCalled = Extract<BriefingChange, { type: 'briefingCalled' }>;
type IncidentOpened = Extract<IncidentChange, { type: 'incidentOpened' }>;

/** Whom a plan's word for an audience means. */
const audiences: Readonly<Record<string, Audience>> = {
  positions: { to: 'staff' },
  organisations: { to: 'staff' },
  volunteers: { to: 'volunteers' },
  residents: { to: 'residents', grids: null },
  vulnerable: { to: 'vulnerable', grids: null },
};

/** When an incident opens, everyone with a post is told in the same transaction, and the plan's own notices go out. Of a hand-over whoever must act on it is told. */
export const reactions: Reaction[] = [
  reaction<ContactStarted>('contactTestStarted', askToConfirm),
  reaction<BriefingCalled>('briefingCalled', tellInvited),
  reaction<Of<'handoverOffered'>>('handoverOffered', tellAsked),
  reaction<Of<'handoverDeclined'>>('handoverDeclined', tellDeclined),
  reaction<Of<'handoverEscalated'>>('handoverEscalated', tellAccountable),
  reaction<IncidentOpened>('incidentOpened', async (tx, { incident, notices }, at) => {
    const { title } = incident;
    const opening = { title: { zh: title, en: '', ug: '' }, body: openingWords[incident.exercise ? 'exercise' : 'real'], audience: 'positions' };
    for (const wanted of [opening, ...notices]) {
      const notice = Notice.parse({
        id: at.newId(),
        title: wanted.title,
        body: wanted.body,
        audience: [audiences[wanted.audience] ?? { to: 'staff' }],
        sms: true,
        exercise: incident.exercise,
        incidentId: incident.id,
      });
      const recipients = await recipientsOf(tx, notice.audience, at.now);
      if (recipients.length > 0) await applyNotice(tx, noticeSent(notice, recipients, at.now, at.newId), at);
    }
  }),
];

/** What everyone with a post reads when a plan is activated; the title names the incident. */
const openingWords = {
  real: {
    zh: '预案已启动。请打开“响应”查看您负责的任务，并确认收到。',
    en: 'The plan has been activated. Open Response to see what you answer for, and acknowledge.',
    ug: 'پىلان قوزغىتىلدى. «ئىنكاس» نى ئېچىپ مەسئۇل بولغان ۋەزىپىڭىزنى كۆرۈڭ ۋە تاپشۇرۇۋالغانلىقىڭىزنى جەزملەشتۈرۈڭ.',
  },
  exercise: {
    zh: '【演练】预案已启动。请打开“响应”查看您负责的任务，并确认收到。这是演练，不是真实警情。',
    en: 'EXERCISE. The plan has been activated. Open Response to see what you answer for, and acknowledge. This is not a real emergency.',
    ug: 'مانېۋىر. پىلان قوزغىتىلدى. «ئىنكاس» نى ئېچىپ مەسئۇل بولغان ۋەزىپىڭىزنى كۆرۈڭ ۋە تاپشۇرۇۋالغانلىقىڭىزنى جەزملەشتۈرۈڭ. بۇ ھەقىقىي خەتەر ئەمەس.',
  },
} as const;
