export { verifyHousehold } from './commands.ts';
export { recordNeed } from './commands-care.ts';
export { type HouseholdMoved, NeedCode, type Resident, Tenure } from './model.ts';
export { type Found, heads, household, households, needCounts, residents, search } from './queries.ts';
export { doorKey } from './rules/door-key.ts';
export { needCodes } from './rules/needs-from-text.ts';
export { urgentNeeds, type Vulnerability, vulnerabilityOf } from './rules/vulnerability.ts';
