import { parentPort, workerData } from 'node:worker_threads';
import type { Duty } from './model.ts';
import type { Graph } from './rules/analysis/graph.ts';
import type { Assumptions, Situation } from './rules/analysis/model.ts';
import { measureNetwork, type NetworkMeasures } from './rules/analysis/network.ts';
import { type Remedy, type RemedyWishes, remedyFor } from './rules/analysis/remedy.ts';
import { openSolver } from './solver.server.ts';

/** What the thread is given. */
export type AnalysisTask =
  | {
      readonly is: 'remedy';
      readonly situation: Situation;
      readonly duties: readonly Duty[];
      readonly wishes: RemedyWishes;
      readonly assumptions: Assumptions;
      readonly seconds: number;
    }
  | { readonly is: 'network'; readonly graph: Graph; readonly sectors: readonly string[] };

/** What the thread says. */
export type AnalysisWord =
  | { readonly is: 'progress'; readonly done: number; readonly total: number }
  | { readonly is: 'done'; readonly value: Remedy | NetworkMeasures };

async function work(task: AnalysisTask, say: (word: AnalysisWord) => void): Promise<void> {
  if (task.is === 'network') {
    const value = measureNetwork(task.graph, task.sectors, (done, total) => say({ is: 'progress', done, total }));
    return say({ is: 'done', value });
  }
  const end = performance.now() + task.seconds * 1000;
  const solve = await openSolver();
  say({ is: 'done', value: remedyFor(task.situation, task.duties, task.wishes, task.assumptions, solve, () => (end - performance.now()) / 1000) });
}

if (parentPort) {
  const port = parentPort;
  await work(workerData as AnalysisTask, (word) => port.postMessage(word));
}
