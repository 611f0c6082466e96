import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { freshCommunity, freshDatabase, freshId } from '../../../test/harness/database.ts';
import { Granted } from '../../../test/harness/granted.ts';
import { speaker, system } from '../../../test/harness/said.ts';
import { connected } from '../../platform/server/db/install.ts';
import { organisationKinds } from './model.ts';
import { statutoryKinds } from './rules/mandates.ts';
import * as doors from './server.ts';

const { db, admin, look } = await freshDatabase();
const { done } = speaker(db, [doors], new Granted().load);

it('organisations that were there before two had to agree keep their place, in every community, and no others get one', async () => {
  const communities = [await freshCommunity(db), await freshCommunity(db)];
  for (const at of communities)
    for (const [kind, sector] of Object.entries(organisationKinds))
      await done(at, system, 'community.addOrganisation', { id: freshId(), kind, sector, name: kind });
  const stands = async () =>
    (await look<{ kind: string }>('select distinct kind from community.organisation where by_law')).map((row) => row.kind).sort();
  expect(await stands()).toEqual([...statutoryKinds].sort());
  // As the migration finds them: with no mark, and by the owner of the tables, whom row-level security holds like everybody.
  const migration = readFileSync(join(import.meta.dirname, 'migrations/202611222241-ask-for-mandates.sql'), 'utf8');
  const marking = migration.slice(migration.indexOf('alter table community.organisation no force'));
  await connected(admin, async (client) => {
    await client.query('update community.organisation set by_law = false');
    await client.query(`begin; set local role banyan_owner; ${marking}; commit`);
  });
  expect(await stands()).toEqual([...statutoryKinds].sort());
  expect(await look('select community from community.organisation where by_law group by community')).toHaveLength(communities.length);
  expect(await look(`select relforcerowsecurity as forced from pg_class where oid = 'community.organisation'::regclass`)).toEqual([{ forced: true }]);
});
