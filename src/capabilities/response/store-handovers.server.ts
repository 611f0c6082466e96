import type { Actor, Facts } from '../../kernel/command.ts';
import type { GridId, IncidentId, OrganisationId, PersonId, PositionId } from '../../kernel/ids.ts';
import type { At } from '../../platform/server/commands/handler.ts';
import { tombstone } from '../../platform/server/commands/tombstone.ts';
import type { Tx } from '../../platform/server/db/db.ts';
import { positionsOf, readDirectory } from '../community/server.ts';
import { ownersOf, type Snapshot } from '../duties/index.ts';
import { loadAuthority, readSnapshot } from '../duties/server.ts';
import type { HandoverChange } from './changes.ts';
import type { EscalationState, OfferState } from './commands/handovers.ts';
import type { HandoverId, HandoverStep, Owner, RequestId, RequestStep, TaskId, TaskKind, TaskStep, Urgency, Words } from './model.ts';
import type { HandoverState, KnownHandover, PassedTask, Posts } from './rules/handover.ts';

/** Posts of whoever speaks, own ones before those they stand in for. */
const postsOf = async (tx: Tx, { actor, now }: Facts): Promise<Posts> =>
  actor.kind === 'person' ? (await positionsOf(tx, actor.person, now)).filter(({ seat }) => !seat) : [];

interface Thing {
  readonly incident: IncidentId | null;
  readonly exercise: boolean;
  readonly kind: TaskKind;
  readonly title: Words;
  readonly urgency: Urgency;
  readonly grid: GridId | null;
  readonly door: string | null;
  readonly taken: boolean;
  readonly waits: boolean;
}
interface TaskFound extends Thing {
  readonly step: TaskStep;
  readonly duty: string | null;
  readonly assignee: PersonId | null;
  readonly claimedBy: PersonId | null;
  readonly claimedPosition: PositionId | null;
  readonly ownerOrganisation: OrganisationId | null;
  readonly ownerPosition: PositionId | null;
}
interface RequestFound extends Thing {
  readonly step: RequestStep;
  readonly served: boolean;
  readonly grid: GridId;
}

/** Has this id been used, and does an offer for this thing wait? */
const around = `exists (select 1 from response.handover where id = $2) as taken`;

const findTask = async (tx: Tx, id: TaskId, handover: HandoverId): Promise<TaskFound | undefined> =>
  (
    await tx.rows<TaskFound>(
      `select t.state as step, t.incident, coalesce(i.exercise, false) as exercise, t.kind, t.title, t.urgency, t.grid, t.door, t.duty, t.assignee,
              t.claimed_by as "claimedBy", t.claimed_position as "claimedPosition", t.owner_organisation as "ownerOrganisation",
              t.owner_position as "ownerPosition", ${around},
              exists (select 1 from response.handover h where h.task = t.id and h.state = 'offered') as waits
         from response.task t left join response.incident i on i.community = t.community and i.id = t.incident where t.id = $1 for update of t`,
      [id, handover],
    )
  )[0];

const findRequest = async (tx: Tx, id: RequestId, handover: HandoverId): Promise<RequestFound | undefined> =>
  (
    await tx.rows<RequestFound>(
      `select q.state as step, q.incident, coalesce(i.exercise, false) as exercise, q.kind, '{"zh": "", "en": "", "ug": ""}'::jsonb as title, q.urgency,
              q.grid, q.door, ${around}, exists (select 1 from response.handover h where h.request = q.id and h.state = 'offered') as waits,
              exists (select 1 from response.task t where t.request = q.id and t.state in ('open', 'claimed')) as served
         from response.request q left join response.incident i on i.community = q.community and i.id = q.incident where q.id = $1 for update of q`,
      [id, handover],
    )
  )[0];

/** The post in which the actor answers for a task: as the one who took it, as its owner, or as the one who was asked. */
function holderOfTask(task: TaskFound, posts: Posts, actor: Actor): Owner | null {
  const person = actor.kind === 'person' ? actor.person : null;
  const owning = posts.find((p) => (task.ownerPosition === null ? p.organisationId === task.ownerOrganisation : p.id === task.ownerPosition));
  const taken = task.claimedBy === person && person !== null;
  const own = taken || task.assignee === person ? (posts.find((p) => p.id === task.claimedPosition) ?? owning ?? posts[0]) : undefined;
  const post = task.claimedBy !== null && !taken ? owning : (own ?? owning);
  return post ? { organisation: post.organisationId, position: post.id } : null;
}

/** A request that nobody has taken is answered for by whoever receives requests there. */
async function holderOfRequest(tx: Tx, request: RequestFound, posts: Posts, { actor, now }: Facts): Promise<Owner | null> {
  const may = (await loadAuthority(tx, now)).may(actor, 'response.triage');
  if (!may.ok || (may.value.grids !== null && !may.value.grids.includes(request.grid))) return null;
  const post = posts.find(({ id }) => id === may.value.position);
  return post ? { organisation: post.organisationId, position: post.id } : null;
}

