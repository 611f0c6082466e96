import loadHighs from 'highs';
import type { Solve } from './rules/analysis/remedy-model.ts';

// The package's types speak of its CommonJS form; what Node imports here is the function itself.
const load = loadHighs as unknown as typeof loadHighs.default;

/**
 * HiGHS (Huangfu & Hall, "Parallelizing the dual revised simplex method", Mathematical Programming Computation 10, 2018), compiled to WebAssembly:
 * solves a mixed integer model to proven optimality, or as far as it gets. Blocks the thread it is called in.
 */
export async function openSolver(): Promise<Solve> {
  const highs = await load();
  return (lp, seconds) => {
    const { Status, Columns } = highs.solve(lp, { time_limit: seconds, mip_rel_gap: 0, mip_abs_gap: 0.5, output_flag: false });
    const valueOf = (column: object | undefined): number =>
      column && 'Primal' in column && typeof column.Primal === 'number' && Number.isFinite(column.Primal) ? column.Primal : 0;
    const value = (name: string): number => valueOf(Columns[name]);
    if (Status === 'Infeasible') return { status: 'impossible', value };
    if (Status === 'Optimal') return { status: 'best', value };
    return { status: Object.values<object>(Columns).some((column) => valueOf(column) !== 0) ? 'found' : 'nothing', value };
  };
}
