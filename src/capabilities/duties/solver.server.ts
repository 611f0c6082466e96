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
    const value = (name: string): number => {
      const column = Columns[name];
      return column && 'Primal' in column && typeof column.Primal === 'number' ? column.Primal : 0;
    };
    if (Status === 'Infeasible') return { status: 'impossible', value };
    if (Status === 'Optimal') return { status: 'best', value };
    const solved = Object.values(Columns).some((column) => 'Primal' in column && Number.isFinite(column.Primal) && column.Primal !== 0);
    return { status: solved ? 'found' : 'nothing', value };
  };
}
