import type { ClosingItem } from '../model.ts';

/** What still stands open when somebody wants to end an incident. */
export interface OpenEnds {
  readonly openRequests: number;
  readonly openTasks: number;
  readonly vulnerableUnvisited: number;
  readonly silentDoors: number;
  readonly peopleInShelters: number;
}

export interface ClosingLine {
  readonly item: ClosingItem;
  readonly open: number;
  readonly met: boolean;
}

/** The closing checklist in the order in which it should be worked through: people before paper. */
export function closingChecklist(ends: OpenEnds): readonly ClosingLine[] {
  const order: readonly ClosingItem[] = ['openRequests', 'vulnerableUnvisited', 'silentDoors', 'peopleInShelters', 'openTasks'];
  return order.map((item) => ({ item, open: ends[item], met: ends[item] === 0 }));
}

/** First unmet item that has no reason, or null when the incident may be closed. */
export function missingReason(ends: OpenEnds, reasons: Readonly<Partial<Record<ClosingItem, string>>>): ClosingLine | null {
  return closingChecklist(ends).find((line) => !line.met && !reasons[line.item]?.trim()) ?? null;
}
