export { type ActionKind, type Audience, Colour, hazards, Level, type Plan, type PlanAction, type PlanId, planId, Words } from './model.ts';
export { readyMadePlans } from './plans.ts';
export { plan, plans, proposals } from './queries.ts';
export { severityOf } from './rules/plans/compose.ts';
export { type AlertForPlans, type Proposal, type ProposalReason, proposePlans } from './rules/propose-plans.ts';
