import { bumpAuthority } from '../../platform/server/commands/authority-version.ts';
import type { At } from '../../platform/server/commands/handler.ts';
import { tombstone } from '../../platform/server/commands/tombstone.ts';
import type { Tx } from '../../platform/server/db/db.ts';
import type { AssignState, NewOrganisation, NewPosition } from './commands-people.ts';
import type { Member, Organisation, OrganisationState, PeopleChange, Person, Position, PositionState } from './model.ts';

const one = async <R>(tx: Tx, sql: string, params: readonly unknown[]): Promise<R> => (await tx.rows<R>(sql, params))[0] as R;

export const loadNewOrganisation = (tx: Tx, organisation: Organisation): Promise<NewOrganisation> =>
  one(
    tx,
    `select exists (select from community.organisation where id = $1) as "idTaken",
            exists (select from community.organisation where name = $2 and id <> $1) as "nameTaken"`,
    [organisation.id, organisation.name],
  );

export async function loadOrganisation(tx: Tx, id: string): Promise<OrganisationState> {
  const [row] = await tx.rows<Organisation & { status: 'active' | 'ended'; byLaw: boolean }>(
    'select id, kind, sector, name, phone, status, by_law as "byLaw" from community.organisation where id = $1',
    [id],
  );
  if (!row) return { at: 'nowhere' };
  const { status, byLaw, ...organisation } = row;
  return { at: status, organisation, byLaw };
}

export const loadPersonKnown = (tx: Tx, id: string | null): Promise<{ known: boolean }> =>
  one(tx, 'select $1::uuid is null or exists (select from community.person where id = $1) as known', [id]);

export const countUnknownGrids = async (tx: Tx, grids: readonly string[] | null): Promise<number> =>
  (
    await one<{ n: number }>(
      tx,
      `select count(*) as n from unnest($1::uuid[]) as t(id) where not exists (select from community.grid g where g.id = t.id)`,
      [grids ?? []],
    )
  ).n;

export async function loadNewPosition(tx: Tx, position: Position & { holderId: string | null; deputyId: string | null }): Promise<NewPosition> {
  const [organisation, unknownGrids, holder, deputy, taken] = await Promise.all([
    loadOrganisation(tx, position.organisationId),
    countUnknownGrids(tx, position.grids),
    loadPersonKnown(tx, position.holderId),
    loadPersonKnown(tx, position.deputyId),
    tx.rows('select 1 from community.position where id = $1', [position.id]),
  ]);
  return { idTaken: taken.length > 0, organisation: organisation.at, unknownGrids, holderKnown: holder.known, deputyKnown: deputy.known };
}

export async function loadEnrolment(tx: Tx, organisationId: string, members: readonly Member[]) {
  const [organisation, taken] = await Promise.all([
    loadOrganisation(tx, organisationId),
    one<{ n: number }>(
      tx,
      `select (select count(*) from community.person where id = any($1)) + (select count(*) from community.position where id = any($2)) as n`,
      [members.map((m) => m.person.id), members.map((m) => m.positionId)],
    ),
  ]);
  return { organisation: organisation.at, idsTaken: taken.n };
}

interface PositionRow extends Position {
  readonly holder: Person['id'] | null;
  readonly deputy: Person['id'] | null;
  readonly organisation: 'active' | 'ended';
  readonly ended: boolean;
}

export async function loadPosition(tx: Tx, id: string): Promise<PositionState> {
  const [row] = await tx.rows<PositionRow>(
    `select p.id, p.organisation as "organisationId", p.title, p.seat, p.grids, p.holder, p.deputy, o.status as organisation, p.until is not null as ended
       from community.position p join community.organisation o on o.community = p.community and o.id = p.organisation
      where p.id = $1`,
    [id],
  );
  if (!row) return { at: 'nowhere' };
  const { holder, deputy, organisation, ended, ...position } = row;
  return { at: ended ? 'ended' : 'standing', position, organisation, holder, deputy };
}

export async function loadAssign(tx: Tx, payload: { positionId: string; personId: string | null }): Promise<AssignState> {
  const [position, person] = await Promise.all([loadPosition(tx, payload.positionId), loadPersonKnown(tx, payload.personId)]);
  return { position, personKnown: person.known };
}

