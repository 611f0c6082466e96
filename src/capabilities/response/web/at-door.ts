import { doorText, readDoor } from '../../community/index.ts';
import { inOrder } from '../rules/in-order.ts';

/**
 * Things at a door that fits what was typed ("3-2-501", "3号楼2单元501室", "501"): the door itself before doors that begin so, before those that
 * hold it.
 * @returns at most `most`
 */
export function atDoor<T extends { readonly door: string | null }>(text: string, things: readonly T[], most: number): readonly T[] {
  const dashed = text.replaceAll(/\s*(?:号楼|栋|幢|单元)\s*/g, '-').replace(/室\s*$/, '');
  const read = readDoor(dashed);
  const wanted = (read ? doorText(read.building, read.unit, read.room) : dashed.trim()).toLowerCase();
  if (wanted === '') return [];
  const rank = (door: string) => (door === wanted ? 0 : door.startsWith(wanted) ? 1 : door.includes(wanted) ? 2 : 3);
  return things
    .map((thing) => ({ thing, rank: rank(thing.door?.toLowerCase() ?? '') }))
    .filter((each) => each.rank < 3)
    .toSorted((a, b) => a.rank - b.rank || inOrder(a.thing.door ?? '', b.thing.door ?? ''))
    .slice(0, most)
    .map(({ thing }) => thing);
}
