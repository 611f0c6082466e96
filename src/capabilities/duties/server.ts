import type { Authority } from '../../kernel/authority.ts';
import { type Handler, handler } from '../../platform/server/commands/handler.ts';
import type { Tx } from '../../platform/server/db/db.ts';
import type { Answer } from '../../platform/server/queries/answer.ts';
import type { Feed } from '../../platform/server/queries/pull.ts';
import { assign, withdraw } from './commands.ts';
import { closeContactTest, recordCall, startContactTest } from './commands-contact.ts';
import { amendProposal, answerProposal, propose, proposeSeveral, withdrawProposal } from './commands-proposals.ts';
import { setEstimate } from './estimates.ts';
import { answers as matrixAnswers } from './queries.server.ts';
import { analysisAnswers } from './queries-analysis.server.ts';
import { contactAnswers } from './queries-contact.server.ts';
import { mandateAnswers } from './queries-mandates.server.ts';
import { proposalAnswers } from './queries-proposals.server.ts';
import { recordAnswers } from './queries-record.server.ts';
import { buildAuthority } from './rules/authority.ts';
import { type Occasion, type Owner, ownersOf as ownersIn } from './rules/owners.ts';
import { takeOverStart } from './start.ts';
import { applyDutyChange, loadMatrix, loadWithdrawal, readSnapshot } from './store.server.ts';
import { applyContactChange, loadStart, loadTest } from './store-contact.server.ts';
import { applyEstimateChange, estimateAnswers } from './store-estimates.server.ts';
import { applyProposalChange, loadProposal, loadSeveral } from './store-proposals.server.ts';
import { loadStartGround, startAnswers } from './store-start.server.ts';

export { reactions } from './reactions.server.ts';
export { routes } from './routes.server.ts';
export { readSnapshot } from './store.server.ts';

export const answers: Answer[] = [
  ...contactAnswers,
  ...matrixAnswers,
  ...recordAnswers,
  ...analysisAnswers,
  ...proposalAnswers,
  ...mandateAnswers,
  ...estimateAnswers,
  ...startAnswers,
];

/** A test asks people all over the community: a caller of single grids cannot start one. */
const ofTest = {
  load: loadTest,
  apply: applyContactChange,
  area: () => null,
  note: (_: unknown, payload: { testId: string }) => ({ entity: payload.testId }),
} as const;

const ofProposal = { load: loadProposal, apply: applyProposalChange };

export const handlers: Handler[] = [
  handler(assign, {
    load: (tx, payload, { now }) => loadMatrix(tx, payload, now),
    apply: applyDutyChange,
    note: (_, payload) => ({ params: { cells: payload.assignments.length } }),
    constraints: { assignment_pkey: 'duties.exists' },
  }),
  handler(withdraw, {
    load: (tx, payload, { now }) => loadWithdrawal(tx, payload.assignmentId, now),
    apply: applyDutyChange,
    note: (_, payload) => ({ entity: payload.assignmentId }),
  }),
  handler(takeOverStart, {
    load: (tx, payload, { now }) => loadStartGround(tx, payload, now),
    apply: applyDutyChange,
    note: (_, payload) => ({ params: { start: payload.start, cells: payload.lines.length } }),
    constraints: { assignment_pkey: 'duties.exists' },
  }),
  handler(setEstimate, { load: async () => null, apply: applyEstimateChange, note: (_, payload) => ({ params: { duty: payload.duty } }) }),
  handler(startContactTest, {
    ...ofTest,
    load: loadStart,
    note: (_, p) => ({ entity: p.testId, params: { posts: p.positions.length } }),
    constraints: { contact_test_pkey: 'duties.testExists' },
  }),
  handler(recordCall, ofTest),
  handler(closeContactTest, ofTest),
  handler(propose, {
    ...ofProposal,
    note: (_, payload) => ({ entity: payload.proposalId, params: { changes: payload.changes.length } }),
    constraints: { proposal_pkey: 'duties.proposalExists' },
  }),
  handler(proposeSeveral, {
    load: loadSeveral,
    apply: applyProposalChange,
    note: (_, { proposals }) => ({ params: { proposals: proposals.length, changes: proposals.reduce((sum, p) => sum + p.changes.length, 0) } }),
    constraints: { proposal_pkey: 'duties.proposalExists' },
  }),
  handler(amendProposal, { ...ofProposal, note: (_, payload) => ({ entity: payload.proposalId, params: { changes: payload.changes.length } }) }),
  handler(answerProposal, { ...ofProposal, note: (_, payload) => ({ entity: payload.proposalId }) }),
  handler(withdrawProposal, { ...ofProposal, note: (_, payload) => ({ entity: payload.proposalId }) }),
];

export const feeds: Feed[] = [
  {
    entity: 'duties.assignment',
    sql: `select id, version, scope, duty, organisation as "organisationId", position as "positionId", role, rank, grids, hazards, levels, since, until
            from duties.assignment where scope = any($1) and version > $2 order by version limit $3`,
  },
];

/** The community's authority as it stands in this transaction, at this instant. */
export const loadAuthority = async (tx: Tx, now: Date): Promise<Authority> => buildAuthority(await readSnapshot(tx, now), now);

/** Who owns work that takes one of these duties on one occasion, the doer first; read once for all duties of a plan. */
export async function ownersOf(tx: Tx, duties: readonly string[], occasion: Occasion, now: Date): Promise<Map<string, Owner[]>> {
  const snapshot = await readSnapshot(tx, now);
  return new Map(duties.map((duty) => [duty, ownersIn(snapshot, duty, occasion, now)]));
}