export async function applyPeopleChange(tx: Tx, change: PeopleChange, at: At): Promise<void> {
  switch (change.type) {
    case 'organisationAdded': {
      const { id, kind, sector, name, phone } = change.organisation;
      await tx.run('insert into community.organisation (id, kind, sector, name, phone, by_law, version) values ($1, $2, $3, $4, $5, $6, $7)', [
        id,
        kind,
        sector,
        name,
        phone,
        change.byLaw,
        at.version,
      ]);
      await bumpAuthority(tx);
      return;
    }
    case 'organisationChanged': {
      const { id, kind, sector, name, phone } = change.organisation;
      await tx.run('update community.organisation set kind = $2, sector = $3, name = $4, phone = $5, version = $6 where id = $1', [
        id,
        kind,
        sector,
        name,
        phone,
        at.version,
      ]);
      await bumpAuthority(tx);
      return;
    }
    case 'organisationEnded':
      await tx.run(`update community.organisation set status = 'ended', ended_at = $2, version = $3 where id = $1`, [
        change.organisationId,
        change.on,
        at.version,
      ]);
      await bumpAuthority(tx);
      return;
    case 'personAdded':
      await addPeople(tx, [change.person], at.version);
      return;
    case 'personChanged': {
      const { id, name, phone, languages, skills } = change.person;
      await tx.run('update community.person set name = $2, phone = $3, languages = $4, skills = $5, version = $6 where id = $1', [
        id,
        name,
        phone,
        languages,
        skills,
        at.version,
      ]);
      // Phones show the name and number with the position: those rows are new to them.
      await tx.run('update community.position set version = $2 where holder = $1 or deputy = $1', [id, at.version]);
      return;
    }
    case 'membersEnrolled':
      await enrol(tx, change, at.version);
      return;
    case 'positionAdded': {
      const { id, organisationId, title, seat, grids } = change.position;
      await tx.run('insert into community.position (id, organisation, title, seat, grids, since, version) values ($1, $2, $3, $4, $5, $6, $7)', [
        id,
        organisationId,
        title,
        seat,
        grids,
        change.since,
        at.version,
      ]);
      await bumpAuthority(tx);
      return;
    }
    case 'positionChanged':
      await tx.run('update community.position set title = $2, grids = $3, version = $4 where id = $1', [
        change.positionId,
        change.title,
        change.grids,
        at.version,
      ]);
      await bumpAuthority(tx);
      return;
    case 'positionEnded':
      await tx.run('update community.position set until = greatest(since, $2), version = $3 where id = $1', [
        change.positionId,
        change.on,
        at.version,
      ]);
      await bumpAuthority(tx);
      return;
    case 'holderAssigned':
      await place(tx, 'holder', change, at);
      return;
    case 'deputyAssigned':
      await place(tx, 'deputy', change, at);
      return;
    default:
      change satisfies never;
  }
}

const addPeople = (tx: Tx, people: readonly Person[], version: number): Promise<number> =>
  tx.run(
    `insert into community.person (id, name, phone, languages, skills, version)
     select id, name, phone, string_to_array(languages, ','), string_to_array(skills, ','), $6
       from unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[]) as t(id, name, phone, languages, skills)`,
    [
      people.map((p) => p.id),
      people.map((p) => p.name),
      people.map((p) => p.phone),
      // arrays of unequal length do not fit into one two-dimensional array; the words hold no comma
      people.map((p) => p.languages.join(',')),
      people.map((p) => p.skills.join(',')),
      version,
    ],
  );

async function enrol(tx: Tx, change: Extract<PeopleChange, { type: 'membersEnrolled' }>, version: number): Promise<void> {
  const people = change.members.map((m) => m.person.id);
  const seats = change.members.map((m) => m.positionId);
  await addPeople(
    tx,
    change.members.map((m) => m.person),
    version,
  );
  await tx.run(
    `insert into community.position (id, organisation, title, seat, holder, since, version)
     select id, $3, $4, true, holder, $5, $6 from unnest($1::uuid[], $2::uuid[]) as t(id, holder)`,
    [seats, people, change.organisationId, change.title, change.on, version],
  );
  await tx.run(
    `insert into community.holding (position, person, as_deputy, since, version)
     select id, holder, false, $3, $4 from unnest($1::uuid[], $2::uuid[]) as t(id, holder)`,
    [seats, people, change.on, version],
  );
  await bumpAuthority(tx);
}

/** Ends what stood in the record, writes who comes next, and tells the phone of whoever leaves a seat to forget it. */
async function place(
  tx: Tx,
  column: 'holder' | 'deputy',
  change: { positionId: string; personId: string | null; on: string },
  at: At,
): Promise<void> {
  const asDeputy = column === 'deputy';
  const [before] = await tx.rows<{ seat: boolean; scope: string }>('select seat, scope from community.position where id = $1 for update', [
    change.positionId,
  ]);
  await tx.run('update community.holding set until = greatest(since, $3) where position = $1 and as_deputy = $2 and until is null', [
    change.positionId,
    asDeputy,
    change.on,
  ]);
  if (change.personId)
    await tx.run('insert into community.holding (position, person, as_deputy, since, version) values ($1, $2, $3, $4, $5)', [
      change.positionId,
      change.personId,
      asDeputy,
      change.on,
      at.version,
    ]);
  await tx.run(`update community.position set ${column} = $2, version = $3 where id = $1`, [change.positionId, change.personId, at.version]);
  if (before?.seat && !asDeputy) await tombstone(tx, at, { entity: 'community.position', id: change.positionId, scope: before.scope, kind: 'leave' });
  await bumpAuthority(tx);
}
