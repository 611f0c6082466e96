import type { Actor } from '../../kernel/command.ts';
import type { OrganisationId } from '../../kernel/ids.ts';
import type { Tx } from '../../platform/server/db/db.ts';
import { type Answer, answer } from '../../platform/server/queries/answer.ts';
import { readAgreements } from './queries-agreements.server.ts';
import { agreements, type DueRow, type MandateRow, mandateDues, mandateRule, mandates, signingPosts, standings } from './queries-mandates.ts';
import { readOffices, readRequests } from './queries-standing.server.ts';
import { readBindFrom, readStandings } from './reading-mandates.server.ts';
import { duesOf } from './rules/dues.ts';
import { endOf, holdsAt, needsMandate } from './rules/mandates.ts';
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

/** How many mandates a page shows; older ones stay in the record. */
const shown = 500;

type Kept = Names &
  Ending &
  Pick<
    MandateRow,
    'id' | 'organisationId' | 'organisation' | 'state' | 'scope' | 'duties' | 'grids' | 'levels' | 'tiers' | 'costRule' | 'since' | 'until'
  >;
type KeptReview = Name & { readonly mandate: string } & Pick<MandateRow['reviews'][number], 'verdict' | 'note' | 'nextAt'>;

async function readMandates(tx: Tx, actor: Actor, now: string, of: OrganisationId | null): Promise<MandateRow[]> {
  const [kept, reviews, posts] = await Promise.all([
    tx.rows<Kept>(
      `select m.id, m.organisation as "organisationId", o.name as organisation, m.state, m.scope, m.duties, m.grids, m.levels, m.tiers,
              m.cost_rule as "costRule", m.since, m.until, ${nameColumns('m')}, ${endingColumns('m')}
         from community.mandate m join community.organisation o on o.community = m.community and o.id = m.organisation
        where $1::uuid is null or m.organisation = $1
        order by m.state = 'offered' desc, m.since desc, m.id
        limit $2`,
      [of, shown],
    ),
    tx.rows<KeptReview>(
      'select mandate, verdict, note, next_at as "nextAt", position, person, at from community.mandate_review order by at desc, id limit 5000',
      [],
    ),
    signingPostsOf(tx, actor),
  ]);
  const write = await signer(tx, [...kept.flatMap((k) => [offeredName(k), answeredName(k)]), ...reviews]);
  const byMandate = Map.groupBy(reviews, (review) => review.mandate);
  const person = actor.kind === 'person' ? actor.person : null;
  return kept.map((k): MandateRow => {
    const { id, organisationId, organisation, state, scope, duties, grids, levels, tiers, costRule, since, until, endedAt, endReason, answerReason } =
      k;
    const over = endOf(k) <= now;
    return {
      id,
      organisationId,
      organisation,
      state,
      scope,
      duties,
      grids,
      levels,
      tiers,
      costRule,
      since,
      until,
      endedAt,
      endReason,
      answerReason,
      inForce: k.state === 'agreed' && holdsAt(k, now),
      offered: write(offeredName(k)),
      answered: signedOrNull(write, answeredName(k)),
      reviews: (byMandate.get(k.id) ?? []).map((r) => ({ ...write(r), verdict: r.verdict, note: r.note, nextAt: r.nextAt })),
      maySign: state === 'offered' && person !== k.offeredPerson ? speaking(posts, k.organisationId) : [],
      mayLeave: k.state === 'agreed' && !over ? speaking(posts, k.organisationId) : [],
    };
  });
}

export const mandateAnswers: Answer[] = [
  answer(standings, async (tx, { organisationId }, { now }) => {
    const rows = await readStandings(tx, now.toISOString());
    return organisationId === undefined ? rows : rows.filter((row) => row.organisationId === organisationId);
  }),

  answer(mandates, (tx, { organisationId }, { actor, now }) => readMandates(tx, actor, now.toISOString(), organisationId ?? null)),

  answer(mandateRule, async (tx) => [{ bindFrom: await readBindFrom(tx) }]),

  answer(agreements, (tx, _, { actor, now }) => readAgreements(tx, actor, now.toISOString())),

  answer(signingPosts, (tx, _, { actor }) => signingPostsOf(tx, actor)),

  answer(mandateDues, async (tx, _, { actor, authority, now }): Promise<DueRow[]> => {
    const instant = now.toISOString();
    const [bindFrom, stood, kept, agreed, requests, stated, posts] = await Promise.all([
      readBindFrom(tx),
      readStandings(tx, instant),
      readMandates(tx, actor, instant, null),
      readAgreements(tx, actor, instant),
      readRequests(tx, actor, null),
      readOffices(tx, actor, null),
      signingPostsOf(tx, actor),
    ]);
    const names = new Map(stood.map((o) => [o.organisationId, o.name]));
    const ground = {
      bindFrom,
      organisations: stood.filter(needsMandate).map((o) => ({ id: o.organisationId, insuredUntil: o.assessment?.insuredUntil ?? null })),
      mandates: kept.map((m) => ({ ...m, nextReviewAt: m.reviews[0]?.nextAt ?? null })),
      agreements: agreed,
      requests: requests.filter((r) => r.state === 'offered'),
      // Whom it waits for: those who may answer.
      offices: stated.filter((f) => f.mayAnswer.length > 0),
    };
    const own = new Set(posts.map((p) => p.organisationId));
    const all = authority.dutiesOf(actor).has('duties.assign');
    return duesOf(ground, instant).flatMap(({ kind, id, organisationId, alsoId, days }) => {
      const mine = kind === 'officeWaits' || (organisationId !== null && own.has(organisationId)) || (alsoId !== null && own.has(alsoId));
      if (!all && !mine) return [];
      return [{ kind, id, organisationId, organisation: organisationId === null ? '' : (names.get(organisationId) ?? ''), days }];
    });
  }),
];
