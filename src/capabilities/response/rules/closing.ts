import type { ClosingItem } from '../model.ts';

/** What still stands open when somebody wants to end an incident. */
export interface OpenEnds {
  readonly openRequests: number;
  readonly openTasks: number;
  readonly vulnerableUnvisited: number;
  readonly silentDoors: number;
  /** Somebody has looked and found the shelters empty. */
  readonly sheltersChecked: boolean;
}

export interface ClosingLine {
  readonly item: ClosingItem;
  /** How many are open; for the shelters 1 until somebody has looked. */
  readonly open: number;
  readonly met: boolean;
}

/** The closing checklist in the order in which it should be worked through: people before paper. */
export function closingChecklist(ends: OpenEnds): readonly ClosingLine[] {
  const open: readonly (readonly [ClosingItem, number])[] = [
    ['openRequests', ends.openRequests],
    ['vulnerableUnvisited', ends.vulnerableUnvisited],
    ['silentDoors', ends.silentDoors],
    ['shelters', ends.sheltersChecked ? 0 : 1],
    ['openTasks', ends.openTasks],
  ];
  return open.map(([item, count]) => ({ item, open: count, met: count === 0 }));
}

/** First unmet item that has no reason, or null when the incident may be closed. */
export function missingReason(ends: OpenEnds, reasons: Readonly<Partial<Record<ClosingItem, string>>>): ClosingLine | null {
  return closingChecklist(ends).find((line) => !line.met && !reasons[line.item]?.trim()) ?? null;
}
