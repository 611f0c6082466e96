import { type CityFigure, cityFigures } from '../../platform/server/rollup/rollup.ts';
import { type CliCommand, exitCode } from './command.ts';
import { openDatabase } from './open.ts';

/** The figures of all communities, as street office and city may see them: aggregates, small cells left out. */
export const cityReport: CliCommand = {
  name: 'city report',
  args: [],
  options: { json: { type: 'boolean' } },
  does: 'cli.cityReport',
  async run({ words, environment, print, tell }, _, { json }) {
    const database = await openDatabase(environment);
    if (!database) {
      tell(words.text('cli.noData'));
      return exitCode.missing;
    }
    try {
      const figures = await cityFigures(database.installed.rollup);
      print(json ? JSON.stringify(figures) : asCsv(figures));
      return 0;
    } finally {
      await database.close();
    }
  },
};

/** RFC 4180. A cell that a spreadsheet would take for a formula is quoted as text. */
function asCsv(figures: readonly CityFigure[]): string {
  const field = (text: string) => `"${(/^[=+\-@\t\r]/.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`;
  const lines = figures.map(({ code12, name, measure, cell, n, countedAt }) =>
    [code12, name, measure, cell, n === null ? '<5' : String(n), countedAt].map(field).join(','),
  );
  return ['code,community,measure,cell,n,counted_at', ...lines].join('\r\n');
}
