import type { IncidentId, OrganisationId } from '../../kernel/ids.ts';
import type { At } from '../../platform/server/commands/handler.ts';
import type { Tx } from '../../platform/server/db/db.ts';
import { readDirectory } from '../community/server.ts';
import type { BriefingChange } from './changes.ts';
import type { BriefingState, CallState, DecisionState } from './commands/briefings.ts';
import type { BriefingId, BriefingStep, Guest } from './model.ts';
import { loadIncident } from './store-incidents.server.ts';

/** Posts of active organisations with whoever stands in them now: the one who acts for the holder, else the holder, else the deputy. */
async function postsNamed(tx: Tx, ids: readonly string[], now: Date): Promise<Guest[]> {
  const { organisations, positions } = await readDirectory(tx, now);
  const wanted = new Set(ids);
  const active = new Set(organisations.filter((o) => o.active).map((o) => o.id));
  const instant = now.toISOString();
  return positions
    .filter((post) => wanted.has(post.id) && !post.seat && active.has(post.organisationId))
    .map(({ id, organisationId, holder, deputy, acting }) => ({
      position: id,
      organisation: organisationId,
      person: acting.find((cover) => cover.since <= instant)?.person ?? holder ?? deputy,
    }));
}

export async function loadCall(
  tx: Tx,
  p: { briefingId: BriefingId; incidentId: IncidentId; invited: readonly string[] },
  { now }: { now: Date },
): Promise<CallState> {
  const [incident, taken, posts] = await Promise.all([
    loadIncident(tx, p.incidentId),
    tx.rows('select 1 from response.briefing where id = $1', [p.briefingId]),
    postsNamed(tx, p.invited, now),
  ]);
  return { incident, idTaken: taken.length > 0, posts };
}

const find = async (tx: Tx, id: BriefingId): Promise<{ at: BriefingStep; incident: IncidentId } | undefined> =>
  (
    await tx.rows<{ at: BriefingStep; incident: IncidentId }>('select state as at, incident from response.briefing where id = $1 for update', [id])
  )[0];

export async function loadBriefing(
  tx: Tx,
  p: { briefingId: BriefingId; present?: readonly string[] },
  { now }: { now: Date },
): Promise<BriefingState> {
  const found = await find(tx, p.briefingId);
  if (!found) return { at: 'nowhere' };
  const [guests, posts] = await Promise.all([
    tx.rows<Guest>('select position, organisation, person from response.briefing_guest where briefing = $1 order by position', [p.briefingId]),
    p.present ? postsNamed(tx, p.present, now) : [],
  ]);
  return { ...found, guests, posts };
}

export async function loadDecision(
  tx: Tx,
  p: { decisionId: string; briefingId: BriefingId; organisationId: OrganisationId; positionId: string | null },
): Promise<DecisionState> {
  const found = await find(tx, p.briefingId);
  if (!found) return { at: 'nowhere' };
  const [incident, taken, { organisations, positions }] = await Promise.all([
    loadIncident(tx, found.incident),
    tx.rows('select 1 from response.briefing_decision where id = $1', [p.decisionId]),
    readDirectory(tx),
  ]);
  return {
    ...found,
    incidentRuns: incident.at === 'running',
    idTaken: taken.length > 0,
    organisationHere: organisations.some(({ id, active }) => id === p.organisationId && active),
    positionThere:
      p.positionId === null || positions.some((post) => post.id === p.positionId && post.organisationId === p.organisationId && !post.seat),
  };
}

/** Writes one change of a briefing. */
export async function applyBriefingChange(tx: Tx, change: BriefingChange, at: At): Promise<void> {
  const now = at.now.toISOString();
  switch (change.type) {
    case 'briefingCalled': {
      const { briefing: b } = change;
      await tx.run(
        `insert into response.briefing (id, incident, title, starts_at, place, link, state, called_by, called_position, called_at, version)
         values ($1, $2, $3, $4, $5, $6, 'planned', $7, $8, $9, $10)`,
        [b.id, b.incident, b.title, b.startsAt, b.place, b.link, change.by, at.position, now, at.version],
      );
      await writeGuests(tx, b.id, change.guests, { invited: true, present: null });
      return;
    }
    case 'briefingHeld':
      await tx.run("update response.briefing set state = 'held', held_at = coalesce(held_at, $2), version = $3 where id = $1", [
        change.briefingId,
        now,
        at.version,
      ]);
      await tx.run('update response.briefing_guest set present = false where briefing = $1', [change.briefingId]);
      await writeGuests(tx, change.briefingId, change.present, { invited: false, present: true });
      return;
    case 'briefingCancelled':
      await tx.run("update response.briefing set state = 'cancelled', reason = $2, version = $3 where id = $1", [
        change.briefingId,
        change.reason,
        at.version,
      ]);
      return;
    case 'decisionMade': {
      const { id, briefing, text, owner, dueAt, task } = change.decision;
      await tx.run(
        `insert into response.briefing_decision (id, briefing, text, organisation, position, due_at, task, made_at) values ($1, $2, $3, $4, $5, $6, $7, $8)`,
        [id, briefing, text, owner.organisation, owner.position, dueAt, task, now],
      );
      await tx.run('update response.briefing set version = $2 where id = $1', [briefing, at.version]);
      return;
    }
    default:
      change satisfies never;
  }
}

/** Who was invited stays invited; who came is written down with the person who sat there. */
const writeGuests = (tx: Tx, briefing: BriefingId, guests: readonly Guest[], as: { invited: boolean; present: boolean | null }): Promise<number> =>
  tx.run(
    `insert into response.briefing_guest (briefing, position, organisation, person, invited, present)
     select $1, position, organisation, person, $3, $4 from jsonb_to_recordset($2::jsonb) as g(position uuid, organisation uuid, person uuid)
     on conflict (community, briefing, position) do update set present = excluded.present, person = excluded.person`,
    [briefing, JSON.stringify(guests), as.invited, as.present],
  );
