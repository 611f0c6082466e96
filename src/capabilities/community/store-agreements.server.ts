import type { Facts } from '../../kernel/command.ts';
import type { Tx } from '../../platform/server/db/db.ts';
import type { AgreementSeen, NewAgreement } from './commands-agreements.ts';
import type { Agreement, AgreementChange, Signature } from './model-mandates.ts';
import { idTaken, speakerOf } from './store-mandates.server.ts';
import { loadOrganisation } from './store-people.server.ts';

export async function loadNewAgreement(
  tx: Tx,
  said: { readonly agreementId: string; readonly positionId: string; readonly partnerId: string },
  facts: Facts,
): Promise<NewAgreement> {
  const [taken, partner, speaker] = await Promise.all([
    idTaken(tx, 'agreement', said.agreementId),
    loadOrganisation(tx, said.partnerId),
    speakerOf(tx, said.positionId, facts),
  ]);
  return { idTaken: taken, partner: partner.at, speaker };
}

type AgreementRow = Omit<Agreement, 'offered'> & {
  readonly position: Signature['positionId'];
  readonly person: Signature['person'];
  readonly at: string;
};

export async function loadAgreement(
  tx: Tx,
  said: { readonly agreementId: string; readonly positionId: string },
  facts: Facts,
): Promise<AgreementSeen> {
  const [rows, speaker] = await Promise.all([
    tx.rows<AgreementRow>(
      `select id, organisation as "organisationId", partner as "partnerId", kind, state, terms, since, until, test_every as "testEveryDays",
              offered_position as position, offered_person as person, offered_at as at, ended_at as "endedAt"
         from community.agreement where id = $1 for update`,
      [said.agreementId],
    ),
    speakerOf(tx, said.positionId, facts),
  ]);
  const [row] = rows;
  if (!row) return { agreement: null, speaker };
  const { position, person, at, ...agreement } = row;
  return { agreement: { ...agreement, offered: { positionId: position, person, at } }, speaker };
}

export async function applyAgreementChange(tx: Tx, change: AgreementChange): Promise<void> {
  switch (change.type) {
    case 'agreementOffered': {
      const { kind, partnerId, terms, since, until, testEveryDays } = change.terms;
      await tx.run(
        `insert into community.agreement (id, organisation, partner, kind, state, terms, since, until, test_every, offered_position, offered_person, offered_at)
         values ($1, $2, $3, $4, 'offered', $5, $6, $7, $8, $9, $10, $11)`,
        [
          change.agreementId,
          change.organisationId,
          partnerId,
          kind,
          terms,
          since,
          until,
          testEveryDays,
          change.by.positionId,
          change.by.person,
          change.by.at,
        ],
      );
      return;
    }
    case 'agreementAccepted':
      await tx.run(`update community.agreement set state = 'agreed', answered_position = $2, answered_person = $3, answered_at = $4 where id = $1`, [
        change.agreementId,
        change.by.positionId,
        change.by.person,
        change.by.at,
      ]);
      return;
    case 'agreementDeclined':
      await tx.run(
        `update community.agreement set state = 'declined', answer_reason = $2, answered_position = $3, answered_person = $4, answered_at = $5 where id = $1`,
        [change.agreementId, change.reason, change.by.positionId, change.by.person, change.by.at],
      );
      return;
    case 'agreementWithdrawn':
      await tx.run(`update community.agreement set state = 'withdrawn', ended_at = $2 where id = $1`, [change.agreementId, change.on]);
      return;
    case 'agreementEnded':
      await tx.run('update community.agreement set ended_at = $2, end_reason = $3, ended_position = $4, ended_person = $5 where id = $1', [
        change.agreementId,
        change.by.at,
        change.reason,
        change.by.positionId,
        change.by.person,
      ]);
      return;
    case 'agreementTested':
      await tx.run('insert into community.agreement_test (id, agreement, worked, note, position, person, at) values ($1, $2, $3, $4, $5, $6, $7)', [
        change.test.id,
        change.test.agreementId,
        change.test.worked,
        change.test.note,
        change.by.positionId,
        change.by.person,
        change.by.at,
      ]);
      return;
    default:
      change satisfies never;
  }
}
