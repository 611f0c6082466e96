import { type Problem, type Result, refuse } from '../../../kernel/result.ts';

/** Something about a backup that the operator can act on, thrown through streams; at the edge it becomes a refusal again. */
export class BackupFault extends Error {
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.code);
    this.problem = problem;
  }
}

/** Truncated, reordered, changed on the way, or not what its own manifest says. */
export const damaged = (why: string): BackupFault => new BackupFault(refuse('invalid', 'platform.backupDamaged', { why }).problem);

/** Runs work on a backup; its faults become refusals, everything else stays an exception. */
export async function refusing<T>(work: () => Promise<T>): Promise<Result<T>> {
  try {
    return { ok: true, value: await work() };
  } catch (error) {
    if (error instanceof BackupFault) return { ok: false, problem: error.problem };
    throw error;
  }
}
