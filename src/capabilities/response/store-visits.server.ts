import type { DwellingId, GridId, HouseholdId, IncidentId } from '../../kernel/ids.ts';
import type { At } from '../../platform/server/commands/handler.ts';
import { tombstones } from '../../platform/server/commands/tombstone.ts';
import type { Tx } from '../../platform/server/db/db.ts';
import type { VisitChange } from './changes.ts';
import type { RoundState } from './commands/rounds.ts';
import type { DoorState, DwellingDoors, ListedDoor, UndoState, VisitDoor } from './commands/visits.ts';
import type { RequestId, Round, RoundId } from './model.ts';

/** A door that goes on the list of a round. */
export interface DoorToList {
  readonly household: string;
  readonly dwelling: string | null;
  readonly grid: string;
  readonly building: string | null;
  readonly unit: number | null;
  readonly floor: number | null;
  readonly door: string;
  readonly vulnerability: number;
}

/** The doors that a round of this audience visits, as they stand now. */
export type DoorsToList = (tx: Tx, audience: Round['audience']) => Promise<readonly DoorToList[]>;

const listed = `v.incident, v.household, v.dwelling, v.grid, v.door, v.outcome, v.no_answer as "noAnswer", v.visited_by as "visitedBy",
  v.visited_at as "visitedAt", r.closed_at is not null as closed`;

export type OwnDoor = Exclude<DoorState, { at: 'listed' }> | { readonly at: 'listed'; readonly door: ListedDoor };

/** Reads and locks one door of a round. Doors of one group are one statement, because this is what sixty doors before noon are made of. */
export async function loadListedDoor(tx: Tx, p: Pick<VisitDoor, 'roundId' | 'householdId' | 'outcome' | 'kind'>): Promise<OwnDoor> {
  const [row] = await tx.rowsOfEach<ListedDoor & { i: number; closed: boolean; over: boolean | null }>(
    `select w.i, ${listed},
            case when r.closed_at is not null then (select i.closed_at is not null from response.incident i where i.id = r.incident) end as over,
            case when w.outcome = 'help' then (
              select q.id from response.request q
               where q.dwelling = v.dwelling and q.kind = w.kind and q.incident = v.incident and q.state in ('open', 'taken')
               order by q.asked_at limit 1) end as "openRequest"
       from jsonb_to_recordset($1::jsonb) as w(i int, round uuid, household uuid, outcome text, kind text)
       join response.visit v on v.round = w.round and v.household = w.household
       join response.round r on r.id = v.round and r.community = v.community
        for update of v`,
    { round: p.roundId, household: p.householdId, outcome: p.outcome, kind: p.kind },
  );
  if (!row) return { at: 'nowhere' };
  const { i: _i, closed, over, ...door } = row;
  return closed ? { at: 'closed', door, over: over ?? false } : { at: 'listed', door };
}

/** Reads and locks one door together with the request its last visit opened, while nobody has set out. */
export async function loadUndo(tx: Tx, p: { roundId: RoundId; householdId: HouseholdId }): Promise<UndoState> {
  const [row] = await tx.rows<ListedDoor & { closed: boolean; ownRequest: RequestId | null }>(
    `select ${listed}, null::uuid as "openRequest",
            (select q.id from response.request q
              where q.dwelling = v.dwelling and q.round = v.round and q.household = v.household and q.state = 'open' and q.times = 1
              order by q.asked_at desc limit 1) as "ownRequest"
       from response.visit v join response.round r on r.id = v.round and r.community = v.community
      where v.round = $1 and v.household = $2
        for update of v`,
    [p.roundId, p.householdId],
  );
  if (!row) return { at: 'nowhere' };
  const { closed, ownRequest, ...door } = row;
  return closed ? { at: 'closed' } : { at: 'listed', door, ownRequest };
}

/** All entries of open rounds for one dwelling, and whether any round is open at all. */
export async function loadDwellingDoors(tx: Tx, dwelling: DwellingId): Promise<DwellingDoors> {
  const [rows, open] = await Promise.all([
    tx.rows<ListedDoor & { round: RoundId; exercise: boolean; closed: boolean }>(
      `select ${listed}, null::uuid as "openRequest", v.round, i.exercise
         from response.visit v
         join response.round r on r.id = v.round and r.community = v.community
         join response.incident i on i.id = r.incident and i.community = r.community
        where v.dwelling = $1 and r.closed_at is null and i.closed_at is null
        order by v.round, v.household limit 200
          for update of v`,
      [dwelling],
    ),
    tx.rows('select 1 from response.round where closed_at is null limit 1', []),
  ]);
  return { asked: open.length > 0, doors: rows.map(({ round, exercise, closed: _closed, ...door }) => ({ round, exercise, door })) };
}

export async function loadRound(tx: Tx, id: RoundId): Promise<RoundState> {
  const [row] = await tx.rows<{ incident: IncidentId; closed: boolean }>(
    'select incident, closed_at is not null as closed from response.round where id = $1 for update',
    [id],
  );
  if (!row) return { at: 'nowhere' };
  return row.closed ? { at: 'closed' } : { at: 'open', incident: row.incident };
}

