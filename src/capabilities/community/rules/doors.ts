import type { DwellingId, UnitId } from '../../../kernel/ids.ts';
import type { Door } from '../model.ts';

/** How a door is said and typed: building-unit-room, `3-2-501`. */
export const doorText = (building: string, unit: number, room: string): string => `${building}-${unit}-${room}`;

/** What a door is made of; `null` when the text is no door. Full-width digits and dashes are read too. */
export function readDoor(text: string): { building: string; unit: number; room: string } | null {
  const found = /^([A-Z]{0,2}\d{1,4})-(\d{1,2})-([0-9A-Z]{1,8})$/.exec(
    text
      .normalize('NFKC')
      .replaceAll(/[–—‐−]/g, '-')
      .trim()
      .toUpperCase(),
  );
  if (!found) return null;
  const [, building = '', unit = '', room = ''] = found;
  return { building: building.replace(/^([A-Z]*)0+(?=\d)/, '$1'), unit: Number(unit), room };
}

/** The floor that a room number tells: all digits before the last two (`501` → 5, `2503` → 25); 1 when it tells none. */
export function floorOfRoom(room: string): number {
  const digits = /^(\d+)\d\d$/.exec(room)?.[1];
  const floor = digits ? Number(digits) : 1;
  return floor >= 1 && floor <= 120 ? floor : 1;
}

export interface Layout {
  readonly units: number;
  readonly floors: number;
  readonly roomsPerFloor: number;
  /** Lowest floor with dwellings; 2 where shops take the ground floor. */
  readonly fromFloor: number;
  /** Floors that the house leaves out, e.g. 4 and 14. */
  readonly without?: readonly number[];
}

/** The doors of a regular building, unit by unit, bottom to top; the room is floor and place on the floor, `501`. */
export function layOut(layout: Layout, newId: () => string): { units: { id: UnitId; number: number }[]; doors: Door[] } {
  const units = Array.from({ length: layout.units }, (_, i) => ({ id: newId() as UnitId, number: i + 1 }));
  const doors: Door[] = [];
  for (const unit of units)
    for (let floor = layout.fromFloor; floor <= layout.floors; floor++) {
      if (layout.without?.includes(floor)) continue;
      for (let place = 1; place <= layout.roomsPerFloor; place++)
        doors.push({ id: newId() as DwellingId, unit: unit.number, floor, room: `${floor}${String(place).padStart(2, '0')}` });
    }
  return { units, doors };
}

/** First pair of doors with the same unit and room, as `unit-room`; `null` when every door is there once. */
export function doorTwice(doors: readonly Pick<Door, 'unit' | 'room'>[]): string | null {
  const seen = new Set<string>();
  for (const { unit, room } of doors) {
    const key = `${unit}-${room}`;
    if (seen.has(key)) return key;
    seen.add(key);
  }
  return null;
}
