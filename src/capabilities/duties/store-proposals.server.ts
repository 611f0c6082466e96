import type { Facts } from '../../kernel/command.ts';
import type { OrganisationId, PositionId } from '../../kernel/ids.ts';
import type { At } from '../../platform/server/commands/handler.ts';
import type { Tx } from '../../platform/server/db/db.ts';
import type { ProposalState, SeveralState } from './commands-proposals.ts';
import type { AssignmentId, DutyChange, Snapshot } from './model.ts';
import type { MatrixChange, Proposal, ProposalAnswer, ProposalChange, ProposalId } from './model-proposals.ts';
import { standsIn } from './rules/area.ts';
import { applyDutyChange, matrixOf, readSnapshot, takenAmong } from './store.server.ts';

/** The organisation for which this post of the actor's speaks; null: the actor holds no such post. */
export function speakerOf({ positions, organisations }: Snapshot, position: PositionId, { actor, now }: Facts): OrganisationId | null {
  if (actor.kind !== 'person') return null;
  const post = positions.find((p) => p.id === position && !p.seat && standsIn(p, actor.person, now.toISOString()));
  return organisations.find((o) => o.id === post?.organisationId && o.active)?.id ?? null;
}

export async function findProposal(tx: Tx, id: ProposalId): Promise<Proposal | null> {
  const [[row], answers] = await Promise.all([
    tx.rows<Omit<Proposal, 'answers'>>(
      `select p.id, p.state, p.revision, r.title, r.reason, p.organisation as "organisationId", r.position as "positionId",
              r.person as "proposedBy", r.changes, r.takes_effect as "takesEffect", r.affected
         from duties.proposal p
         join duties.proposal_revision r on r.community = p.community and r.proposal = p.id and r.revision = p.revision
        where p.id = $1
          for update of p`,
      [id],
    ),
    tx.rows<ProposalAnswer>(
      `select a.organisation as "organisationId", a.position as "positionId", a.person, a.accepts, a.reason, a.at
         from duties.proposal_answer a
         join duties.proposal p on p.community = a.community and p.id = a.proposal and p.revision = a.revision
        where a.proposal = $1
        order by a.at, a.organisation`,
      [id],
    ),
  ]);
  return row ? { ...row, answers } : null;
}

/** What lines are held against, and for whom the post speaks. */
async function loadGround(
  tx: Tx,
  position: PositionId,
  lines: readonly MatrixChange[],
  facts: Facts,
): Promise<Pick<ProposalState, 'ground' | 'speaker'>> {
  const ids = lines.flatMap((line) => (line.kind === 'end' ? [] : line.id));
  const [snapshot, taken, delegations] = await Promise.all([
    readSnapshot(tx, facts.now),
    takenAmong(tx, ids),
    tx.rows<{ id: AssignmentId; from: OrganisationId }>(
      `select g.assignment as id, g.delegated_from as "from"
         from duties.assignment_ground g
         join duties.assignment a on a.community = g.community and a.id = g.assignment
        where g.delegated_from is not null and (a.until is null or a.until > $1)
        order by g.assignment`,
      [facts.now.toISOString()],
    ),
  ]);
  return {
    ground: { ...matrixOf(snapshot, taken), delegations: new Map(delegations.map((d) => [d.id, d.from])) },
    speaker: speakerOf(snapshot, position, facts),
  };
}

/** Everything a word about a proposal is held against. */
export async function loadProposal(
  tx: Tx,
  said: { readonly proposalId: ProposalId; readonly positionId: PositionId; readonly changes?: readonly MatrixChange[] },
  facts: Facts,
): Promise<ProposalState> {
  const proposal = await findProposal(tx, said.proposalId);
  return { ...(await loadGround(tx, said.positionId, said.changes ?? proposal?.changes ?? [], facts)), proposal };
}

export async function loadSeveral(
  tx: Tx,
  said: {
    readonly positionId: PositionId;
    readonly proposals: readonly { readonly proposalId: ProposalId; readonly changes: readonly MatrixChange[] }[];
  },
  facts: Facts,
): Promise<SeveralState> {
  const lines = said.proposals.flatMap(({ changes }) => changes);
  const [ground, taken] = await Promise.all([
    loadGround(tx, said.positionId, lines, facts),
    tx.rows<{ id: ProposalId }>('select id from duties.proposal where id = any($1)', [said.proposals.map((p) => p.proposalId)]),
  ]);
  return { ...ground, taken: new Set(taken.map(({ id }) => id)) };
}

async function writeRevision(tx: Tx, proposal: Proposal, on: string): Promise<void> {
  const { id, revision, title, reason, positionId, proposedBy, changes, takesEffect, affected, answers } = proposal;
  await tx.run(
    `insert into duties.proposal_revision (proposal, revision, title, reason, position, person, changes, takes_effect, affected, at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    [id, revision, title, reason, positionId, proposedBy, JSON.stringify(changes), takesEffect, affected, on],
  );
  for (const answer of answers) await writeAnswer(tx, id, revision, answer);
}

const writeAnswer = (tx: Tx, proposal: ProposalId, revision: number, a: ProposalAnswer): Promise<number> =>
  tx.run(
    `insert into duties.proposal_answer (proposal, revision, organisation, position, person, accepts, reason, at)
     values ($1, $2, $3, $4, $5, $6, $7, $8)
     on conflict (community, proposal, revision, organisation)
     do update set position = excluded.position, person = excluded.person, accepts = excluded.accepts, reason = excluded.reason, at = excluded.at`,
    [proposal, revision, a.organisationId, a.positionId, a.person, a.accepts, a.reason, a.at],
  );

export async function applyProposalChange(tx: Tx, change: ProposalChange | DutyChange, at: At): Promise<void> {
  switch (change.type) {
    case 'changesProposed':
      await tx.run(`insert into duties.proposal (id, state, revision, organisation, made_at) values ($1, 'open', 1, $2, $3)`, [
        change.proposal.id,
        change.proposal.organisationId,
        change.on,
      ]);
      return writeRevision(tx, change.proposal, change.on);
    case 'proposalAmended':
      await tx.run('update duties.proposal set revision = $2 where id = $1', [change.proposal.id, change.proposal.revision]);
      return writeRevision(tx, change.proposal, change.on);
    case 'proposalAnswered':
      await tx.run('update duties.proposal_revision set affected = $3 where proposal = $1 and revision = $2', [
        change.proposalId,
        change.revision,
        change.affected,
      ]);
      await writeAnswer(tx, change.proposalId, change.revision, change.answer);
      return;
    case 'proposalAgreed':
      await tx.run(`update duties.proposal set state = 'agreed', settled_at = $2, effect_from = $3 where id = $1`, [
        change.proposalId,
        change.on,
        change.from,
      ]);
      for (const { assignmentId, basis, delegatedFrom } of change.grounds)
        await tx.run('insert into duties.assignment_ground (assignment, proposal, basis, delegated_from) values ($1, $2, $3, $4)', [
          assignmentId,
          change.proposalId,
          basis,
          delegatedFrom,
        ]);
      return;
    case 'proposalWithdrawn':
      await tx.run(`update duties.proposal set state = 'withdrawn', settled_at = $2 where id = $1`, [change.proposalId, change.on]);
      return;
    case 'dutiesAssigned':
    case 'dutyWithdrawn':
      return applyDutyChange(tx, change, at);
    default:
      change satisfies never;
  }
}
