import type { IncidentId } from '../../kernel/ids.ts';
import type { At } from '../../platform/server/commands/handler.ts';
import type { Tx } from '../../platform/server/db/db.ts';
import type { MovementState } from './commands.ts';
import type {
  ItemState,
  LotState,
  Plan,
  PlanAction,
  PlanId,
  PlanState,
  ReadinessChange,
  StockItem,
  StockItemId,
  StockLot,
  StockLotId,
  StockMovementId,
} from './model.ts';
import type { Activation } from './rules/propose-plans.ts';

type PlanRow = Omit<Plan, 'actions'> & { readonly source: string | null };

const planColumns = `p.id, p.hazard, p.level, p.edition, p.status, p.source, e.title, e.trigger`;
const actionColumns = `ord as "order", title, body as text, duty, within_min as "withinMin", audience, kind`;

/** One plan with the actions of its newest edition. */
export async function findPlan(tx: Tx, id: PlanId): Promise<Plan | undefined> {
  const [row] = await tx.rows<PlanRow>(
    `select ${planColumns} from readiness.plan p
       join readiness.plan_edition e on e.community = p.community and e.plan = p.id and e.edition = p.edition
      where p.id = $1`,
    [id],
  );
  if (!row) return undefined;
  const actions = await tx.rows<PlanAction>(`select ${actionColumns} from readiness.plan_action where plan = $1 and edition = $2 order by ord`, [
    id,
    row.edition,
  ]);
  return {
    id: row.id,
    hazard: row.hazard,
    level: row.level,
    edition: row.edition,
    status: row.status,
    title: row.title,
    trigger: row.trigger,
    actions,
  };
}

export async function loadPlan(tx: Tx, id: PlanId): Promise<PlanState> {
  await tx.rows('select id from readiness.plan where id = $1 for update', [id]);
  const plan = await findPlan(tx, id);
  return plan ? { at: plan.status, plan } : { at: 'nowhere' };
}

export async function loadAdoption(tx: Tx, id: PlanId, code: string): Promise<{ plan: PlanState; taken: boolean }> {
  const rows = await tx.rows('select id from readiness.plan where source = $1 and id <> $2', [code, id]);
  return { plan: await loadPlan(tx, id), taken: rows.length > 0 };
}

export async function loadItem(tx: Tx, id: StockItemId): Promise<ItemState> {
  const [item] = await tx.rows<StockItem>(
    `select id, name, unit, min_per_head as "minPerHead", daily_per_head as "dailyPerHead" from readiness.stock_item where id = $1 for update`,
    [id],
  );
  return item ? { at: 'kept', item } : { at: 'nowhere' };
}

export async function loadLot(tx: Tx, id: StockLotId): Promise<LotState> {
  const [row] = await tx.rows<StockLot & { balance: number }>(
    `select l.id, l.item as "itemId", l.expires_on as "expiresOn", l.place,
            (select coalesce(sum(m.quantity), 0) from readiness.stock_movement m where m.lot = l.id) as balance
       from readiness.stock_lot l where l.id = $1`,
    [id],
  );
  if (!row) return { at: 'nowhere' };
  const { balance, ...lot } = row;
  return { at: 'kept', lot, balance };
}

export async function loadMovement(tx: Tx, id: StockMovementId): Promise<MovementState> {
  const [row] = await tx.rows<{ lot: StockLotId; quantity: number; kind: string; undone: boolean }>(
    `select lot, quantity, kind, exists (select from readiness.stock_movement c where c.corrects = m.id) as undone
       from readiness.stock_movement m where id = $1`,
    [id],
  );
  if (!row) return { at: 'nowhere' };
  const lot = await loadLot(tx, row.lot);
  return lot.at === 'kept' ? { at: 'booked', lot, quantity: row.quantity, kind: row.kind, undone: row.undone } : { at: 'nowhere' };
}

const actorOf = (at: At): string | null => (at.actor.kind === 'person' ? at.actor.person : null);

