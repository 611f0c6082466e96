import { wroteVersions } from '../../platform/server/commands/traces.ts';
import type { Tx } from '../../platform/server/db/db.ts';
import { type Answer, answer } from '../../platform/server/queries/answer.ts';
import { type Everyone, readDirectory, readEveryone } from '../community/server.ts';
import type { HeldAssignment } from './model.ts';
import type { MatrixChange, ProposalAnswer } from './model-proposals.ts';
import { areaOf } from './queries.server.ts';
import type { CellRow } from './queries.ts';
import { cellHistory, matrixAt, type Talk } from './queries-record.ts';
import { historyOf, type KeptTalk, type Writing } from './rules/history.ts';
import { carried } from './rules/mandates.ts';
import { columns, readMandates } from './store.server.ts';

interface KeptRevision {
  readonly id: Talk['id'];
  readonly state: Talk['state'];
  readonly title: string;
  readonly reason: string;
  readonly organisationId: string;
  readonly positionId: string;
  readonly madeAt: string;
  readonly settledAt: string | null;
  readonly changes: readonly MatrixChange[];
}

/** Proposals that concern a cell in some wording, by their last one, with every answer they got; the latest first. */
async function talksAbout(tx: Tx, duty: string, organisationId: string, assignments: readonly string[], names: Names): Promise<KeptTalk[]> {
  const kept = await tx.rows<KeptRevision>(
    `select p.id, p.state, r.title, r.reason, p.organisation as "organisationId", r.position as "positionId",
            p.made_at as "madeAt", p.settled_at as "settledAt", r.changes
       from duties.proposal p
       join duties.proposal_revision r on r.community = p.community and r.proposal = p.id and r.revision = p.revision
      where exists (select from duties.proposal_revision w, jsonb_array_elements(w.changes) c
                     where w.community = p.community and w.proposal = p.id
                       and ((c->>'duty' = $1 and c->>'organisationId' = $2) or c->>'endsId' = any($3)))
      order by p.made_at desc, p.id
      limit 100`,
    [duty, organisationId, assignments],
  );
  const answers = await tx.rows<Omit<ProposalAnswer, 'person'> & { proposal: string; revision: number }>(
    `select proposal, revision, organisation as "organisationId", position as "positionId", accepts, reason, at
       from duties.proposal_answer where proposal = any($1) order by revision, at, organisation limit 5000`,
    [kept.map((p) => p.id)],
  );
  return kept.map(({ changes, organisationId: proposer, positionId, ...p }) => ({
    talk: {
      ...p,
      organisation: names.organisation(proposer),
      post: names.post(positionId),
      // What an organisation says to its own proposal goes without saying.
      said: answers
        .filter((a) => a.proposal === p.id && a.organisationId !== proposer)
        .map(({ revision, accepts, reason, at, ...by }) => ({
          revision,
          accepts,
          reason,
          at,
          organisation: names.organisation(by.organisationId),
          post: names.post(by.positionId),
        })),
    },
    changes: changes.filter((c) => (c.kind === 'add' ? c.duty === duty && c.organisationId === organisationId : assignments.includes(c.endsId))),
  }));
}

/** Words for ids of organisations and positions. */
interface Names {
  readonly organisation: (id: string) => string;
  readonly post: (id: string) => string | null;
  /** Organisation and title: whoever wrote something from there. */
  readonly writer: (id: string | null) => string | null;
}

function namesOf({ organisations, positions }: Everyone): Names {
  const houses = new Map<string, string>(organisations.map((o) => [o.id, o.name]));
  const posts = new Map<string, Everyone['positions'][number]>(positions.map((p) => [p.id, p]));
  const organisation = (id: string): string => houses.get(id) ?? '';
  return {
    organisation,
    post: (id) => posts.get(id)?.title ?? null,
    writer: (id) => {
      const post = id === null ? undefined : posts.get(id);
      return post ? `${organisation(post.organisationId)} · ${post.title}` : null;
    },
  };
}

const endedBefore = (endedAt: string | null | undefined, instant: string): boolean => typeof endedAt === 'string' && endedAt <= instant;

export const recordAnswers: Answer[] = [
  answer(matrixAt, async (tx, { on }) => {
    const instant = new Date(on).toISOString();
    const [cells, { organisations, positions }, directory, mandates] = await Promise.all([
      tx.rows<HeldAssignment>(
        `select ${columns} from duties.assignment where since <= $1 and (until is null or until > $1) order by duty, role, rank, id limit 20000`,
        [instant],
      ),
      readEveryone(tx),
      readDirectory(tx),
      readMandates(tx),
    ]);
    const standing = new Set(carried(cells, mandates(directory.organisations), instant).map((a) => a.id));
    const houses = new Map(organisations.map((o) => [o.id, o]));
    const byId = new Map(positions.map((p) => [p.id, p]));
    return cells.flatMap((cell): CellRow[] => {
      const house = houses.get(cell.organisationId);
      const post = cell.positionId ? byId.get(cell.positionId) : undefined;
      if (!house || endedBefore(house.endedAt, instant) || endedBefore(post?.until, instant)) return [];
      return [{ ...cell, organisation: house.name, title: post?.title ?? null, area: areaOf(cell, post), carried: standing.has(cell.id) }];
    });
  }),

  answer(cellHistory, async (tx, { duty, organisationId }) => {
    const [kept, everyone, directory, mandates] = await Promise.all([
      tx.rows<HeldAssignment & { version: number }>(
        `select ${columns}, version from duties.assignment where duty = $1 and organisation = $2 order by since desc, id limit 500`,
        [duty, organisationId],
      ),
      readEveryone(tx),
      readDirectory(tx),
      readMandates(tx),
    ]);
    const house = everyone.organisations.find((o) => o.id === organisationId);
    if (!house) return [];
    const names = namesOf(everyone);
    const ground = mandates(directory.organisations);
    const [talks, wrote] = await Promise.all([
      talksAbout(
        tx,
        duty,
        organisationId,
        kept.map((a) => a.id),
        names,
      ),
      wroteVersions(
        tx,
        kept.map((a) => a.version),
      ),
    ]);
    return [
      ...historyOf({
        assignments: kept.map((a) => ({ ...a, title: a.positionId && names.post(a.positionId) })),
        talks,
        writings: new Map(wrote.map((w): [number, Writing] => [w.version, { name: w.name, by: names.writer(w.position) }])),
        organisationEnded: house.endedAt,
        postsEnded: new Map(everyone.positions.flatMap((p) => (p.until === null ? [] : [[p.id, p.until] as const]))),
        mandates: ground.needing.includes(organisationId)
          ? ground.agreed.filter((m) => m.organisationId === organisationId && m.duties.includes(duty))
          : null,
      }),
    ];
  }),
];
