import type { Facts } from '../../kernel/command.ts';
import type { OrganisationId } from '../../kernel/ids.ts';
import { bumpAuthority } from '../../platform/server/commands/authority-version.ts';
import type { Tx } from '../../platform/server/db/db.ts';
import type { MandateSeen, OfferState } from './commands-mandates.ts';
import type { Assessment, Mandate, MandateChange, MandateRequestId } from './model-mandates.ts';
import { countUnknownGrids, loadOrganisation } from './store-people.server.ts';
import { idTaken, offeredColumns, speakerOf, type WithName, withName, writeAnswer, writeEnd, writeWithdrawal } from './store-signing.server.ts';

const one = async <R>(tx: Tx, sql: string, params: readonly unknown[]): Promise<R> => (await tx.rows<R>(sql, params))[0] as R;

export async function loadAssessment(tx: Tx, assessment: Assessment) {
  const [organisation, taken] = await Promise.all([loadOrganisation(tx, assessment.organisationId), idTaken(tx, 'assessment', assessment.id)]);
  return { organisation: organisation.at, idTaken: taken };
}

export async function loadOffer(
  tx: Tx,
  said: { readonly mandateId: string; readonly organisationId: string; readonly grids: readonly string[] | null },
  { position }: Facts,
): Promise<OfferState> {
  const [organisation, taken, unknownGrids, seen, signer] = await Promise.all([
    loadOrganisation(tx, said.organisationId),
    idTaken(tx, 'mandate', said.mandateId),
    countUnknownGrids(tx, said.grids),
    one<{ assessed: boolean; offerOpen: boolean; request: MandateRequestId | null }>(
      tx,
      `select exists (select from community.assessment where organisation = $1) as assessed,
              exists (select from community.mandate where organisation = $1 and state = 'offered') as "offerOpen",
              (select id from community.mandate_request where organisation = $1 and state = 'offered') as request`,
      [said.organisationId],
    ),
    tx.rows<{ organisation: OrganisationId }>('select organisation from community.position where id = $1', [position]),
  ]);
  return { organisation, idTaken: taken, unknownGrids, ...seen, signer: signer[0]?.organisation ?? null };
}

const columns = `id, organisation as "organisationId", state, scope, duties, grids, levels, tiers, cost_rule as "costRule", since, until,
  ended_at as "endedAt", ${offeredColumns}`;

export async function loadMandate(tx: Tx, said: { readonly mandateId: string; readonly positionId?: string }, facts: Facts): Promise<MandateSeen> {
  const [row] = await tx.rows<WithName<Mandate>>(`select ${columns} from community.mandate where id = $1 for update`, [said.mandateId]);
  if (!row) return { mandate: null, speaker: null, agreed: [] };
  const [speaker, agreed] = await Promise.all([
    said.positionId === undefined ? null : speakerOf(tx, said.positionId, facts),
    tx.rows<WithName<Mandate>>(
      `select ${columns} from community.mandate where organisation = $1 and state = 'agreed' order by since, id for update`,
      [row.organisationId],
    ),
  ]);
  return { mandate: withName(row), speaker, agreed: agreed.map((other) => withName(other)) };
}

export async function applyMandateChange(tx: Tx, change: MandateChange): Promise<void> {
  switch (change.type) {
    case 'organisationAssessed': {
      const { id, organisationId, capabilities, people, insuredUntil, contact24, note } = change.assessment;
      await tx.run(
        `insert into community.assessment (id, organisation, capabilities, people, insured_until, contact24, note, position, person, at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
        [
          id,
          organisationId,
          capabilities,
          people,
          insuredUntil,
          contact24,
          note,
          change.by?.positionId ?? null,
          change.by?.person ?? null,
          change.on,
        ],
      );
      return;
    }
    case 'mandateOffered': {
      const { scope, duties, grids, levels, tiers, costRule, since, until } = change.terms;
      await tx.run(
        `insert into community.mandate (id, organisation, state, scope, duties, grids, levels, tiers, cost_rule, since, until,
                                        offered_position, offered_person, offered_at)
         values ($1, $2, 'offered', $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
        [
          change.mandateId,
          change.organisationId,
          scope,
          duties,
          grids,
          levels,
          tiers,
          costRule,
          since,
          until,
          change.by.positionId,
          change.by.person,
          change.by.at,
        ],
      );
      return;
    }
    case 'mandateRequestMet':
      await writeAnswer(tx, 'mandate_request', change.requestId, 'agreed', change.by);
      await tx.run('update community.mandate_request set mandate = $2 where id = $1', [change.requestId, change.mandateId]);
      return;
    case 'mandateSigned':
      await writeAnswer(tx, 'mandate', change.mandateId, 'agreed', change.by);
      await tx.run('update community.mandate set since = $2 where id = $1', [change.mandateId, change.since]);
      await bumpAuthority(tx);
      return;
    case 'mandateDeclined':
      await writeAnswer(tx, 'mandate', change.mandateId, 'declined', change.by, change.reason);
      return;
    case 'mandateWithdrawn':
      await writeWithdrawal(tx, 'mandate', change.mandateId, change.on);
      return;
    case 'mandateEnded':
      await writeEnd(tx, 'mandate', change.mandateId, change.on, change.reason, change.by);
      await bumpAuthority(tx);
      return;
    case 'mandateReviewed': {
      const { id, mandateId, verdict, note, nextAt } = change.review;
      await tx.run(
        'insert into community.mandate_review (id, mandate, verdict, note, next_at, position, person, at) values ($1, $2, $3, $4, $5, $6, $7, $8)',
        [id, mandateId, verdict, note, nextAt, change.by.positionId, change.by.person, change.by.at],
      );
      return;
    }
    case 'mandatesBound':
      // One row at most; written without a conflict clause, since its key is the community alone.
      if ((await tx.run('update community.mandate_rule set bind_from = $1', [change.from])) === 0)
        await tx.run('insert into community.mandate_rule (bind_from) values ($1)', [change.from]);
      await bumpAuthority(tx);
      return;
    default:
      change satisfies never;
  }
}
