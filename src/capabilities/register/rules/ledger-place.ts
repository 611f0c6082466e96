import { type DoorParts, formatDoor } from './door.ts';

/** A door as the community's places know them: building, unit and room. */
export interface Place {
  readonly building: string;
  readonly unit: number;
  readonly room: string;
  /** `3-2-501` */
  readonly door: string;
}

/** A door that fits the community's places; buildings without units have unit 1. Null: no room is known, or the words fit no door. */
export function placeOf(parts: { readonly building: string | null; readonly unit: string | null; readonly room: string | null }): Place | null {
  const { building, room } = parts;
  const unit = parts.unit ?? '1';
  if (!building || !room || !/^[A-Z]{0,2}\d{1,4}$/.test(building) || !/^[1-9]\d?$/.test(unit) || !/^[0-9A-Z]{1,8}$/.test(room)) return null;
  return { building, unit: Number(unit), room, door: `${building}-${unit}-${room}` };
}

/** How the door of a ledger row is written in the register; empty when the row does not say. */
export function doorOf(row: {
  readonly door: string | null;
  readonly building: string | null;
  readonly unit: string | null;
  readonly room: string | null;
}): string {
  const parts: DoorParts = {
    ...(row.building && { building: row.building }),
    ...(row.unit && { unit: row.unit }),
    ...(row.room && { room: row.room }),
  };
  return (placeOf(row)?.door ?? row.door ?? formatDoor(parts) ?? '').slice(0, 40);
}

/** Number of a grid in words such as `3`, `第3网格`, `三网格`, `Grid 12`; null when there is none. */
export function gridNumber(words: string | null): number | null {
  const digits = /\d{1,3}/.exec((words ?? '').normalize('NFKC'))?.[0];
  if (digits) return Number(digits) || null;
  const chinese = /[一二三四五六七八九十]{1,3}/.exec(words ?? '')?.[0];
  if (!chinese) return null;
  const value = (c: string | undefined) => (c ? '一二三四五六七八九'.indexOf(c) + 1 : 0);
  const [tens, ones] = chinese.includes('十') ? chinese.split('十') : ['0', chinese];
  return (chinese.includes('十') ? (tens === '' ? 1 : value(tens)) * 10 : 0) + value(ones) || null;
}