/** What offering this would meet. */
export async function loadOffer(
  tx: Tx,
  p: { handoverId: HandoverId; taskId: TaskId | null; requestId: RequestId | null; toOrganisationId: OrganisationId },
  facts: Facts,
): Promise<OfferState> {
  const what = p.taskId ? 'task' : 'request';
  const [task, request] = [
    p.taskId ? await findTask(tx, p.taskId, p.handoverId) : undefined,
    p.requestId && !p.taskId ? await findRequest(tx, p.requestId, p.handoverId) : undefined,
  ];
  const thing = task ?? request;
  if (!thing) return { at: 'nowhere', what };
  if (thing.taken) return { at: 'idTaken' };
  if (thing.waits) return { at: 'offeredAlready' };
  if (task && task.step !== 'open' && task.step !== 'claimed') return { at: 'over', what };
  if (request && request.step !== 'open' && request.step !== 'taken') return { at: 'over', what };
  if (request?.served) return { at: 'requestHasTask' };
  const [posts, directory] = await Promise.all([postsOf(tx, facts), readDirectory(tx)]);
  const holder = task ? holderOfTask(task, posts, facts.actor) : request ? await holderOfRequest(tx, request, posts, facts) : null;
  const names = new Map(directory.organisations.map((o) => [o.id, o]));
  const to = names.get(p.toOrganisationId);
  const manned = directory.positions.some((at) => at.organisationId === p.toOrganisationId && !at.seat && (at.holder ?? at.deputy) !== null);
  const { incident, exercise, kind, title, urgency, grid, door } = thing;
  return {
    at: 'ready',
    holder,
    asked: !to?.active ? 'gone' : manned ? 'there' : 'unmanned',
    incident,
    exercise,
    kind,
    title,
    urgency,
    grid,
    door,
    duty: task ? (task.duty ?? 'response.dispatch') : 'response.triage',
    fromName: (holder && names.get(holder.organisation)?.name) ?? '',
    toName: to?.name ?? '',
  };
}

interface Row {
  readonly at: HandoverStep;
  readonly handover: Omit<KnownHandover, 'from' | 'escalatedTo' | 'passed' | 'toName'>;
  readonly fromOrganisation: OrganisationId;
  readonly fromPosition: PositionId;
  readonly escalatedOrganisation: OrganisationId | null;
  readonly escalatedPosition: PositionId | null;
  readonly passed: PassedTask | null;
  readonly requestHasTask: boolean;
  readonly hazard: string | null;
  readonly level: string | null;
}

async function findHandover(tx: Tx, id: HandoverId): Promise<Row | undefined> {
  const [row] = await tx.rows<Row['handover'] & Omit<Row, 'handover' | 'passed'> & Partial<Record<`passed${string}`, unknown>>>(
    `select h.state as at, h.id, h.task, h.request, h.kind, h.urgency, h.grid, h.offered_by as "offeredBy", h.to_organisation as "to", h.note,
            h.offered_at as "offeredAt", h.due_at as "dueAt", h.duty, h.incident, h.exercise, h.title, h.door, h.escalated_at as "escalatedAt",
            h.from_organisation as "fromOrganisation", h.from_position as "fromPosition", h.escalated_organisation as "escalatedOrganisation",
            h.escalated_position as "escalatedPosition", i.hazard, i.level,
            t.state as "passedStep", t.request as "passedRequest", t.effort_min as "passedEffortMin", t.deadline_at as "passedDeadlineAt", t.scope as "passedScope",
            exists (select 1 from response.task o where o.request = h.request and o.state in ('open', 'claimed')) as "requestHasTask"
       from response.handover h
       left join response.task t on t.community = h.community and t.id = h.task
       left join response.incident i on i.community = h.community and i.id = h.incident
      where h.id = $1 for update of h`,
    [id],
  );
  if (!row) return undefined;
  const { at, fromOrganisation, fromPosition, escalatedOrganisation, escalatedPosition, requestHasTask, hazard, level, ...handover } = row;
  const { passedStep, passedRequest, passedEffortMin, passedDeadlineAt, passedScope } = row;
  const passed = handover.task
    ? ({
        id: handover.task,
        step: passedStep,
        request: passedRequest,
        effortMin: passedEffortMin,
        deadlineAt: passedDeadlineAt,
        scope: passedScope,
      } as PassedTask)
    : null;
  return { at, handover, passed, fromOrganisation, fromPosition, escalatedOrganisation, escalatedPosition, requestHasTask, hazard, level };
}

const known = (row: Row, toName: string): KnownHandover => ({
  ...row.handover,
  from: { organisation: row.fromOrganisation, position: row.fromPosition },
  escalatedTo: row.escalatedOrganisation ? { organisation: row.escalatedOrganisation, position: row.escalatedPosition } : null,
  passed: row.passed,
  toName,
});

