import type { IncidentId } from '../../kernel/ids.ts';
import type { At } from '../../platform/server/commands/handler.ts';
import type { Tx } from '../../platform/server/db/db.ts';
import type { IncidentChange } from './changes.ts';
import type { ClosingState, IncidentState } from './commands/incidents.ts';
import { closingFigures, countIncident, openEnds } from './figures.server.ts';
import type { Level, RoundId } from './model.ts';
import { forgetEnded } from './store-requests.server.ts';
import { forgetDoors } from './store-visits.server.ts';

/** Reads and locks one incident. */
export async function loadIncident(tx: Tx, id: IncidentId): Promise<IncidentState> {
  const [row] = await tx.rows<{ level: Level; exercise: boolean; closed: boolean }>(
    'select level, exercise, closed_at is not null as closed from response.incident where id = $1 for update',
    [id],
  );
  if (!row) return { at: 'nowhere' };
  return row.closed ? { at: 'closed' } : { at: 'running', id, level: row.level, exercise: row.exercise };
}

/** An incident with what its closing asks about. */
export async function loadClosing(tx: Tx, id: IncidentId, now: Date): Promise<ClosingState> {
  const incident = await loadIncident(tx, id);
  if (incident.at !== 'running') return incident;
  const counts = await countIncident(tx, id, now);
  return { ...incident, ends: openEnds(counts), figures: closingFigures(counts) };
}

export const listRunning = (tx: Tx): Promise<{ id: IncidentId; hazard: string; exercise: boolean }[]> =>
  tx.rows('select id, hazard, exercise from response.incident where closed_at is null order by opened_at limit 100', []);

/** Writes one change of an incident. Closing ends its rounds and tasks; real requests stay open until somebody has seen them through. */
export async function applyIncidentChange(tx: Tx, change: IncidentChange, at: At): Promise<void> {
  switch (change.type) {
    case 'incidentOpened': {
      const { incident: i } = change;
      await tx.run(
        `insert into response.incident (id, hazard, level, exercise, title, plan, edition, alert, opened_at, version)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
        [i.id, i.hazard, i.level, i.exercise, i.title, i.plan, i.edition, i.alert, i.openedAt, at.version],
      );
      return;
    }
    case 'levelChanged':
      await tx.run('update response.incident set level = $2, version = $3 where id = $1', [change.incidentId, change.to, at.version]);
      return;
    case 'incidentClosed': {
      const now = at.now.toISOString();
      const parameters = [change.incidentId, now, at.version];
      await tx.run('update response.incident set closed_at = $2, version = $3, figures = $4, closing = $5 where id = $1', [
        ...parameters,
        JSON.stringify(change.figures),
        JSON.stringify(change.reasons),
      ]);
      const rounds = await tx.rows<{ id: RoundId }>(
        'update response.round set closed_at = $2, version = $3 where incident = $1 and closed_at is null returning id',
        parameters,
      );
      await forgetDoors(
        tx,
        at,
        rounds.map(({ id }) => id),
      );
      await tx.run(
        "update response.task set state = 'dropped', closed_at = $2, due_at = null, version = $3 where incident = $1 and state in ('open', 'claimed')",
        parameters,
      );
      await tx.run(
        "update response.handover set state = 'overtaken', answered_at = $2, version = $3 where incident = $1 and state = 'offered' and (task is not null or exercise)",
        parameters,
      );
      if (change.exercise) {
        await tx.run(
          "update response.request set state = 'closed', closed_at = $2, version = $3 where incident = $1 and state in ('open', 'taken', 'done')",
          parameters,
        );
      }
      await forgetEnded(tx, at, { incident: change.incidentId });
      return;
    }
    case 'claimLimitSet':
      await tx.run(
        'insert into response.setting (claim_limit) values ($1) on conflict (community) do update set claim_limit = excluded.claim_limit',
        [change.claimLimit],
      );
      return;
    default:
      change satisfies never;
  }
}
