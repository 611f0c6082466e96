import type { OrganisationId } from '../../kernel/ids.ts';
import type { Tx } from '../../platform/server/db/db.ts';
import type { AgreedMandate, MandateState } from './model-mandates.ts';
import type { StandingRow } from './queries-mandates.ts';
import { afterDay, endOf, holdsAt, needsMandate, nextTestOf, stageOf } from './rules/mandates.ts';

/** From when on mandates bind; null: nobody has decided, and nobody is bound. */
export const readBindFrom = async (tx: Tx): Promise<string | null> =>
  (await tx.rows<{ bindFrom: string | null }>('select bind_from as "bindFrom" from community.mandate_rule', []))[0]?.bindFrom ?? null;

/** Every mandate that was ever agreed, in force or not. */
export async function readAgreedMandates(tx: Tx): Promise<AgreedMandate[]> {
  const rows = await tx.rows<AgreedMandate & { endedAt: string | null }>(
    `select id, organisation as "organisationId", duties, grids, levels, tiers, since, until, ended_at as "endedAt"
       from community.mandate where state = 'agreed' order by since, id`,
    [],
  );
  return rows.map(({ endedAt, ...m }) => ({ ...m, until: endOf({ until: m.until, endedAt }) }));
}

export interface AgreementInForce {
  readonly id: string;
  readonly between: readonly [OrganisationId, OrganisationId];
  readonly until: string | null;
  /** When it is next to be tried; null: never. */
  readonly nextTestAt: string | null;
}

/** Agreements that both sides have accepted and that hold now. */
export async function readAgreementsInForce(tx: Tx, now: string): Promise<AgreementInForce[]> {
  const rows = await tx.rows<{
    id: string;
    organisation: OrganisationId;
    partner: OrganisationId;
    since: string;
    until: string | null;
    testEveryDays: number | null;
    testedAt: string | null;
  }>(
    `select a.id, a.organisation, a.partner, a.since, a.until, a.test_every as "testEveryDays",
            (select max(t.at) from community.agreement_test t where t.agreement = a.id) as "testedAt"
       from community.agreement a
      where a.state = 'agreed' and a.ended_at is null and a.since <= $1 and (a.until is null or a.until > $1)
      order by a.since, a.id
      limit 2000`,
    [now],
  );
  return rows.map((a) => ({ id: a.id, between: [a.organisation, a.partner], until: a.until, nextTestAt: nextTestOf(a) }));
}

/** First instant at which the people of an organisation are no longer insured, by the latest look at it; null: they never were. */
export async function readInsurances(tx: Tx): Promise<{ readonly organisationId: OrganisationId; readonly until: string | null }[]> {
  const rows = await tx.rows<{ organisationId: OrganisationId; insuredUntil: string | null }>(
    `select distinct on (organisation) organisation as "organisationId", insured_until as "insuredUntil"
       from community.assessment order by organisation, at desc, id`,
    [],
  );
  return rows.map(({ organisationId, insuredUntil }) => ({ organisationId, until: insuredUntil && afterDay(insuredUntil) }));
}

type AssessmentRow = NonNullable<StandingRow['assessment']> & { readonly organisationId: OrganisationId };

/**
 * Active organisations with their stage, those that need a mandate first.
 * @param duties duties that each does under its mandate; left out where nobody counts them
 */
export async function readStandings(tx: Tx, now: string, duties?: ReadonlyMap<string, number>): Promise<StandingRow[]> {
  const [organisations, assessments, mandates] = await Promise.all([
    tx.rows<Pick<StandingRow, 'organisationId' | 'name' | 'kind' | 'sector' | 'byLaw'>>(
      `select id as "organisationId", name, kind, sector, by_law as "byLaw"
         from community.organisation where status = 'active' order by name collate "zh-x-icu", id limit 2000`,
      [],
    ),
    tx.rows<AssessmentRow>(
      `select distinct on (organisation) organisation as "organisationId", capabilities, people, insured_until as "insuredUntil", contact24, note, at
         from community.assessment order by organisation, at desc, id`,
      [],
    ),
    tx.rows<{ organisationId: OrganisationId; state: MandateState; since: string; until: string; endedAt: string | null }>(
      `select organisation as "organisationId", state, since, until, ended_at as "endedAt" from community.mandate
        where state in ('offered', 'agreed') order by since desc, id`,
      [],
    ),
  ]);
  const assessed = new Map(assessments.map(({ organisationId, ...assessment }) => [organisationId, assessment]));
  const byOrganisation = Map.groupBy(mandates, (m) => m.organisationId);
  const rows = organisations.map((o): StandingRow => {
    const own = byOrganisation.get(o.organisationId) ?? [];
    const agreed = own.filter((m) => m.state === 'agreed' && m.since <= now);
    const shown = agreed.find((m) => holdsAt(m, now)) ?? agreed.toSorted((a, b) => (endOf(a) < endOf(b) ? 1 : -1))[0];
    const assessment = assessed.get(o.organisationId) ?? null;
    return {
      ...o,
      stage: stageOf({ byLaw: o.byLaw, assessed: assessment !== null, duties: duties?.get(o.organisationId) ?? 0 }, own, now),
      assessment,
      since: shown?.since ?? null,
      until: shown ? endOf(shown) : null,
    };
  });
  return [...rows.filter(needsMandate), ...rows.filter((r) => !needsMandate(r))];
}
