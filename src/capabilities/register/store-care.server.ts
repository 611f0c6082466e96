import type { GridId, ResidentId } from '../../kernel/ids.ts';
import type { At } from '../../platform/server/commands/handler.ts';
import { tombstone } from '../../platform/server/commands/tombstone.ts';
import type { Tx } from '../../platform/server/db/db.ts';
import { findPerson } from '../community/server.ts';
import type { DepartureState } from './commands.ts';
import type { CarerState, ContactState, DuplicateState, NeedState, PlacedState, RecordedNeedState } from './commands-care.ts';
import { refreshHouseholds } from './household-summary.server.ts';
import { mergeIdentity } from './identity.server.ts';
import type { CareLinkId, Carer, ContactId, DuplicateId, HouseholdState, NeedCode, NeedId, RegisterChange, ResidentState } from './model.ts';
import { actorOf, formerFields, keepFormer, loadHousehold, loadResident, setResident, stampsOf } from './rows.server.ts';
import type { Stamps } from './rules/conflicts.ts';

export async function loadNeed(tx: Tx, p: { needId: NeedId; residentId: ResidentId; code: NeedCode }): Promise<NeedState> {
  const [resident, rows] = await Promise.all([
    loadResident(tx, p.residentId),
    tx.rows<{ id: NeedId; resident: ResidentId; code: NeedCode; ended: boolean; detail: string; stamps: Stamps }>(
      `select id, resident, code, detail, stamps, ended_at is not null as ended from register.need
        where (resident = $1 and code = $2 and ended_at is null) or id = $3`,
      [p.residentId, p.code, p.needId],
    ),
  ]);
  const row = rows.find((each) => each.resident === p.residentId && each.code === p.code && !each.ended);
  const current = row ? { id: row.id, detail: row.detail, since: (row.stamps.detail ?? row.stamps.recorded)?.[0] ?? 0 } : null;
  return { resident, current, taken: rows.some(({ id }) => id === p.needId) };
}

export async function loadRecordedNeed(tx: Tx, id: NeedId): Promise<RecordedNeedState> {
  const [row] = await tx.rows<{ resident: ResidentId; grid: GridId; code: NeedCode; detail: string; stamps: Stamps; ended: boolean }>(
    'select resident, grid, code, detail, stamps, ended_at is not null as ended from register.need where id = $1',
    [id],
  );
  if (!row) return { at: 'nowhere' };
  const resident = row.ended ? null : await loadResident(tx, row.resident);
  if (resident?.at !== 'here') return { at: 'ended', grid: row.grid };
  return { at: 'current', code: row.code, detail: row.detail, stamp: row.stamps.detail, resident: resident.resident };
}

export async function loadContact(
  tx: Tx,
  p: { contactId: ContactId; householdId: Parameters<typeof loadHousehold>[1]; contact: { residentId: ResidentId | null } },
): Promise<ContactState> {
  const household: HouseholdState = await loadHousehold(tx, p.householdId);
  const taken = await tx.rows('select id from register.contact where id = $1', [p.contactId]);
  const resident: ResidentState | null = p.contact.residentId ? await loadResident(tx, p.contact.residentId) : null;
  return {
    household,
    taken: taken.length > 0,
    residentFits: !resident || (resident.at === 'here' && resident.resident.householdId === p.householdId),
  };
}

const placed = (rows: readonly { grid: GridId }[]): PlacedState => (rows[0] ? { at: 'here', grid: rows[0].grid } : { at: 'nowhere' });

export const loadPlacedContact = async (tx: Tx, id: ContactId): Promise<PlacedState> =>
  placed(await tx.rows('select grid from register.contact where id = $1', [id]));

export const loadPlacedLink = async (tx: Tx, id: CareLinkId): Promise<PlacedState> =>
  placed(await tx.rows('select grid from register.care_link where id = $1', [id]));

