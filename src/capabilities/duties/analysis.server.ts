import { Worker } from 'node:worker_threads';
import { ok, type Result, refuse } from '../../kernel/result.ts';
import type { Tx } from '../../platform/server/db/db.ts';
import { readAgreementsInForce, readInsurances, readRoster } from '../community/server.ts';
import type { AnalysisTask, AnalysisWord } from './analysis-worker.server.ts';
import type { Duty } from './model.ts';
import type { Graph } from './rules/analysis/graph.ts';
import { type Assumptions, type Situation, usualAssumptions } from './rules/analysis/model.ts';
import type { NetworkMeasures } from './rules/analysis/network.ts';
import type { Remedy, RemedyWishes } from './rules/analysis/remedy.ts';
import { readSnapshot } from './store.server.ts';
import { readContactTests } from './store-contact.server.ts';

/** People per household, where nobody has counted: 2.62, Seventh National Population Census of China, 2020 (National Bureau of Statistics, bulletin no. 2). */
const perHousehold = 2.62;

/**
 * Everything the analysis is made of, as it stands in this transaction.
 * @param residents people who live here; left out, doors × people per household
 */
export async function readSituation(tx: Tx, now: Date, residents?: number): Promise<Situation> {
  const [contactTests, snapshot, roster, agreements, insurances] = await Promise.all([
    readContactTests(tx),
    readSnapshot(tx, now),
    readRoster(tx),
    readAgreementsInForce(tx, now.toISOString()),
    readInsurances(tx),
  ]);
  return {
    at: now.toISOString(),
    grids: snapshot.grids,
    positions: snapshot.positions,
    assignments: snapshot.assignments,
    organisations: roster.organisations,
    people: roster.people,
    mandates: snapshot.mandates,
    agreements,
    insurances,
    contactTests,
    residents: residents ?? Math.max(1, Math.round(roster.dwellings * perHousehold)),
  };
}

/** Seconds after the agreed time at which a thread that has not answered is ended. */
const grace = 15;

/** The cheapest remedy, sought in a thread of its own with a time limit. Refuses with `duties.remedyTooSlow`. */
export function findRemedy(
  situation: Situation,
  duties: readonly Duty[],
  wishes: RemedyWishes,
  seconds: number,
  assumptions: Assumptions = usualAssumptions,
): Promise<Result<Remedy>> {
  return inThread<Remedy>({ is: 'remedy', situation, duties, wishes, assumptions, seconds }, seconds + grace);
}

/** Measures of a large network in a thread of its own, with progress. Refuses with `duties.remedyTooSlow`. */
export function measureInBackground(
  graph: Graph,
  sectors: readonly string[],
  onProgress: (done: number, total: number) => void,
  seconds = 120,
): Promise<Result<NetworkMeasures>> {
  return inThread<NetworkMeasures>({ is: 'network', graph, sectors }, seconds, onProgress);
}

function inThread<T extends Remedy | NetworkMeasures>(
  task: AnalysisTask,
  seconds: number,
  onProgress?: (done: number, total: number) => void,
): Promise<Result<T>> {
  const worker = new Worker(new URL('./analysis-worker.server.ts', import.meta.url), {
    workerData: task,
    resourceLimits: { maxOldGenerationSizeMb: 1024 },
    // Flags of a test runner or debugger are no business of this thread.
    execArgv: [],
  });
  return new Promise((resolve, reject) => {
    const end = (settle: () => void): void => {
      clearTimeout(timer);
      settle();
      void worker.terminate();
    };
    const tooSlow = (): void => end(() => resolve(refuse('tooLarge', 'duties.remedyTooSlow', { seconds })));
    const timer = setTimeout(tooSlow, seconds * 1000);
    worker.on('message', (word: AnalysisWord) => {
      if (word.is === 'progress') onProgress?.(word.done, word.total);
      else end(() => resolve(ok(word.value as T)));
    });
    worker.on('error', (error: Error & { code?: string }) => (error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? tooSlow() : end(() => reject(error))));
    worker.on('exit', tooSlow);
  });
}
