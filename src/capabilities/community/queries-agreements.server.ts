import type { Actor } from '../../kernel/command.ts';
import type { Tx } from '../../platform/server/db/db.ts';
import type { AgreementRow } from './queries-mandates.ts';
import { endOf, nextTestOf } from './rules/mandates.ts';
import {
  answeredName,
  type Ending,
  endingColumns,
  type Name,
  type Names,
  nameColumns,
  offeredName,
  signedOrNull,
  signer,
  signingPostsOf,
  speaking,
} from './signatures.server.ts';

/** How many agreements a page shows; older ones stay in the record. */
const shown = 500;

type Kept = Names &
  Ending &
  Pick<AgreementRow, 'id' | 'kind' | 'state' | 'organisationId' | 'organisation' | 'partnerId' | 'partner' | 'terms'> &
  Pick<AgreementRow, 'since' | 'until' | 'testEveryDays'>;
type KeptTest = Name & { readonly agreement: string; readonly worked: boolean; readonly note: string };

/** Agreements with both names under them, their tests, and what the asker may do about each. */
export async function readAgreements(tx: Tx, actor: Actor, now: string): Promise<AgreementRow[]> {
  const [kept, tests, posts] = await Promise.all([
    tx.rows<Kept>(
      `select a.id, a.kind, a.state, a.organisation as "organisationId", o.name as organisation, a.partner as "partnerId", p.name as partner, a.terms,
              a.since, a.until, a.test_every as "testEveryDays", ${nameColumns('a')}, ${endingColumns('a')}
         from community.agreement a
         join community.organisation o on o.community = a.community and o.id = a.organisation
         join community.organisation p on p.community = a.community and p.id = a.partner
        order by a.state = 'offered' desc, a.since desc, a.id
        limit $1`,
      [shown],
    ),
    tx.rows<KeptTest>('select agreement, worked, note, position, person, at from community.agreement_test order by at desc, id limit 5000', []),
    signingPostsOf(tx, actor),
  ]);
  const write = await signer(tx, [...kept.flatMap((k) => [offeredName(k), answeredName(k)]), ...tests]);
  const byAgreement = Map.groupBy(tests, (test) => test.agreement);
  const person = actor.kind === 'person' ? actor.person : null;
  return kept.map((k): AgreementRow => {
    const own = byAgreement.get(k.id) ?? [];
    const { id, kind, state, organisationId, organisation, partnerId, partner, terms, since, until, testEveryDays, endedAt, endReason } = k;
    const inForce = state === 'agreed' && since <= now && now < endOf({ until: until ?? '9999', endedAt });
    const testedAt = own[0]?.at ?? null;
    const open = state === 'offered';
    return {
      id,
      kind,
      state,
      inForce,
      organisationId,
      organisation,
      partnerId,
      partner,
      terms,
      since,
      until,
      endedAt,
      endReason,
      testEveryDays,
      testedAt,
      nextTestAt: nextTestOf({ since, testEveryDays, testedAt }),
      tests: own.map((test) => ({ ...write(test), worked: test.worked, note: test.note })),
      offered: write(offeredName(k)),
      answered: signedOrNull(write, answeredName(k)),
      answerReason: k.answerReason,
      mayAnswer: open && person !== k.offeredPerson ? speaking(posts, partnerId) : [],
      mayWithdraw: open ? speaking(posts, organisationId) : [],
      mayKeep: inForce ? speaking(posts, organisationId, partnerId) : [],
    };
  });
}