/** Names the row of a door on phones: a version 8 UUID (RFC 9562) of round and household, so that it is an id like any other. */
export const visitRowId = `overlay(overlay(md5(v.round::text || v.household::text) placing '8' from 13) placing '8' from 17)::uuid`;

/** Phones forget the doors of rounds that are over: a list of who lives where is kept no longer than it is worked through. */
export async function forgetDoors(tx: Tx, at: At, rounds: readonly RoundId[]): Promise<void> {
  const doors = await tx.rows<{ id: string; scope: string }>(`select ${visitRowId} as id, v.scope from response.visit v where v.round = any($1)`, [
    rounds,
  ]);
  await tombstones(
    tx,
    at,
    doors.map(({ id, scope }) => ({ entity: 'response.visit', id, scope, kind: 'delete' })),
  );
}

/** A household that moves takes its entry in the open rounds along; phones of the grid it leaves forget it. */
export async function moveDoors(
  tx: Tx,
  at: At,
  household: HouseholdId,
  from: GridId,
  to: Omit<DoorToList, 'household' | 'vulnerability'>,
): Promise<void> {
  const moved = await tx.rows<{ id: string }>(
    `update response.visit v set dwelling = $2, grid = $3, building = $4, unit = $5, floor = $6, door = $7, scope = 'grid:' || $3::uuid, version = $8
       from response.round r
      where r.community = v.community and r.id = v.round and r.closed_at is null and v.household = $1 returning ${visitRowId} as id`,
    [household, to.dwelling, to.grid, to.building, to.unit, to.floor, to.door, at.version],
  );
  if (from === to.grid) return;
  await tombstones(
    tx,
    at,
    moved.map(({ id }) => ({ entity: 'response.visit', id, scope: `grid:${from}`, kind: 'leave' })),
  );
}

/** Writes one change of a round or a door. Opening a round copies its list of doors. */
export async function applyVisitChange(tx: Tx, change: VisitChange, at: At, doorsToList: DoorsToList): Promise<void> {
  switch (change.type) {
    case 'roundOpened': {
      const { round } = change;
      const doors = await doorsToList(tx, round.audience);
      await tx.run('insert into response.round (id, incident, title, audience, opened_at, due_at, version) values ($1, $2, $3, $4, $5, $6, $7)', [
        round.id,
        round.incident,
        round.title,
        round.audience,
        round.openedAt,
        round.dueAt,
        at.version,
      ]);
      await tx.run(
        `insert into response.visit (round, incident, household, dwelling, grid, building, unit, floor, door, vulnerability, scope, version)
         select $1, $2, household, dwelling, grid, building, unit, floor, door, vulnerability, 'grid:' || grid, $3
           from jsonb_to_recordset($4::jsonb)
             as d(household uuid, dwelling uuid, grid uuid, building uuid, unit int, floor int, door text, vulnerability int)`,
        [round.id, round.incident, at.version, JSON.stringify(doors)],
      );
      return;
    }
    case 'roundClosed':
      await tx.run('update response.round set closed_at = $2, version = $3 where id = $1', [change.roundId, at.now.toISOString(), at.version]);
      await forgetDoors(tx, at, [change.roundId]);
      return;
    case 'doorVisited':
      tx.sendEach(
        `update response.visit v
            set before_outcome = v.outcome, before_at = v.visited_at, before_by = v.visited_by, outcome = w.outcome, visited_at = w.visited_at,
                visited_by = w.visited_by, times = v.times + 1, no_answer = w.no_answer, disputed = v.disputed or w.disputed, version = w.version
           from jsonb_to_recordset($1::jsonb) as w(round uuid, household uuid, outcome text, visited_at timestamptz, visited_by uuid,
                no_answer int, disputed boolean, version bigint)
          where v.round = w.round and v.household = w.household`,
        {
          round: change.roundId,
          household: change.householdId,
          outcome: change.outcome,
          visited_at: at.now.toISOString(),
          visited_by: change.by,
          no_answer: change.noAnswer,
          disputed: change.disputed,
          version: at.version,
        },
      );
      return;
    case 'extraVisitKept':
      await tx.run(
        `insert into response.extra_visit (id, round, household, outcome, source, visited_at, visited_by) values ($1, $2, $3, $4, $5, $6, $7)`,
        [change.id, change.roundId, change.householdId, change.outcome, change.source, change.at, change.by],
      );
      if (change.disputed) {
        await tx.run('update response.visit set disputed = true, version = $3 where round = $1 and household = $2', [
          change.roundId,
          change.householdId,
          at.version,
        ]);
      }
      return;
    case 'visitUndone':
      await tx.run(
        `update response.visit
            set no_answer = greatest(no_answer - (outcome = 'noAnswer')::int, 0), times = greatest(times - 1, 0),
                outcome = before_outcome, visited_at = before_at, visited_by = before_by,
                before_outcome = null, before_at = null, before_by = null, version = $3
          where round = $1 and household = $2`,
        [change.roundId, change.householdId, at.version],
      );
      return;
    default:
      change satisfies never;
  }
}
