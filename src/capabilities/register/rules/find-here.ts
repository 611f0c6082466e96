/** A resident as a device's copy holds them. */
export interface ResidentHere {
  readonly id: string;
  readonly household: string;
  readonly name: string;
  readonly otherName: string | null;
  /** First letters of the name's pinyin, lower case. */
  readonly initials: string;
  readonly phone: string | null;
}
export interface HouseholdHere {
  readonly id: string;
  readonly door: string;
}
export interface FoundHere {
  readonly id: string;
  readonly name: string;
  readonly otherName: string | null;
  readonly door: string;
  readonly phone: string | null;
}

const startsOrHolds = (text: string, wanted: string, starts: number, holds: number): number =>
  text.startsWith(wanted) ? starts : wanted.length > 1 && text.includes(wanted) ? holds : Number.POSITIVE_INFINITY;

/**
 * Searches the copy on this device as the server searches the register: name, first letters of its pinyin, door, telephone (four digits
 * and more). Exact first, then what begins with the words, then what holds them; equal ones by door.
 * @returns at most `limit`
 */
export function findHere(text: string, residents: readonly ResidentHere[], households: readonly HouseholdHere[], limit = 20): FoundHere[] {
  const wanted = text.trim().toLowerCase();
  if (wanted === '') return [];
  const doors = new Map(households.map(({ id, door }) => [id, door]));
  const rankOf = ({ name, otherName, initials, phone }: ResidentHere, door: string): number => {
    const words = [name.toLowerCase(), otherName?.toLowerCase() ?? '', initials, door.toLowerCase()].filter((each) => each !== '');
    if (words.includes(wanted)) return 0;
    const byWords = Math.min(...words.map((each) => startsOrHolds(each, wanted, 1, 2)), Number.POSITIVE_INFINITY);
    return phone && /^\d{4,}$/.test(wanted) ? Math.min(byWords, startsOrHolds(phone, wanted, 1, 2)) : byWords;
  };
  return residents
    .map((resident) => ({ resident, door: doors.get(resident.household) ?? '' }))
    .map(({ resident, door }) => ({ resident, door, rank: rankOf(resident, door) }))
    .filter(({ rank }) => rank < Number.POSITIVE_INFINITY)
    .toSorted((a, b) => a.rank - b.rank || (a.door < b.door ? -1 : a.door > b.door ? 1 : 0))
    .slice(0, limit)
    .map(({ resident: { id, name, otherName, phone }, door }) => ({ id, name, otherName, door, phone }));
}
