import type { OrganisationId } from '../../kernel/ids.ts';
import { bumpAuthority } from '../../platform/server/commands/authority-version.ts';
import type { At } from '../../platform/server/commands/handler.ts';
import type { Tx } from '../../platform/server/db/db.ts';
import { needsMandate } from '../community/index.ts';
import { readAgreedMandates, readBindFrom, readDirectory } from '../community/server.ts';
import type { Assign, WithdrawState } from './commands.ts';
import type { DutyChange, HeldAssignment, MandateGround, Snapshot } from './model.ts';
import type { MatrixState } from './rules/placing.ts';

export const columns = `id, duty, organisation as "organisationId", position as "positionId", role, rank, grids, hazards, levels, since, until`;

/** Assignments that hold now or will hold. */
const standing = (tx: Tx, now: Date): Promise<HeldAssignment[]> =>
  tx.rows(`select ${columns} from duties.assignment where until is null or until > $1 order by id`, [now.toISOString()]);

/** What assignments of these organisations rest on. */
export async function readMandates(
  tx: Tx,
): Promise<(organisations: readonly { readonly id: OrganisationId; readonly byLaw: boolean }[]) => MandateGround> {
  const [bindFrom, agreed] = await Promise.all([readBindFrom(tx), readAgreedMandates(tx)]);
  return (organisations) => ({ bindFrom, agreed, needing: organisations.filter(needsMandate).map((o) => o.id) });
}

/** Everything the permission check is made of, as it stands in this transaction. */
export async function readSnapshot(tx: Tx, now: Date): Promise<Snapshot> {
  const [directory, assignments, mandates] = await Promise.all([readDirectory(tx, now), standing(tx, now), readMandates(tx)]);
  return { ...directory, assignments, mandates: mandates(directory.organisations.filter((o) => o.active)) };
}

export async function loadMatrix(tx: Tx, { assignments }: Assign, now: Date): Promise<MatrixState> {
  const ids = assignments.map((a) => a.id);
  const [snapshot, taken] = await Promise.all([readSnapshot(tx, now), takenAmong(tx, ids)]);
  return matrixOf(snapshot, taken);
}

/** Which of these ids assignments of this community have already. */
export const takenAmong = async (tx: Tx, ids: readonly string[]): Promise<ReadonlySet<string>> =>
  new Set((await tx.rows<{ id: string }>('select id from duties.assignment where id = any($1)', [ids])).map((t) => t.id));

/** The part of a snapshot that new assignments are held against. */
export function matrixOf(snapshot: Snapshot, takenIds: ReadonlySet<string>): MatrixState {
  return {
    standing: snapshot.assignments,
    takenIds,
    organisations: new Set(snapshot.organisations.filter((o) => o.active).map((o) => o.id)),
    positions: new Map(snapshot.positions.map((p) => [p.id, p.organisationId])),
    grids: new Set(snapshot.grids),
    mandates: snapshot.mandates,
  };
}

export async function loadWithdrawal(tx: Tx, id: string, now: Date): Promise<WithdrawState> {
  const [[row], all] = await Promise.all([
    tx.rows<{ duty: string; until: string | null }>('select duty, until from duties.assignment where id = $1', [id]),
    standing(tx, now),
  ]);
  if (!row) return { at: 'nowhere' };
  const keepers = all.filter((a) => a.duty === 'duties.assign' && (a.role === 'A' || a.role === 'R'));
  return {
    at: row.until !== null && row.until <= now.toISOString() ? 'ended' : 'standing',
    lastKeeper: row.duty === 'duties.assign' && keepers.every((a) => a.id === id),
  };
}

export async function applyDutyChange(tx: Tx, change: DutyChange, at: At): Promise<void> {
  switch (change.type) {
    case 'dutiesAssigned':
      await tx.run(
        `insert into duties.assignment (id, duty, organisation, position, role, rank, grids, hazards, levels, since, until, version)
         select id, duty, "organisationId", "positionId", role, rank, grids, hazards, levels, since, until, $2
           from jsonb_to_recordset($1::jsonb) as t(id uuid, duty text, "organisationId" uuid, "positionId" uuid, role text, rank int,
             grids uuid[], hazards text[], levels text[], since timestamptz, until timestamptz)`,
        [JSON.stringify(change.assignments), at.version],
      );
      break;
    case 'dutyWithdrawn':
      await tx.run('update duties.assignment set until = greatest(since, $2), version = $3 where id = $1', [
        change.assignmentId,
        change.on,
        at.version,
      ]);
      break;
    default:
      change satisfies never;
  }
  await bumpAuthority(tx);
}
