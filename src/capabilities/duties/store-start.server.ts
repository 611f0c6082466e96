import type { Tx } from '../../platform/server/db/db.ts';
import { type Answer, answer } from '../../platform/server/queries/answer.ts';
import { readDirectory } from '../community/server.ts';
import { startNames } from './catalogue/starts.ts';
import type { StartGround } from './rules/start.ts';
import { soleKeeper, startPlan } from './rules/start.ts';
import { type StartPlanRow, startPlans } from './start.ts';
import { matrixOf, readSnapshot, takenAmong } from './store.server.ts';

async function readGround(tx: Tx, now: Date, ids: readonly string[]): Promise<StartGround & { names: ReadonlyMap<string, string> }> {
  const [snapshot, directory, taken] = await Promise.all([readSnapshot(tx, now), readDirectory(tx, now), takenAmong(tx, ids)]);
  const { organisations, positions } = directory;
  return {
    matrix: matrixOf(snapshot, taken),
    houses: organisations,
    posts: positions,
    names: new Map<string, string>([...organisations.map((o) => [o.id, o.name] as const), ...positions.map((p) => [p.id, p.title] as const)]),
  };
}

export const loadStartGround = async (tx: Tx, payload: { readonly lines: readonly { readonly id: string }[] }, now: Date) => ({
  ground: await readGround(
    tx,
    now,
    payload.lines.map((line) => line.id),
  ),
});

export const startAnswers: Answer[] = [
  answer(startPlans, async (tx, _, { now }) => {
    const ground = await readGround(tx, now, []);
    const keeper = soleKeeper(ground.matrix);
    if (!keeper) return [];
    return startNames.map((start): StartPlanRow => {
      const { lines, missing, standsIn } = startPlan(start, ground, keeper, now.toISOString());
      return {
        start,
        lines: lines.map((line) => ({
          ...line,
          organisation: ground.names.get(line.organisationId) ?? '',
          title: line.positionId && (ground.names.get(line.positionId) ?? null),
        })),
        missing: missing.map(({ kind, why, duties }) => ({ kind, why, duties: [...duties] })),
        standsIn: [...standsIn],
      };
    });
  }),
];
