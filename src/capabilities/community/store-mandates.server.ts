import type { Facts } from '../../kernel/command.ts';
import type { OrganisationId } from '../../kernel/ids.ts';
import { bumpAuthority } from '../../platform/server/commands/authority-version.ts';
import type { Tx } from '../../platform/server/db/db.ts';
import type { MandateSeen, OfferState } from './commands-mandates.ts';
import type { Assessment, Mandate, MandateChange, Signature } from './model-mandates.ts';
import { countUnknownGrids, loadOrganisation } from './store-people.server.ts';

const one = async <R>(tx: Tx, sql: string, params: readonly unknown[]): Promise<R> => (await tx.rows<R>(sql, params))[0] as R;

/** Is there a row with this id in a table of this slice? */
export const idTaken = async (
  tx: Tx,
  table: 'assessment' | 'mandate' | 'mandate_review' | 'agreement' | 'agreement_test',
  id: string,
): Promise<boolean> => (await tx.rows(`select id from community.${table} where id = $1`, [id])).length > 0;

/** The active organisation for which the actor signs by this post: its holder, no deputy, no seat. */
export async function speakerOf(tx: Tx, position: string, { actor }: Facts): Promise<OrganisationId | null> {
  if (actor.kind !== 'person') return null;
  const [post] = await tx.rows<{ organisation: OrganisationId }>(
    `select p.organisation from community.position p
       join community.organisation o on o.community = p.community and o.id = p.organisation
      where p.id = $1 and p.holder = $2 and not p.seat and p.until is null and o.status = 'active'`,
    [position, actor.person],
  );
  return post?.organisation ?? null;
}

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
    one<{ assessed: boolean; offerOpen: boolean }>(
      tx,
      `select exists (select from community.assessment where organisation = $1) as assessed,
              exists (select from community.mandate where organisation = $1 and state = 'offered') as "offerOpen"`,
      [said.organisationId],
    ),
    tx.rows<{ organisation: OrganisationId }>('select organisation from community.position where id = $1', [position]),
  ]);
  return { organisation, idTaken: taken, unknownGrids, ...seen, signer: signer[0]?.organisation ?? null };
}

type MandateRow = Omit<Mandate, 'offered'> & {
  readonly position: Signature['positionId'];
  readonly person: Signature['person'];
  readonly at: string;
};

const columns = `id, organisation as "organisationId", state, scope, duties, grids, levels, tiers, cost_rule as "costRule", since, until,
  offered_position as position, offered_person as person, offered_at as at, ended_at as "endedAt"`;

const ofRow = ({ position, person, at, ...mandate }: MandateRow): Mandate => ({ ...mandate, offered: { positionId: position, person, at } });

export async function loadMandate(tx: Tx, said: { readonly mandateId: string; readonly positionId?: string }, facts: Facts): Promise<MandateSeen> {
  const [row] = await tx.rows<MandateRow>(`select ${columns} from community.mandate where id = $1 for update`, [said.mandateId]);
  if (!row) return { mandate: null, speaker: null, agreed: [] };
  const [speaker, agreed] = await Promise.all([
    said.positionId === undefined ? null : speakerOf(tx, said.positionId, facts),
    tx.rows<MandateRow>(`select ${columns} from community.mandate where organisation = $1 and state = 'agreed' order by since, id for update`, [
      row.organisationId,
    ]),
  ]);
  return { mandate: ofRow(row), speaker, agreed: agreed.map(ofRow) };
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
    case 'mandateSigned':
      await tx.run(
        `update community.mandate set state = 'agreed', since = $2, answered_position = $3, answered_person = $4, answered_at = $5 where id = $1`,
        [change.mandateId, change.since, change.by.positionId, change.by.person, change.by.at],
      );
      await bumpAuthority(tx);
      return;
    case 'mandateDeclined':
      await tx.run(
        `update community.mandate set state = 'declined', answer_reason = $2, answered_position = $3, answered_person = $4, answered_at = $5 where id = $1`,
        [change.mandateId, change.reason, change.by.positionId, change.by.person, change.by.at],
      );
      return;
    case 'mandateWithdrawn':
      await tx.run(`update community.mandate set state = 'withdrawn', ended_at = $2 where id = $1`, [change.mandateId, change.on]);
      return;
    case 'mandateEnded':
      await tx.run('update community.mandate set ended_at = $2, end_reason = $3, ended_position = $4, ended_person = $5 where id = $1', [
        change.mandateId,
        change.on,
        change.reason,
        change.by?.positionId ?? null,
        change.by?.person ?? null,
      ]);
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