export async function applyReadinessChange(tx: Tx, change: ReadinessChange, at: At): Promise<void> {
  switch (change.type) {
    case 'planWritten':
      return writeEdition(tx, change, at);
    case 'planRetired':
      await tx.run(`update readiness.plan set status = 'retired', version = $2 where id = $1`, [change.planId, at.version]);
      return;
    case 'stockItemAdded': {
      const { id, name, unit, minPerHead, dailyPerHead } = change.item;
      await tx.run('insert into readiness.stock_item (id, name, unit, min_per_head, daily_per_head, version) values ($1, $2, $3, $4, $5, $6)', [
        id,
        JSON.stringify(name),
        unit,
        minPerHead,
        dailyPerHead,
        at.version,
      ]);
      return;
    }
    case 'stockItemSet': {
      const { id, name, unit, minPerHead, dailyPerHead } = change.item;
      await tx.run('update readiness.stock_item set name = $2, unit = $3, min_per_head = $4, daily_per_head = $5, version = $6 where id = $1', [
        id,
        JSON.stringify(name),
        unit,
        minPerHead,
        dailyPerHead,
        at.version,
      ]);
      return;
    }
    case 'stockLotOpened':
      await tx.run('insert into readiness.stock_lot (id, item, expires_on, place, opened_at) values ($1, $2, $3, $4, $5)', [
        change.lot.id,
        change.lot.itemId,
        change.lot.expiresOn,
        change.lot.place,
        at.now,
      ]);
      return;
    case 'stockMoved': {
      const { id, lotId, kind, quantity, note, corrects } = change.movement;
      await tx.run(
        `insert into readiness.stock_movement (id, lot, kind, quantity, note, corrects, moved_at, moved_by) values ($1, $2, $3, $4, $5, $6, $7, $8)`,
        [id, lotId, kind, quantity, note, corrects, at.now, actorOf(at)],
      );
      return;
    }
    default:
      change satisfies never;
  }
}

async function writeEdition(tx: Tx, { plan, note, source }: Extract<ReadinessChange, { type: 'planWritten' }>, at: At): Promise<void> {
  await tx.run(
    `insert into readiness.plan (id, hazard, level, edition, status, source, version) values ($1, $2, $3, $4, $5, $6, $7)
     on conflict (community, id) do update set hazard = excluded.hazard, level = excluded.level, edition = excluded.edition, status = excluded.status, version = excluded.version`,
    [plan.id, plan.hazard, plan.level, plan.edition, plan.status, source, at.version],
  );
  await tx.run(
    `insert into readiness.plan_edition (plan, edition, hazard, level, title, trigger, note, written_at, written_by) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [plan.id, plan.edition, plan.hazard, plan.level, JSON.stringify(plan.title), JSON.stringify(plan.trigger), note, at.now, actorOf(at)],
  );
  const { actions } = plan;
  await tx.run(
    `insert into readiness.plan_action (plan, edition, ord, title, body, duty, within_min, audience, kind)
     select $1, $2, a.* from unnest($3::int[], $4::jsonb[], $5::jsonb[], $6::text[], $7::int[], $8::text[], $9::text[]) as a`,
    [
      plan.id,
      plan.edition,
      actions.map((a) => a.order),
      actions.map((a) => JSON.stringify(a.title)),
      actions.map((a) => (a.text ? JSON.stringify(a.text) : null)),
      actions.map((a) => a.duty),
      actions.map((a) => a.withinMin),
      actions.map((a) => a.audience),
      actions.map((a) => a.kind),
    ],
  );
}

/** An incident as its own slice tells of it. */
interface OpenedIncident {
  readonly id: IncidentId;
  readonly plan: string | null;
  readonly alert: string | null;
  readonly exercise: boolean;
  readonly openedAt: string;
}

/** Remembers that a plan runs as an incident. */
export async function keepActivation(tx: Tx, incident: OpenedIncident): Promise<void> {
  if (incident.plan === null) return;
  await tx.run('insert into readiness.activation (incident, plan, alert, exercise, activated_at) values ($1, $2, $3, $4, $5)', [
    incident.id,
    incident.plan,
    incident.alert,
    incident.exercise,
    incident.openedAt,
  ]);
}

export async function keepClosing(tx: Tx, incident: IncidentId, now: Date): Promise<void> {
  await tx.run('update readiness.activation set closed_at = $2 where incident = $1', [incident, now.toISOString()]);
}

/** The latest thousand activations, and what still runs. */
export const readActivations = (tx: Tx): Promise<Activation[]> =>
  tx.rows<Activation>(
    `select plan as "planId", alert as "alertId", exercise, activated_at as at, closed_at is null as running
       from readiness.activation order by closed_at is null desc, activated_at desc limit 1000`,
    [],
  );
