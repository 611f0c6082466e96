import type { OrganisationId, PersonId, PositionId } from '../../kernel/ids.ts';
import type { At } from '../../platform/server/commands/handler.ts';
import type { Tx } from '../../platform/server/db/db.ts';
import type { TaskChange } from './changes.ts';
import type { KnownTask, TaskState } from './commands/tasks.ts';
import { builtInClaimLimit, type TaskId, type TaskStep } from './model.ts';
import { overtakeOffers } from './store-handovers.server.ts';

interface Row extends Omit<KnownTask, 'owner'> {
  readonly at: TaskStep;
  readonly ownerOrganisation: OrganisationId | null;
  readonly ownerPosition: PositionId | null;
  readonly claimedPosition: PositionId | null;
}

const columns = `t.state as at, t.id, t.kind, t.incident, t.request, t.grid, t.door, t.effort_min as "effortMin", t.deadline_at as "deadlineAt",
  t.owner_organisation as "ownerOrganisation", t.owner_position as "ownerPosition", t.assignee, t.claimed_by as "claimedBy",
  t.claimed_position as "claimedPosition", t.last_claimed_by as "lastClaimedBy", t.due_at as "dueAt"`;

export type StoredTask =
  | { readonly at: 'nowhere' }
  | { readonly at: TaskStep; readonly task: KnownTask; readonly claimedPosition: PositionId | null };

function stored<R extends Row>(row: R): { at: TaskStep; task: KnownTask; claimedPosition: PositionId | null } {
  const { at, ownerOrganisation, ownerPosition, claimedPosition, ...rest } = row;
  const owner = ownerOrganisation ? { organisation: ownerOrganisation, position: ownerPosition } : null;
  return { at, task: { ...rest, owner }, claimedPosition };
}

/** Reads and locks one task. */
export async function loadTask(tx: Tx, id: TaskId): Promise<TaskState & StoredTask> {
  const [row] = await tx.rows<Row>(`select ${columns} from response.task t where t.id = $1 for update`, [id]);
  return row ? stored(row) : { at: 'nowhere' };
}

/** Reads and locks one task, and counts what the person who wants it holds already: one statement. */
export async function loadTaskToClaim(tx: Tx, id: TaskId, person: PersonId | null): Promise<StoredTask & { held: number; limit: number }> {
  const [row] = await tx.rows<Row & { held: number; limit: number }>(
    `select ${columns},
            (select count(*) from response.task h where h.claimed_by = $2 and h.state = 'claimed' and h.kind <> 'plan') as held,
            coalesce((select claim_limit from response.setting), ${builtInClaimLimit}) as "limit"
       from response.task t where t.id = $1 for update of t`,
    [id, person],
  );
  if (!row) return { at: 'nowhere', held: 0, limit: builtInClaimLimit };
  const { held, limit, ...task } = row;
  return { ...stored(task), held, limit };
}

/** Claims whose time is up, longest overdue first. */
export const loadOverdueClaims = async (tx: Tx, now: Date): Promise<KnownTask[]> =>
  (
    await tx.rows<Row>(
      `select ${columns} from response.task t
        where t.state = 'claimed' and t.kind <> 'plan' and t.due_at <= $1
        order by t.due_at, t.id limit 200 for update`,
      [now.toISOString()],
    )
  ).map((row) => stored(row).task);

/** Writes one change of a task, and of the request it serves, in one statement. */
export async function applyTaskChange(tx: Tx, change: TaskChange, at: At): Promise<void> {
  const now = at.now.toISOString();
  switch (change.type) {
    case 'taskRaised': {
      const { task: t } = change;
      if (t.request) overtakeOffers(tx, at, { request: t.request });
      await tx.run(
        `insert into response.task (id, incident, request, round, household, action_order, kind, title, grid, door, urgency, effort_min, load_kg, state, duty,
           owner_organisation, owner_position, assignee, raised_at, deadline_at, scope, version)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, 'open', $14, $15, $16, $17, $18, $19, $20, $21)
         on conflict (community, round, household) where kind = 'silentDoor' do nothing`,
        [
          t.id,
          t.incident,
          t.request,
          t.round,
          t.household,
          t.actionOrder,
          t.kind,
          JSON.stringify(t.title),
          t.grid,
          t.door,
          t.urgency,
          t.effortMin,
          t.loadKg,
          t.duty,
          t.owner?.organisation ?? null,
          t.owner?.position ?? null,
          t.assignee,
          t.raisedAt,
          t.deadlineAt,
          t.scope,
          at.version,
        ],
      );
      return;
    }
    case 'taskClaimed':
      await tx.run(
        `with helped as (update response.request set state = 'taken', taken_at = $4, version = $6 where id = $7 and state = 'open')
         update response.task set state = 'claimed', claimed_by = $2, claimed_position = $3, claimed_at = $4, due_at = $5, version = $6 where id = $1`,
        [change.taskId, change.by, change.position, now, change.dueAt, at.version, change.requestId],
      );
      return;
    case 'taskFreed':
      overtakeOffers(tx, at, { task: change.taskId });
      await tx.run(
        `with waiting as (update response.request set state = 'open', taken_at = null, version = $3 where id = $4 and state = 'taken')
         update response.task set state = 'open', last_claimed_by = claimed_by, claimed_by = null, claimed_position = null, claimed_at = null, due_at = null,
                lapsed = lapsed + $2, version = $3 where id = $1`,
        [change.taskId, change.why === 'expired' ? 1 : 0, at.version, change.requestId],
      );
      return;
    case 'taskExtended':
      await tx.run('update response.task set due_at = $2, version = $3 where id = $1', [change.taskId, change.dueAt, at.version]);
      return;
    case 'taskAssigned':
      overtakeOffers(tx, at, { task: change.taskId });
      await tx.run('update response.task set owner_organisation = $2, owner_position = $3, assignee = $4, version = $5 where id = $1', [
        change.taskId,
        change.owner.organisation,
        change.owner.position,
        change.assignee,
        at.version,
      ]);
      return;
    case 'taskDone':
      overtakeOffers(tx, at, { task: change.taskId });
      await tx.run(
        `with helped as (update response.request set state = 'done', taken_at = coalesce(taken_at, $3), done_at = $3, version = $6
                          where id = $7 and state in ('open', 'taken'))
         update response.task set state = 'done', closed_by = $2, closed_at = $3, photo = $4, note = $5, due_at = null, version = $6 where id = $1`,
        [change.taskId, change.by, now, change.photo, change.note, at.version, change.requestId],
      );
      return;
    case 'taskDropped':
      overtakeOffers(tx, at, { task: change.taskId });
      await tx.run(
        `with waiting as (update response.request set state = 'open', taken_at = null, version = $4 where id = $5 and state = 'taken')
         update response.task set state = 'dropped', closed_at = $2, note = $3, due_at = null, version = $4 where id = $1`,
        [change.taskId, now, change.reason, at.version, change.requestId],
      );
      return;
    case 'extraWorkKept':
      await tx.run('insert into response.extra_work (id, task, done_by, done_at, photo, note) values ($1, $2, $3, $4, $5, $6)', [
        change.id,
        change.taskId,
        change.by,
        now,
        change.photo,
        change.note,
      ]);
      // The row itself is unchanged, but screens show that there is more work on it.
      await tx.run('update response.task set version = $2 where id = $1', [change.taskId, at.version]);
      return;
    default:
      change satisfies never;
  }
}
