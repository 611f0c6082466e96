export { duties, everyPostHolds, findDuty } from './catalogue.ts';
export type { ContactChange } from './commands-contact.ts';
export {
  type Assignment,
  type AssignmentId,
  type Duty,
  type HeldAssignment,
  noMandates,
  type PositionSeen,
  type Role,
  type Snapshot,
} from './model.ts';
export { fixSentence, partKey, type Sentence, sentenceOf } from './rules/analysis/words.ts';
export { buildAuthority } from './rules/authority.ts';
export { type Occasion, type Owner, ownersOf } from './rules/owners.ts';