export async function loadCarer(tx: Tx, p: { linkId: CareLinkId; residentId: ResidentId; carer: Carer }): Promise<CarerState> {
  const resident = await loadResident(tx, p.residentId);
  const carerKnown =
    p.carer.kind === 'resident' ? (await loadResident(tx, p.carer.residentId)).at === 'here' : (await findPerson(tx, p.carer.personId)) !== undefined;
  const carer = p.carer.kind === 'resident' ? p.carer.residentId : p.carer.personId;
  const links = await tx.rows('select id from register.care_link where id = $1 or (resident = $2 and coalesce(carer_resident, carer_person) = $3)', [
    p.linkId,
    p.residentId,
    carer,
  ]);
  return { resident, carerKnown, linked: links.length > 0 };
}

/** A resident who leaves, and when the newest of their current needs was written down. */
export async function loadDeparture(tx: Tx, id: ResidentId): Promise<DepartureState> {
  const [resident, [row]] = await Promise.all([
    loadResident(tx, id),
    tx.rows<{ needs: number; since: number | null }>(
      `select count(*)::int as needs, max(coalesce(stamps -> 'detail' ->> 0, stamps -> 'recorded' ->> 0)::bigint) as since
         from register.need where resident = $1 and ended_at is null`,
      [id],
    ),
  ]);
  return { resident, needs: row?.needs ?? 0, needsSince: row?.since ?? 0 };
}

/** The grid of a question is the grid of both residents; null when they live in two. */
export async function loadDuplicate(tx: Tx, id: DuplicateId): Promise<DuplicateState> {
  const [row] = await tx.rows<{ state: string; grids: GridId[] }>(
    `select d.state, array(select distinct r.grid from register.resident r where r.id in (d.first, d.second)) as grids from register.duplicate d where d.id = $1`,
    [id],
  );
  if (!row) return { at: 'nowhere' };
  return { at: row.state === 'open' ? 'open' : 'decided', grid: row.grids.length === 1 ? (row.grids[0] ?? null) : null };
}

type CareChange = Extract<
  RegisterChange,
  {
    type:
      | 'needRecorded'
      | 'needCorrected'
      | 'needEnded'
      | 'contactAdded'
      | 'contactRemoved'
      | 'carerLinked'
      | 'carerUnlinked'
      | 'residentsMerged'
      | 'duplicateDecided';
  }
>;

export async function applyCareChange(tx: Tx, change: CareChange, at: At): Promise<void> {
  switch (change.type) {
    case 'needRecorded': {
      const { needId, resident, code, detail } = change;
      await tx.run(
        'insert into register.need (id, resident, household, grid, code, detail, since, version, stamps) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)',
        [needId, resident.id, resident.householdId, resident.grid, code, detail, at.now, at.version, stampsOf(at, ['recorded'])],
      );
      await refreshHouseholds(tx, at.version, [resident.householdId]);
      return;
    }
    case 'needCorrected':
      await tx.run('update register.need set detail = $2, version = $3, stamps = stamps || $4::jsonb where id = $1', [
        change.needId,
        change.detail,
        at.version,
        stampsOf(at, ['detail']),
      ]);
      return;
    case 'needEnded':
      await tx.run('update register.need set ended_at = $2, version = $3 where id = $1', [change.needId, at.now, at.version]);
      await tombstone(tx, at, { entity: 'register.need', id: change.needId, scope: `needs:${change.resident.grid}`, kind: 'delete' });
      await refreshHouseholds(tx, at.version, [change.resident.householdId]);
      return;
    case 'contactAdded': {
      const { contactId, household, contact } = change;
      await tx.run(
        'insert into register.contact (id, household, resident, grid, name, phone, relation, version) values ($1, $2, $3, $4, $5, $6, $7, $8)',
        [contactId, household.id, contact.residentId, household.grid, contact.name, contact.phone, contact.relation, at.version],
      );
      return;
    }
    case 'contactRemoved':
      await tx.run('delete from register.contact where id = $1', [change.contactId]);
      await tombstone(tx, at, { entity: 'register.contact', id: change.contactId, scope: `grid:${change.grid}`, kind: 'delete' });
      return;
    case 'carerLinked': {
      const { linkId, resident, carer, note } = change;
      await tx.run(
        'insert into register.care_link (id, resident, household, grid, carer_resident, carer_person, note, version) values ($1, $2, $3, $4, $5, $6, $7, $8)',
        [
          linkId,
          resident.id,
          resident.householdId,
          resident.grid,
          carer.kind === 'resident' ? carer.residentId : null,
          carer.kind === 'person' ? carer.personId : null,
          note,
          at.version,
        ],
      );
      return;
    }
    case 'carerUnlinked':
      await tx.run('delete from register.care_link where id = $1', [change.linkId]);
      await tombstone(tx, at, { entity: 'register.careLink', id: change.linkId, scope: `grid:${change.grid}`, kind: 'delete' });
      return;
    case 'residentsMerged':
      return mergeResidents(tx, change, at);
    case 'duplicateDecided':
      await tx.run('update register.duplicate set state = $2, decided_at = $3, decided_by = $4, version = $5 where id = $1', [
        change.id,
        change.state,
        at.now,
        actorOf(at),
        at.version,
      ]);
      return;
    default:
      change satisfies never;
  }
}

