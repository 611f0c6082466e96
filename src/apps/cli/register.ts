import { resolve } from 'node:path';
import { importFile, openVault, previewLedger, readImports, useVault } from '../../capabilities/register/server.ts';
import type { CommunityId } from '../../kernel/ids.ts';
import { connect } from '../../platform/server/db/db.ts';
import { decideOn } from '../server/decide.ts';
import { type CliCommand, exitCode } from './command.ts';
import { communitiesOf, openDatabase } from './open.ts';

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
      if (value.columnsNotImported.length > 0)
        print(words.text('cli.previewRefused', { columns: value.columnsNotImported.join(words.text('cli.comma')) }));
    }
    return 0;
  },
};

/**
 * Imports a ledger as the system, beside a running server or without one. Rows with one identity number and one name become one person;
 * about other likenesses somebody is asked in the register.
 */
export const registerImport: CliCommand = {
  name: 'register import',
  args: ['FILE'],
  options: { community: { type: 'string', needed: true, value: 'CODE' }, json: { type: 'boolean' } },
  does: 'cli.registerImport',
  async run({ words, environment, print, tell }, [file = ''], { community: code, json }) {
    const database = await openDatabase(environment);
    if (!database) {
      tell(words.text('cli.noData'));
      return exitCode.missing;
    }
    const db = connect(database.installed.app);
    try {
      const community = (await communitiesOf(database)).find((c) => c.code === code);
      if (!community) {
        tell(words.text('cli.noCommunity'));
        return exitCode.missing;
      }
      useVault(openVault(resolve(environment.BANYAN_DATA ?? 'data')));
      let fault: Error | undefined;
      const bus = decideOn(db, {
        onFault: ({ error }) => {
          fault = error instanceof Error ? error : new Error(String(error));
        },
      });
      let told = '';
      const imported = await importFile(bus, {
        path: file,
        community: community.id as CommunityId,
        onProgress: (stage, done, total) => {
          const share = total > 0 ? Math.floor((done / total) * 10) * 10 : 0;
          const line = words.text(stage === 'reading' ? 'cli.importReading' : 'cli.importWriting', { share });
          if (line !== told) tell(line);
          told = line;
        },
      });
      await bus.idle();
      if (fault) throw fault;
      if (!imported.ok) {
        tell(words.problem(imported.problem));
        return exitCode[imported.problem.kind];
      }
      const { importId } = imported.value;
      const imports = await db.as({ community: community.id, actor: 'system' }, readImports, 'read only');
      const figures = imports.find(({ id }) => id === importId);
      if (!figures) throw new Error('the import is not in the register');
      const { rows, residentsAdded, residentsChanged, householdsAdded, needsAdded, notImported } = figures;
      const counts = { rows, residentsAdded, residentsChanged, householdsAdded, needsAdded };
      if (json) print(JSON.stringify({ community: community.code, importId, ...counts, columnsNotImported: notImported }));
      else {
        print(words.text('cli.imported', { name: community.name, ...counts }));
        if (notImported.length > 0) print(words.text('cli.previewRefused', { columns: notImported.join(words.text('cli.comma')) }));
      }
      return 0;
    } finally {
      await db.close();
      await database.close();
    }
  },
};
