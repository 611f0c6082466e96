export type { AlertReceived, Origin } from './commands.ts';
export { Alert, type AlertInfo, Colour, colours, Hazard, hazards, type MatchReason, ResponseLevel } from './model.ts';
export { type AlertId, Audience, Notice, type NoticeChange, Words, wordsFor } from './notice.ts';
export { AlertRow } from './queries.ts';
export { infoFor, type Life, lifeOf } from './rules/reading.ts';