export async function loadHandover(tx: Tx, { handoverId }: { handoverId: HandoverId }, facts: Facts): Promise<HandoverState> {
  const row = await findHandover(tx, handoverId);
  if (!row) return { at: 'nowhere' };
  const [posts, { organisations }] = await Promise.all([postsOf(tx, facts), readDirectory(tx)]);
  const toName = organisations.find(({ id }) => id === row.handover.to)?.name ?? '';
  return { at: row.at, handover: known(row, toName), posts, requestHasTask: row.requestHasTask };
}

export async function loadEscalation(tx: Tx, { handoverId }: { handoverId: HandoverId }, { now }: Facts): Promise<EscalationState> {
  const row = await findHandover(tx, handoverId);
  if (!row) return { at: 'nowhere' };
  const snapshot = await readSnapshot(tx, now);
  const names = new Map(snapshot.organisations.map(({ id, name }) => [id, name]));
  return {
    at: row.at,
    handover: known(row, names.get(row.handover.to) ?? ''),
    accountable: accountableFor(snapshot, row, now),
    fromName: names.get(row.fromOrganisation) ?? '',
  };
}

/** Who answers for the duty there, somebody in the post before an empty one; where nobody does, who answers for the response as a whole. */
function accountableFor(snapshot: Snapshot, { handover, hazard, level }: Row, now: Date): Owner | null {
  const occasion = { grid: handover.grid, hazard: hazard ?? undefined, level: level ?? undefined };
  for (const duty of [handover.duty, 'response.command']) {
    const answering = ownersOf(snapshot, duty, occasion, now).filter(({ role }) => role === 'A');
    const first = answering.find(({ holder, deputy }) => holder !== null || deputy !== null) ?? answering[0];
    if (first) return { organisation: first.organisationId, position: first.positionId };
  }
  return null;
}

/** Ends what is still offered because the thing itself went another way. */
export const overtakeOffers = (tx: Tx, at: At, of: { readonly task: TaskId } | { readonly request: RequestId }): void =>
  tx.send(
    `update response.handover set state = 'overtaken', answered_at = $2, version = $3 where ${'task' in of ? 'task' : 'request'} = $1 and state = 'offered'`,
    ['task' in of ? of.task : of.request, at.now.toISOString(), at.version],
  );

/** Writes one change of a hand-over. */
export async function applyHandoverChange(tx: Tx, change: HandoverChange, at: At): Promise<void> {
  const now = at.now.toISOString();
  switch (change.type) {
    case 'handoverOffered': {
      const { handover: h, subject } = change;
      await tx.run(
        `insert into response.handover (id, incident, exercise, task, request, kind, title, urgency, grid, door, from_organisation, from_position, offered_by,
           to_organisation, note, duty, state, offered_at, due_at, version)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, 'offered', $17, $18, $19)`,
        [
          h.id,
          subject.incident,
          subject.exercise,
          h.task,
          h.request,
          h.kind,
          JSON.stringify(subject.title),
          h.urgency,
          h.grid,
          subject.door,
          h.from.organisation,
          h.from.position,
          h.offeredBy,
          h.to,
          h.note,
          h.duty,
          h.offeredAt,
          h.dueAt,
          at.version,
        ],
      );
      return;
    }
    case 'handoverAccepted':
      await tx.run(
        `update response.handover set state = 'accepted', answered_at = $2, answered_by = $3, answered_position = $4, task = $5, version = $6 where id = $1`,
        [change.handoverId, now, change.by, change.owner.position, change.taskId, at.version],
      );
      return;
    case 'handoverDeclined':
      await tx.run(
        `update response.handover set state = 'declined', answered_at = $2, answered_by = $3, answered_position = $4, reason = $5, version = $6 where id = $1`,
        [change.subject.handoverId, now, change.by, change.position, change.reason, at.version],
      );
      return;
    case 'handoverWithdrawn':
      await tx.run(
        `update response.handover set state = 'withdrawn', answered_at = $2, answered_by = $3, answered_position = $4, version = $5 where id = $1`,
        [change.handoverId, now, change.by, change.position, at.version],
      );
      return;
    case 'handoverEscalated':
      await tx.run(
        'update response.handover set escalated_at = $2, escalated_organisation = $3, escalated_position = $4, version = $5 where id = $1',
        [change.subject.handoverId, now, change.to?.organisation ?? null, change.to?.position ?? null, at.version],
      );
      return;
    case 'taskPassed': {
      await tx.run(
        `with helped as (update response.request set state = 'taken', taken_at = $6, version = $7 where id = $8 and state = 'open')
         update response.task
            set owner_organisation = $2, owner_position = $3, assignee = null, state = 'claimed', last_claimed_by = claimed_by, claimed_by = $4,
                claimed_position = $3, claimed_at = $6, due_at = $5, scope = 'community', version = $7
          where id = $1`,
        [change.taskId, change.owner.organisation, change.owner.position, change.by, change.dueAt, now, at.version, change.requestId],
      );
      // It leaves the list of what anybody may take.
      if (change.scopeBefore !== 'community')
        await tombstone(tx, at, { entity: 'response.task', id: change.taskId, scope: change.scopeBefore, kind: 'leave' });
      return;
    }
    default:
      change satisfies never;
  }
}
