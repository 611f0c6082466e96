import type { Actor } from '../../kernel/command.ts';
import type { OrganisationId } from '../../kernel/ids.ts';
import type { Tx } from '../../platform/server/db/db.ts';
import { type Answer, answer } from '../../platform/server/queries/answer.ts';
import { mandateRequests, type OfficeRow, offices, type RequestRow } from './queries-standing.ts';
import { answeredName, type Names, nameColumns, offeredName, signedOrNull, signer, signingPostsOf, speaking } from './signatures.server.ts';

/** How many a page shows; older ones stay in the record. */
const shown = 500;

type KeptRequest = Names & Omit<RequestRow, 'asked' | 'answered' | 'mayWithdraw'>;

/** What organisations have asked for, with both names, and what the asker may do about each. */
export async function readRequests(tx: Tx, actor: Actor, of: OrganisationId | null): Promise<RequestRow[]> {
  const [kept, posts] = await Promise.all([
    tx.rows<KeptRequest>(
      `select r.id, r.organisation as "organisationId", o.name as organisation, r.state, r.scope, r.duties, r.grids, r.levels, r.tiers, r.why,
              r.mandate as "mandateId", ${nameColumns('r')}
         from community.mandate_request r join community.organisation o on o.community = r.community and o.id = r.organisation
        where $1::uuid is null or r.organisation = $1
        order by r.state = 'offered' desc, r.offered_at desc, r.id
        limit $2`,
      [of, shown],
    ),
    signingPostsOf(tx, actor),
  ]);
  const write = await signer(tx, namesIn(kept));
  return kept.map(
    ({ id, organisationId, organisation, state, scope, duties, grids, levels, tiers, why, mandateId, ...names }): RequestRow => ({
      id,
      organisationId,
      organisation,
      state,
      scope,
      duties,
      grids,
      levels,
      tiers,
      why,
      mandateId,
      answerReason: names.answerReason,
      asked: write(offeredName(names)),
      answered: signedOrNull(write, answeredName(names)),
      mayWithdraw: state === 'offered' ? speaking(posts, organisationId) : [],
    }),
  );
}

type KeptOffice = Names & Omit<OfficeRow, 'stated' | 'answered' | 'mayAnswer'>;

/** Grounds on which organisations take part by law, with both names, and which posts of the asker may answer each. */
export async function readOffices(tx: Tx, actor: Actor, of: OrganisationId | null): Promise<OfficeRow[]> {
  const [kept, posts, byLaw] = await Promise.all([
    tx.rows<KeptOffice>(
      `select f.id, f.organisation as "organisationId", o.name as organisation, f.kind, f.basis, f.state, ${nameColumns('f')}
         from community.office f join community.organisation o on o.community = f.community and o.id = f.organisation
        where $1::uuid is null or f.organisation = $1
        order by f.state = 'offered' desc, f.offered_at desc, f.id
        limit $2`,
      [of, shown],
    ),
    signingPostsOf(tx, actor),
    tx.rows<{ id: OrganisationId }>(`select id from community.organisation where by_law and status = 'active' order by id limit 2000`, []),
  ]);
  const write = await signer(tx, namesIn(kept));
  const person = actor.kind === 'person' ? actor.person : null;
  return kept.map(({ id, organisationId, organisation, kind, basis, state, ...names }): OfficeRow => {
    const others = byLaw.flatMap((o) => (o.id === organisationId ? [] : o.id));
    return {
      id,
      organisationId,
      organisation,
      kind,
      basis,
      state,
      answerReason: names.answerReason,
      stated: write(offeredName(names)),
      answered: signedOrNull(write, answeredName(names)),
      mayAnswer: state === 'offered' && person !== names.offeredPerson ? speaking(posts, ...others) : [],
    };
  });
}

const namesIn = (kept: readonly Names[]) => kept.flatMap((names) => [offeredName(names), answeredName(names)]);

export const standingAnswers: Answer[] = [
  answer(mandateRequests, (tx, { organisationId }, { actor }) => readRequests(tx, actor, organisationId ?? null)),
  answer(offices, (tx, { organisationId }, { actor }) => readOffices(tx, actor, organisationId ?? null)),
];
