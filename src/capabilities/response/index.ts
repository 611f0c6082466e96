export type { BriefingChange, HandoverChange, IncidentChange, ResponseChange, WantedNotice } from './changes.ts';
export type { HelpKind, Incident, Level, Outcome, Owner, Task, TaskKind, Urgency } from './model.ts';
export { closingChecklist } from './rules/closing.ts';
