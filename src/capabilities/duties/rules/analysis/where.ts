import type { GridId } from '../../../../kernel/ids.ts';
import type { LevelOrNone, Where } from './model.ts';
import type { AreaClass, DutyReach } from './reach.ts';

/** One part of a duty: one class of grids on one kind of occasion. */
export interface Part {
  readonly area: AreaClass;
  readonly hazard: string;
  readonly level: LevelOrNone;
}

/** Every part of a duty, the smallest division in which the same holders stand. */
export const partsOf = (reach: DutyReach): Part[] =>
  reach.areas.flatMap((area) => reach.hazards.flatMap((hazard) => reach.levels.map((level) => ({ area, hazard, level }))));

/**
 * Says in the fewest words where something holds: parts are joined over grids first, then over hazards and levels, so that what
 * holds in every part is one finding and not fifty.
 */
export function joined(reach: DutyReach, parts: readonly Part[]): Where[] {
  const occasions = Map.groupBy(parts, (p) => `${p.hazard} ${p.level}`);
  const byArea = Map.groupBy([...occasions.values()], (members) => members.map((m) => reach.areas.indexOf(m.area)).join(','));
  return [...byArea.values()].flatMap((groups) => {
    const areas = (groups[0] ?? []).map((m) => m.area);
    const cells = groups.flatMap((members) => members.slice(0, 1));
    const byLevels = Map.groupBy([...Map.groupBy(cells, (c) => c.hazard)], ([, list]) => list.map((c) => c.level).join(','));
    return [...byLevels.values()].map((hazards) => ({
      grids: gridsOf(reach, areas),
      hazards: whole(
        hazards.map(([hazard]) => hazard),
        reach.hazards,
      ),
      levels: whole(
        (hazards[0]?.[1] ?? []).map((c) => c.level),
        reach.levels,
      ),
    }));
  });
}

const gridsOf = (reach: DutyReach, areas: readonly AreaClass[]): readonly GridId[] | null =>
  areas.length === reach.areas.length ? null : areas.flatMap((a) => a.grids ?? []);

const whole = <T>(list: readonly T[], all: readonly T[]): readonly T[] | null => (list.length === all.length ? null : list);