/** Needs, contacts, carers and (where the kept record has none) the identity number go over; the other record becomes history. */
async function mergeResidents(tx: Tx, { kept, gone, set }: Extract<CareChange, { type: 'residentsMerged' }>, at: At): Promise<void> {
  const { id: _, householdId: __, grid: ___, ...fields } = gone;
  await keepFormer(tx, at, kept.id, gone.id, fields);
  if (Object.keys(set).length > 0) {
    await keepFormer(tx, at, kept.id, kept.id, formerFields(kept, set));
    await setResident(tx, kept, set, at);
  }
  const over = [kept.id, gone.id, kept.householdId, kept.grid, at.version];
  const ended = await tx.rows<{ id: string }>(
    `delete from register.need n where n.resident = $2 and (n.ended_at is not null or n.code in (select code from register.need k where k.resident = $1 and k.ended_at is null)) returning id`,
    [kept.id, gone.id],
  );
  const needs = await tx.rows<{ id: string }>(
    'update register.need set resident = $1, household = $3, grid = $4, version = $5 where resident = $2 returning id',
    over,
  );
  const contacts = await tx.rows<{ id: string }>(
    'update register.contact set resident = $1, household = $3, grid = $4, version = $5 where resident = $2 returning id',
    over,
  );
  const dropped = await tx.rows<{ id: string; grid: string }>(
    `delete from register.care_link l where (l.resident = $2 and l.carer_resident = $1) or (l.resident = $1 and l.carer_resident = $2) returning id, grid`,
    [kept.id, gone.id],
  );
  const links = await tx.rows<{ id: string }>(
    'update register.care_link set resident = $1, household = $3, grid = $4, version = $5 where resident = $2 returning id',
    over,
  );
  await tx.run('update register.care_link set carer_resident = $1, version = $3 where carer_resident = $2', [kept.id, gone.id, at.version]);
  await tx.run(
    `update register.review set resident = $1, subject = case when subject = $2 then $1 else subject end, household = $3, grid = $4, door = $5 where resident = $2`,
    [kept.id, gone.id, kept.householdId, kept.grid, kept.door],
  );
  await mergeIdentity(tx, kept.id, gone.id, at);
  await tx.run(`delete from register.duplicate where state = 'open' and (first = $1 or second = $1) and not (first = $2 or second = $2)`, [
    gone.id,
    kept.id,
  ]);
  await tx.run('delete from register.resident where id = $1', [gone.id]);

  const forget = (entity: string, rows: readonly { id: string }[], scope: string, kind: 'delete' | 'leave') =>
    Promise.all(rows.map(({ id }) => tombstone(tx, at, { entity, id, scope, kind })));
  await forget('register.resident', [gone], `grid:${gone.grid}`, 'delete');
  await forget('register.need', ended, `needs:${gone.grid}`, 'delete');
  await Promise.all(dropped.map(({ id, grid }) => tombstone(tx, at, { entity: 'register.careLink', id, scope: `grid:${grid}`, kind: 'delete' })));
  if (kept.grid !== gone.grid) {
    await forget('register.need', needs, `needs:${gone.grid}`, 'leave');
    await forget('register.contact', contacts, `grid:${gone.grid}`, 'leave');
    await forget('register.careLink', links, `grid:${gone.grid}`, 'leave');
  }
  await refreshHouseholds(tx, at.version, [...new Set([kept.householdId, gone.householdId])]);
}
