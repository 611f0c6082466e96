import type { Alert, Reference } from '../model.ts';

/** An alert that the community already holds. */
export interface Known {
  readonly id: string;
  readonly sender: string;
  readonly identifier: string;
  /** As received, with the sender's offset. */
  readonly sent: string;
  readonly msgType: Alert['msgType'];
  readonly references: readonly Reference[];
  readonly supersededBy: string | null;
}

/** Only these replace what they refer to (CAP 1.2, 3.2.1 msgType). */
const replaces = (msgType: Alert['msgType']): boolean => msgType === 'Update' || msgType === 'Cancel';

/**
 * Does `reference` of a message by `sender` mean `earlier`? Sender and identifier must agree; the time only chooses when a
 * sender reuses an identifier, because real senders state a wrong one (Baoding puts the time of the update itself).
 * A message replaces only messages of its own sender: nobody can call off another authority's warning.
 */
const means = (reference: Reference, sender: string, earlier: Pick<Known, 'sender' | 'identifier'>): boolean =>
  reference.identifier === earlier.identifier && earlier.sender === sender && (reference.sender === sender || reference.sender === '');

/** Ids of the known alerts that `arriving` replaces: those it refers to, sent no later than itself and not replaced already. */
export function supersededBy(arriving: Pick<Alert, 'sender' | 'sent' | 'msgType' | 'references'>, known: readonly Known[]): string[] {
  if (!replaces(arriving.msgType)) return [];
  const ids = arriving.references.flatMap((reference) => {
    const meant = known.filter((one) => means(reference, arriving.sender, one) && time(one.sent) <= time(arriving.sent));
    const exact = meant.filter((one) => time(one.sent) === time(reference.sent));
    return (exact.length > 0 ? exact : meant).filter((one) => one.supersededBy === null).map((one) => one.id);
  });
  return [...new Set(ids)];
}

/** Id of the newest known Update or Cancel that already replaces `arriving` (messages may come in the wrong order); null when none does. */
export function supersederOf(arriving: Pick<Alert, 'sender' | 'identifier' | 'sent'>, known: readonly Known[]): string | null {
  const later = known.filter(
    (one) =>
      replaces(one.msgType) &&
      time(one.sent) >= time(arriving.sent) &&
      one.identifier !== arriving.identifier &&
      one.references.some((reference) => means(reference, one.sender, arriving)),
  );
  return later.toSorted((a, b) => time(b.sent) - time(a.sent))[0]?.id ?? null;
}

const time = (instant: string): number => Date.parse(instant.replace(',', '+'));
