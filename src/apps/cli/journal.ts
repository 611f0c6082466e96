import { verifyJournal } from '../../platform/server/commands/journal.ts';
import { connect } from '../../platform/server/db/db.ts';
import { type CliCommand, exitCode } from './command.ts';
import { communitiesOf, openDatabase } from './open.ts';

/** Recomputes the hash chain of every community's journal, or of one. */
export const journalVerify: CliCommand = {
  name: 'journal verify',
  args: [],
  does: 'cli.journalVerify',
  options: { community: { type: 'string', value: 'CODE' }, json: { type: 'boolean' } },
  async run({ words, environment, print, tell }, _, { community: code, json }) {
    const database = await openDatabase(environment);
    if (!database) {
      tell(words.text('cli.noData'));
      return exitCode.missing;
    }
    const db = connect(database.installed.app);
    try {
      const communities = (await communitiesOf(database)).filter((c) => code === undefined || c.code === code);
      if (communities.length === 0) {
        tell(words.text('cli.noCommunity'));
        return exitCode.missing;
      }
      const reports = [];
      for (const { id, code: itsCode, name } of communities) {
        const report = await db.as({ community: id, actor: 'system' }, verifyJournal, 'read only');
        reports.push({ community: itsCode, name, ...report });
      }
      if (json) print(JSON.stringify(reports));
      else
        for (const { name, community, holds, entries, destroyed, broken } of reports)
          print(
            holds
              ? words.text('cli.chainHolds', { name, code: community, entries, destroyed })
              : words.text('cli.chainBroken', { name, code: community, version: broken?.version ?? 0, why: broken?.why ?? 'head' }),
          );
      return reports.every((r) => r.holds) ? 0 : exitCode.conflict;
    } finally {
      await db.close();
      await database.close();
    }
  },
};
