import type { DwellingId, IncidentId } from '../../kernel/ids.ts';
import type { At } from '../../platform/server/commands/handler.ts';
import { tombstones } from '../../platform/server/commands/tombstone.ts';
import type { Tx } from '../../platform/server/db/db.ts';
import type { RequestChange } from './changes.ts';
import type { RequestState } from './commands/requests.ts';
import type { HelpKind, RequestId } from './model.ts';
import { overtakeOffers } from './store-handovers.server.ts';

/** Reads and locks one request. */
export async function loadRequest(tx: Tx, id: RequestId): Promise<RequestState> {
  const [row] = await tx.rows<Exclude<RequestState, { at: 'nowhere' }>>(
    'select state as at, id, grid, door, incident from response.request where id = $1 for update',
    [id],
  );
  return row ?? { at: 'nowhere' };
}

export interface AskContext {
  readonly taken: boolean;
  readonly named: 'running' | 'closed' | 'nowhere';
  readonly incident: IncidentId | null;
  readonly same: RequestId | null;
  readonly waiting: number;
}

/** What there is around a new request: the incident it belongs to, the same request from the same door, how much that door waits for. */
export async function loadAskContext(
  tx: Tx,
  p: { requestId: RequestId; incidentId: IncidentId | null; dwellingId: DwellingId; kind: HelpKind },
): Promise<AskContext> {
  const [row] = await tx.rows<AskContext>(
    `with belongs as (
       select coalesce($2::uuid, (select id from response.incident where closed_at is null and not exercise order by opened_at limit 1)) as incident
     )
     select exists (select 1 from response.request where id = $1) as taken,
            case when not exists (select 1 from response.incident where id = $2) then 'nowhere'
                 when exists (select 1 from response.incident where id = $2 and closed_at is null) then 'running' else 'closed' end as named,
            b.incident,
            (select q.id from response.request q
              where q.dwelling = $3 and q.kind = $4 and q.incident is not distinct from b.incident and q.state in ('open', 'taken')
              order by q.asked_at limit 1) as same,
            (select count(*) from response.request q where q.dwelling = $3 and q.state = 'open') as waiting
       from belongs b`,
    [p.requestId, p.incidentId, p.dwellingId, p.kind],
  );
  return row ?? { taken: false, named: 'nowhere', incident: null, same: null, waiting: 0 };
}

const rememberFollow = (tx: Tx, code: string | null, request: RequestId, dwelling: DwellingId | null): Promise<number> | undefined =>
  code === null || dwelling === null
    ? undefined
    : tx.run("insert into response.follow (code_hash, request, dwelling) values (sha256(convert_to($1, 'UTF8')), $2, $3) on conflict do nothing", [
        code,
        request,
        dwelling,
      ]);

/**
 * Tells phones to forget what ended outside an incident that runs: one request, or all of an incident that has just been closed. Who asked
 * for what help is no business of a phone when nobody works on it any more.
 */
export async function forgetEnded(tx: Tx, at: At, which: { readonly request: RequestId } | { readonly incident: IncidentId }): Promise<void> {
  const gone = await tx.rows<{ id: string; scope: string }>(
    `select q.id, q.scope from response.request q left join response.incident i on i.community = q.community and i.id = q.incident
      where ${'request' in which ? 'q.id' : 'q.incident'} = $1 and q.state in ('closed', 'withdrawn') and (i.id is null or i.closed_at is not null)`,
    ['request' in which ? which.request : which.incident],
  );
  await tombstones(
    tx,
    at,
    gone.map(({ id, scope }) => ({ entity: 'response.request', id, scope, kind: 'delete' })),
  );
}

/** Writes one change of a request. */
export async function applyRequestChange(tx: Tx, change: RequestChange, at: At): Promise<void> {
  const now = at.now.toISOString();
  switch (change.type) {
    case 'helpRequested': {
      const { request: q } = change;
      await tx.run(
        `insert into response.request (id, incident, round, household, dwelling, grid, door, kind, urgency, words, source, state, asked_at, scope, version)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 'open', $12, 'grid:' || $6::uuid, $13)`,
        [q.id, q.incident, q.round, q.household, q.dwelling, q.grid, q.door, q.kind, q.urgency, q.words, q.source, q.askedAt, at.version],
      );
      await rememberFollow(tx, change.follow, q.id, q.dwelling);
      return;
    }
    case 'helpRepeated':
      await tx.run(
        `update response.request
            set times = times + 1, words = left(concat_ws(E'\\n', nullif(words, ''), nullif($2, '')), 500), version = $4,
                urgency = case when $3 = 'now' or urgency = 'now' then 'now' when $3 = 'today' or urgency = 'today' then 'today' else 'later' end
          where id = $1`,
        [change.requestId, change.words, change.urgency, at.version],
      );
      await rememberFollow(tx, change.follow, change.requestId, change.dwellingId);
      return;
    case 'requestAnswered':
      await tx.run('update response.request set reply = $2, replied_at = $3, version = $4 where id = $1', [
        change.requestId,
        change.reply,
        now,
        at.version,
      ]);
      return;
    case 'requestClosed':
      overtakeOffers(tx, at, { request: change.requestId });
      await tx.run(
        `update response.request set state = 'closed', closed_at = $3, reply = coalesce($2, reply),
                replied_at = case when $2::text is null then replied_at else $3::timestamptz end, version = $4 where id = $1`,
        [change.requestId, change.reply, now, at.version],
      );
      await forgetEnded(tx, at, { request: change.requestId });
      return;
    case 'requestWithdrawn':
      overtakeOffers(tx, at, { request: change.requestId });
      await tx.run("update response.request set state = 'withdrawn', closed_at = $2, version = $3 where id = $1", [
        change.requestId,
        now,
        at.version,
      ]);
      await forgetEnded(tx, at, { request: change.requestId });
      return;
    default:
      change satisfies never;
  }
}
