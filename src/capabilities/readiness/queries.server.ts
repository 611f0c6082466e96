import type { Tx } from '../../platform/server/db/db.ts';
import { type Answer, answer } from '../../platform/server/queries/answer.ts';
import { countResidents } from '../register/server.ts';
import { openAlerts } from '../warnings/server.ts';
import type { Plan, PlanAction } from './model.ts';
import {
  type MovementRow,
  movements,
  type PlanPage,
  type PlanRow,
  type ProposalRow,
  plan,
  plans,
  proposals,
  type StockRow,
  stock,
} from './queries.ts';
import { type AlertForPlans, isAnswered, lateAlertHours, proposePlans } from './rules/propose-plans.ts';
import { readActivations } from './store.server.ts';

const planRows = (tx: Tx) =>
  tx.rows<PlanRow>(
    `select p.id, p.hazard, p.level, p.edition, p.status, p.source, e.title, e.trigger, e.written_at as "writtenAt",
            (select count(*) from readiness.plan_action a where a.plan = p.id and a.edition = p.edition) as actions
       from readiness.plan p
       join readiness.plan_edition e on e.community = p.community and e.plan = p.id and e.edition = p.edition
      order by p.status, p.hazard, array_position(array['I', 'II', 'III', 'IV'], p.level), p.id
      limit 500`,
    [],
  );

/** All plans in use, whole: what alerts are held against. */
export async function activePlans(tx: Tx): Promise<Plan[]> {
  const rows = await tx.rows<Omit<Plan, 'actions'>>(
    `select p.id, p.hazard, p.level, p.edition, p.status, e.title, e.trigger
       from readiness.plan p join readiness.plan_edition e on e.community = p.community and e.plan = p.id and e.edition = p.edition
      where p.status = 'active' order by p.id limit 500`,
    [],
  );
  const actions = await tx.rows<PlanAction & { plan: string }>(
    `select a.plan, a.ord as "order", a.title, a.body as text, a.duty, a.within_min as "withinMin", a.audience, a.kind
       from readiness.plan_action a join readiness.plan p on p.community = a.community and p.id = a.plan and p.edition = a.edition
      where p.status = 'active' order by a.plan, a.ord`,
    [],
  );
  const byPlan = Map.groupBy(actions, (action) => action.plan);
  return rows.map((row) => ({ ...row, actions: (byPlan.get(row.id) ?? []).map(({ plan: _, ...action }) => action) }));
}

async function readProposals(tx: Tx, now: Date): Promise<ProposalRow[]> {
  const alerts = await openAlerts(tx, now, lateAlertHours);
  const [current, activations] = [await activePlans(tx), await readActivations(tx)];
  const asked: AlertForPlans[] = alerts.map((row) => ({
    id: row.id,
    identifier: row.alert.identifier,
    status: row.alert.status,
    msgType: row.alert.msgType,
    superseded: row.supersededBy !== null,
    matched: row.matched.length > 0,
    colour: row.colour,
    receivedAt: row.receivedAt,
    infos: row.alert.infos.map((info) => ({ event: info.event, headline: info.headline ?? '', expires: info.expires ?? null })),
  }));
  return proposePlans(asked, current, now).flatMap((proposal) => {
    const found = current.find((p) => p.id === proposal.planId);
    const alert = alerts.find((a) => a.id === proposal.alertId);
    if (!found || !alert || isAnswered(proposal, alert.receivedAt, activations)) return [];
    const count = (kind: PlanAction['kind']) => found.actions.filter((action) => action.kind === kind).length;
    return [
      {
        planId: found.id,
        hazard: found.hazard,
        level: found.level,
        title: found.title,
        alertId: alert.id,
        headlines: alert.alert.infos.map((info) => ({ language: info.language ?? '', text: info.headline ?? info.event })),
        colour: alert.colour,
        sender: alert.alert.sender,
        sent: alert.alert.sent,
        exercise: proposal.exercise,
        reasons: [...proposal.reasons],
        kinds: { task: count('task'), notice: count('notice'), round: count('round') },
        audiences: [...new Set(found.actions.map((action) => action.audience))],
      },
    ];
  });
}

const stockSql = `
  with lots as (
    select l.item, l.id, l.expires_on, l.place, coalesce(sum(m.quantity), 0)::int as balance,
           coalesce(-sum(m.quantity) filter (where m.kind = 'issue' and m.moved_at > $1::timestamptz - interval '30 days'), 0)::int as issued
      from readiness.stock_lot l left join readiness.stock_movement m on m.community = l.community and m.lot = l.id
     group by l.item, l.id, l.expires_on, l.place)
  select i.id, i.name, i.unit, i.min_per_head as "minPerHead", i.daily_per_head as "dailyPerHead",
         coalesce(sum(l.balance), 0)::int as balance,
         coalesce(sum(l.balance) filter (where l.expires_on < $1::date), 0)::int as expired,
         coalesce(sum(l.balance) filter (where l.expires_on between $1::date and $1::date + 30), 0)::int as "expiringSoon",
         min(l.expires_on) filter (where l.balance > 0 and l.expires_on >= $1::date) as "nextExpiry",
         coalesce(sum(l.issued), 0)::float8 / 30 as "issuedDaily",
         coalesce(jsonb_agg(jsonb_build_object('id', l.id, 'expiresOn', l.expires_on, 'place', l.place, 'balance', l.balance)
           order by l.expires_on nulls last, l.id) filter (where l.id is not null and l.balance <> 0), '[]') as lots
    from readiness.stock_item i left join lots l on l.item = i.id
   group by i.community, i.id order by i.name ->> 'zh' collate "C", i.id limit 1000`;

export const answers: Answer[] = [
  answer(plans, planRows),
  answer(plan, async (tx, { id, edition }) => {
    const row = (await planRows(tx)).find((p) => p.id === id);
    if (!row) return [];
    const editions = await tx.rows<PlanPage['editions'][number] & Pick<PlanPage, 'hazard' | 'level' | 'title' | 'trigger'>>(
      `select edition, written_at as "writtenAt", note, hazard, level, title, trigger from readiness.plan_edition where plan = $1 order by edition desc limit 200`,
      [id],
    );
    const shown = editions.find((e) => e.edition === (edition ?? row.edition));
    if (!shown) return [];
    const actions = await tx.rows<PlanAction>(
      `select ord as "order", title, body as text, duty, within_min as "withinMin", audience, kind
         from readiness.plan_action where plan = $1 and edition = $2 order by within_min, ord`,
      [id, shown.edition],
    );
    const list = editions.map(({ edition: number, writtenAt, note }) => ({ edition: number, writtenAt, note }));
    return [{ ...row, ...shown, actions, editions: list }];
  }),
  answer(proposals, (tx, _, { now }) => readProposals(tx, now)),
  answer(stock, async (tx, _, { now }) => {
    const [items, heads] = [await tx.rows<Omit<StockRow, 'heads'>>(stockSql, [now.toISOString()]), await countResidents(tx)];
    return items.map((item) => ({ ...item, heads }));
  }),
  answer(movements, (tx, { itemId }) =>
    tx.rows<MovementRow>(
      `select m.id, m.lot as "lotId", l.place, m.kind, m.quantity, m.note, m.corrects, m.moved_at as "movedAt",
              exists (select from readiness.stock_movement c where c.corrects = m.id) as corrected
         from readiness.stock_movement m join readiness.stock_lot l on l.community = m.community and l.id = m.lot
        where l.item = $1 order by m.moved_at desc, m.id desc limit 1000`,
      [itemId],
    ),
  ),
];
