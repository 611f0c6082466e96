import type { Actor } from '../../kernel/command.ts';
import type { Tx } from '../../platform/server/db/db.ts';
import { type Answer, answer } from '../../platform/server/queries/answer.ts';
import { type Directory, readDirectory } from '../community/server.ts';
import type { HeldAssignment } from './model.ts';
import type { MatrixChange, Proposal, ProposalAnswer } from './model-proposals.ts';
import { type ProposalLine, type ProposalRow, proposals, type SpeakingPost, speakingPosts } from './queries-proposals.ts';
import { standsIn } from './rules/area.ts';
import { columns } from './store.server.ts';

/** How many proposals a page shows; older ones that are settled stay in the record. */
const shown = 200;

type Kept = Omit<Proposal, 'answers'> & Pick<ProposalRow, 'madeAt' | 'settledAt' | 'effectFrom'>;
interface KeptAnswer extends ProposalAnswer {
  readonly proposal: string;
  readonly revision: number;
}

function namesOf({ organisations, positions }: Directory) {
  const organisation = new Map<string, string>(organisations.map((o) => [o.id, o.name]));
  const title = new Map<string, string>(positions.map((p) => [p.id, p.title]));
  return {
    organisation: (id: string): string => organisation.get(id) ?? '',
    title: (id: string | null): string | null => (id === null ? null : (title.get(id) ?? null)),
  };
}

/** Posts by which this person speaks for an organisation: held or stood in for, no seats, of organisations that are active. */
export function postsOf({ organisations, positions }: Directory, actor: Actor, now: Date): SpeakingPost[] {
  if (actor.kind !== 'person') return [];
  const active = new Map(organisations.filter((o) => o.active).map((o) => [o.id, o.name]));
  return positions.flatMap((p) => {
    const organisation = active.get(p.organisationId);
    const own = !p.seat && standsIn(p, actor.person, now.toISOString());
    return own && organisation !== undefined ? [{ positionId: p.id, title: p.title, organisationId: p.organisationId, organisation }] : [];
  });
}

async function read(tx: Tx) {
  const kept = await tx.rows<Kept>(
    `select p.id, p.state, p.revision, r.title, r.reason, p.organisation as "organisationId", r.position as "positionId",
            r.person as "proposedBy", r.changes, r.takes_effect as "takesEffect", r.affected,
            p.made_at as "madeAt", p.settled_at as "settledAt", p.effect_from as "effectFrom"
       from duties.proposal p
       join duties.proposal_revision r on r.community = p.community and r.proposal = p.id and r.revision = p.revision
      order by p.state = 'open' desc, p.made_at desc, p.id
      limit $1`,
    [shown],
  );
  const ids = kept.map((p) => p.id);
  const ended = kept.flatMap((p) => p.changes.flatMap((c) => (c.kind === 'add' ? [] : c.endsId)));
  const [answers, revisions, before] = await Promise.all([
    tx.rows<KeptAnswer>(
      `select proposal, revision, organisation as "organisationId", position as "positionId", person, accepts, reason, at
         from duties.proposal_answer where proposal = any($1) order by proposal, revision, at, organisation limit 20000`,
      [ids],
    ),
    tx.rows<{ proposal: string; revision: number; at: string }>(
      'select proposal, revision, at from duties.proposal_revision where proposal = any($1) order by proposal, revision limit 5000',
      [ids],
    ),
    tx.rows<HeldAssignment>(`select ${columns} from duties.assignment where id = any($1) order by id limit 12000`, [ended]),
  ]);
  return { kept, answers, revisions, before: new Map<string, HeldAssignment>(before.map((a) => [a.id, a])) };
}

export const proposalAnswers: Answer[] = [
  answer(proposals, async (tx, _, { actor, now }) => {
    const [directory, { kept, answers, revisions, before }] = await Promise.all([readDirectory(tx, now), read(tx)]);
    const names = namesOf(directory);
    const mine = postsOf(directory, actor, now);
    const person = actor.kind === 'person' ? actor.person : null;
    const line = (change: MatrixChange): ProposalLine => {
      const old = change.kind === 'add' ? undefined : before.get(change.endsId);
      return {
        change,
        duty: change.kind === 'add' ? change.duty : (old?.duty ?? ''),
        organisation: names.organisation(change.kind === 'add' ? change.organisationId : (old?.organisationId ?? '')),
        title: names.title(change.kind === 'end' ? (old?.positionId ?? null) : change.positionId),
        delegatedFrom: change.delegatedFrom && names.organisation(change.delegatedFrom),
        before: old ? { role: old.role, rank: old.rank, title: names.title(old.positionId) } : null,
      };
    };
    return kept.map((p): ProposalRow => {
      const said = answers.filter((a) => a.proposal === p.id);
      const current = said.filter((a) => a.revision === p.revision);
      const speaksFor = (organisation: string): SpeakingPost[] => mine.filter((post) => post.organisationId === organisation);
      const open = p.state === 'open';
      const free = (organisation: string): boolean =>
        organisation !== p.organisationId &&
        person !== p.proposedBy &&
        !current.some((a) => a.person === person && a.organisationId !== organisation);
      const { id, state, revision, title, reason, madeAt, settledAt, takesEffect, effectFrom } = p;
      return {
        id,
        state,
        revision,
        title,
        reason,
        madeAt,
        settledAt,
        takesEffect,
        effectFrom,
        organisation: names.organisation(p.organisationId),
        post: names.title(p.positionId) ?? '',
        lines: p.changes.map(line),
        asked: p.affected.map((organisationId) => {
          const found = current.find((a) => a.organisationId === organisationId);
          return {
            organisationId,
            organisation: names.organisation(organisationId),
            accepts: found?.accepts ?? null,
            reason: found?.reason ?? '',
            title: found ? names.title(found.positionId) : null,
            at: found?.at ?? null,
          };
        }),
        earlier: revisions
          .filter((r) => r.proposal === p.id && r.revision < p.revision)
          .map((r) => ({
            revision: r.revision,
            at: r.at,
            answers: said
              .filter((a) => a.revision === r.revision && a.organisationId !== p.organisationId)
              .map((a) => ({ organisation: names.organisation(a.organisationId), accepts: a.accepts, reason: a.reason })),
          })),
        mayAnswer: open ? p.affected.filter(free).flatMap(speaksFor) : [],
        mayAmend: open ? speaksFor(p.organisationId) : [],
      };
    });
  }),

  answer(speakingPosts, async (tx, _, { actor, now }) => postsOf(await readDirectory(tx, now), actor, now)),
];
