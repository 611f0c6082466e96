import { type Reaction, reaction } from '../../platform/server/commands/handler.ts';
import type { NoticeChange } from '../warnings/index.ts';
import { confirmContact } from './store-contact.server.ts';

type Acknowledged = Extract<NoticeChange, { type: 'noticeAcknowledged' }>;

/** Whoever acknowledges the notice of a contact test has been reached. */
export const reactions: Reaction[] = [
  reaction<Acknowledged>('noticeAcknowledged', async (tx, { noticeId, person }, at) => {
    await confirmContact(tx, noticeId, person, at);
  }),
];
