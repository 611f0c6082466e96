import { previewLedger } from '../../capabilities/register/server.ts';
import { type CliCommand, exitCode } from './command.ts';

/** Reads a resident ledger and says what an import would find. Writes nothing anywhere. */
export const registerPreview: CliCommand = {
  name: 'register preview',
  args: ['FILE'],
  options: { json: { type: 'boolean' } },
  does: 'cli.registerPreview',
  async run({ words, print, tell }, [file = ''], { json }) {
    const read = await previewLedger(file);
    if (!read.ok) {
      tell(words.problem(read.problem));
      return exitCode[read.problem.kind];
    }
    const { value } = read;
    if (json) print(JSON.stringify(value));
    else {
      print(words.text('cli.previewCounts', { rows: value.rows, residents: value.residents, households: value.households, renters: value.renters }));
      const found = {
        invalidIds: value.invalidIds.length,
        duplicates: value.duplicates.length,
        sharedIds: value.sharedIds.length,
        unreadRows: value.unreadRows.length,
      };
      print(words.text('cli.previewFound', found));
      if (value.columnsNotImported.length > 0) print(words.text('cli.previewRefused', { columns: value.columnsNotImported.join('、') }));
    }
    return 0;
  },
};
