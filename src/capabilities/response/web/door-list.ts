import { inOrder } from '../rules/in-order.ts';
import type { LocalVisit } from './local.ts';

// A phone slowed down to a quarter draws this list anew after every tap, of five thousand doors. So the order, which needs the language's
// rules for comparing, is made once per copy, and all that follows keeps it.

/** The stair that a door belongs to: building and unit. */
export const stairOf = (door: string): string => {
  const building = door.indexOf('-');
  const unit = building < 0 ? -1 : door.indexOf('-', building + 1);
  return unit < 0 ? door : door.slice(0, unit);
};

/** As one walks: building by building and unit by unit, from the top floor down. */
export function inWay<V extends Pick<LocalVisit, 'door' | 'floor'>>(visits: readonly V[]): V[] {
  const stairs = [...new Set(visits.map(({ door }) => stairOf(door)))].toSorted(inOrder);
  const places = new Map(stairs.map((stair, index) => [stair, index]));
  return visits
    .map((visit) => ({ visit, place: places.get(stairOf(visit.door)) ?? 0 }))
    .toSorted((a, b) => a.place - b.place || (b.visit.floor ?? 0) - (a.visit.floor ?? 0) || inOrder(a.visit.door, b.visit.door))
    .map(({ visit }) => visit);
}

/** How many doors stand before all others: what one person can see to in the first hour. */
const firstMost = 20;

/**
 * The most dependent households first, some twenty of them, under the name ''; then stair by stair.
 * @param doors as {@link inWay} has put them
 */
export function groupsOf<D extends Pick<LocalVisit, 'door' | 'vulnerability'>>(doors: readonly D[]): readonly (readonly [string, readonly D[]])[] {
  const dependent = Map.groupBy(
    doors.filter(({ vulnerability }) => vulnerability > 0),
    ({ vulnerability }) => vulnerability,
  );
  const first = [...dependent]
    .toSorted(([a], [b]) => b - a)
    .flatMap(([, alike]) => alike)
    .slice(0, firstMost);
  const early = new Set(first);
  const rest = Map.groupBy(
    doors.filter((door) => !early.has(door)),
    ({ door }) => stairOf(door),
  );
  return [...(first.length > 0 ? ([['', first]] as const) : []), ...rest];
}
