import type { At } from '../../platform/server/commands/handler.ts';
import type { Tx } from '../../platform/server/db/db.ts';
import { type Answer, answer } from '../../platform/server/queries/answer.ts';
import { duties } from './catalogue.ts';
import { type EstimateChange, type EstimateRow, estimates, withEstimates } from './estimates.ts';
import type { Duty } from './model.ts';

const read = (tx: Tx): Promise<EstimateRow[]> =>
  tx.rows('select duty, effort, target_min as "targetMin", skills, since from duties.estimate order by duty limit 500');

/** The catalogue as this community estimates it. */
export const dutiesHere = async (tx: Tx): Promise<readonly Duty[]> => withEstimates(duties, await read(tx));

export const estimateAnswers: Answer[] = [answer(estimates, (tx) => read(tx))];

export async function applyEstimateChange(tx: Tx, change: EstimateChange, _: At): Promise<void> {
  switch (change.type) {
    case 'dutyEstimated': {
      const { effort, targetMin, skills } = change.estimate;
      await tx.run(
        `insert into duties.estimate (duty, effort, target_min, skills, since) values ($1, $2, $3, $4, $5)
         on conflict (community, duty)
         do update set effort = excluded.effort, target_min = excluded.target_min, skills = excluded.skills, since = excluded.since`,
        [change.duty, effort, targetMin, skills, change.on],
      );
      return;
    }
    case 'estimateDropped':
      await tx.run('delete from duties.estimate where duty = $1', [change.duty]);
      return;
    default:
      change satisfies never;
  }
}
