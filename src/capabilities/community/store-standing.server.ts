import type { Facts } from '../../kernel/command.ts';
import type { OrganisationId } from '../../kernel/ids.ts';
import { bumpAuthority } from '../../platform/server/commands/authority-version.ts';
import type { At } from '../../platform/server/commands/handler.ts';
import type { Tx } from '../../platform/server/db/db.ts';
import type { NewOffice, OfficeSeen } from './commands-offices.ts';
import type { NewRequest, RequestSeen } from './commands-requests.ts';
import type { MandateRequest, Office, OfficeChange, OfficeId, RequestChange } from './model-standing.ts';
import { countUnknownGrids, loadOrganisation } from './store-people.server.ts';
import { idTaken, offeredColumns, speakerOf, type WithName, withName, writeAnswer, writeWithdrawal } from './store-signing.server.ts';

export async function loadNewRequest(
  tx: Tx,
  said: { readonly id: string; readonly positionId: string; readonly grids: readonly string[] | null },
  facts: Facts,
): Promise<NewRequest> {
  const speaker = await speakerOf(tx, said.positionId, facts);
  const [taken, unknownGrids, organisation, [open]] = await Promise.all([
    idTaken(tx, 'mandate_request', said.id),
    countUnknownGrids(tx, said.grids),
    speaker === null ? ({ at: 'nowhere' } as const) : loadOrganisation(tx, speaker),
    tx.rows<{ requestOpen: boolean; offerOpen: boolean }>(
      `select exists (select from community.mandate_request where organisation = $1 and state = 'offered') as "requestOpen",
              exists (select from community.mandate where organisation = $1 and state = 'offered') as "offerOpen"`,
      [speaker],
    ),
  ]);
  return { idTaken: taken, unknownGrids, speaker, organisation, requestOpen: open?.requestOpen ?? false, offerOpen: open?.offerOpen ?? false };
}

export async function loadRequest(tx: Tx, said: { readonly requestId: string; readonly positionId?: string }, facts: Facts): Promise<RequestSeen> {
  const [[row], speaker] = await Promise.all([
    tx.rows<WithName<MandateRequest>>(
      `select id, organisation as "organisationId", state, scope, duties, grids, levels, tiers, why, ${offeredColumns}
         from community.mandate_request where id = $1 for update`,
      [said.requestId],
    ),
    said.positionId === undefined ? null : speakerOf(tx, said.positionId, facts),
  ]);
  return { request: row ? withName(row) : null, speaker };
}

export async function applyRequestChange(tx: Tx, change: RequestChange): Promise<void> {
  switch (change.type) {
    case 'mandateRequested': {
      const { id, organisationId, scope, duties, grids, levels, tiers, why, offered } = change.request;
      await tx.run(
        `insert into community.mandate_request (id, organisation, state, scope, duties, grids, levels, tiers, why,
                                                offered_position, offered_person, offered_at)
         values ($1, $2, 'offered', $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
        [id, organisationId, scope, duties, grids, levels, tiers, why, offered.positionId, offered.person, offered.at],
      );
      return;
    }
    case 'mandateRequestDeclined':
      await writeAnswer(tx, 'mandate_request', change.requestId, 'declined', change.by, change.reason);
      return;
    case 'mandateRequestWithdrawn':
      await writeWithdrawal(tx, 'mandate_request', change.requestId, change.on);
      return;
    default:
      change satisfies never;
  }
}

export async function loadNewOffice(tx: Tx, said: { readonly id: string; readonly organisationId: string }): Promise<NewOffice> {
  const [taken, organisation, [open]] = await Promise.all([
    idTaken(tx, 'office', said.id),
    loadOrganisation(tx, said.organisationId),
    tx.rows<{ id: OfficeId }>(`select id from community.office where organisation = $1 and state = 'offered' for update`, [said.organisationId]),
  ]);
  return { idTaken: taken, organisation, open: open?.id ?? null };
}

export async function loadOffice(tx: Tx, said: { readonly officeId: string; readonly positionId: string }, facts: Facts): Promise<OfficeSeen> {
  const [[row], speaker] = await Promise.all([
    tx.rows<WithName<Office>>(
      `select id, organisation as "organisationId", kind, basis, state, ${offeredColumns} from community.office where id = $1 for update`,
      [said.officeId],
    ),
    speakerOf(tx, said.positionId, facts),
  ]);
  const [organisation, own] = await Promise.all([
    row ? loadOrganisation(tx, row.organisationId) : ({ at: 'nowhere' } as const),
    speaker === null ? ({ at: 'nowhere' } as const) : loadOrganisation(tx, speaker),
  ]);
  return { office: row ? withName(row) : null, organisation, speaker, speakerByLaw: own.at === 'active' && own.byLaw };
}

/** Takes part by law from now on: the permission check asks no mandate of it. */
const freeOfMandate = async (tx: Tx, organisation: OrganisationId, at: At): Promise<void> => {
  await tx.run('update community.organisation set by_law = true, version = $2 where id = $1', [organisation, at.version]);
  await bumpAuthority(tx);
};

export async function applyOfficeChange(tx: Tx, change: OfficeChange, at: At): Promise<void> {
  switch (change.type) {
    case 'officeStated': {
      const { id, organisationId, kind, basis, offered } = change.office;
      await tx.run(
        `insert into community.office (id, organisation, kind, basis, state, offered_position, offered_person, offered_at)
         values ($1, $2, $3, $4, 'offered', $5, $6, $7)`,
        [id, organisationId, kind, basis, offered.positionId, offered.person, offered.at],
      );
      return;
    }
    case 'officeWithdrawn':
      await writeWithdrawal(tx, 'office', change.officeId, change.on);
      return;
    case 'officeAnswered':
      await writeAnswer(tx, 'office', change.officeId, change.agrees ? 'agreed' : 'declined', change.by, change.reason);
      if (change.agrees) await freeOfMandate(tx, change.organisationId, at);
      return;
    default:
      change satisfies never;
  }
}
