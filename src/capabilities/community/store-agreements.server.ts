import type { Facts } from '../../kernel/command.ts';
import type { Tx } from '../../platform/server/db/db.ts';
import type { AgreementSeen, NewAgreement } from './commands-agreements.ts';
import type { Agreement, AgreementChange } from './model-mandates.ts';
import { loadOrganisation } from './store-people.server.ts';
import { idTaken, offeredColumns, speakerOf, type WithName, withName, writeAnswer, writeEnd, writeWithdrawal } from './store-signing.server.ts';

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

export async function loadAgreement(
  tx: Tx,
  said: { readonly agreementId: string; readonly positionId: string },
  facts: Facts,
): Promise<AgreementSeen> {
  const [rows, speaker] = await Promise.all([
    tx.rows<WithName<Agreement>>(
      `select id, organisation as "organisationId", partner as "partnerId", kind, state, terms, since, until, test_every as "testEveryDays",
              ended_at as "endedAt", ${offeredColumns}
         from community.agreement where id = $1 for update`,
      [said.agreementId],
    ),
    speakerOf(tx, said.positionId, facts),
  ]);
  const [row] = rows;
  return { agreement: row ? withName(row) : null, speaker };
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
      await writeAnswer(tx, 'agreement', change.agreementId, 'agreed', change.by);
      return;
    case 'agreementDeclined':
      await writeAnswer(tx, 'agreement', change.agreementId, 'declined', change.by, change.reason);
      return;
    case 'agreementWithdrawn':
      await writeWithdrawal(tx, 'agreement', change.agreementId, change.on);
      return;
    case 'agreementEnded':
      await writeEnd(tx, 'agreement', change.agreementId, change.by.at, change.reason, change.by);
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
