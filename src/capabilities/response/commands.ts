export { callBriefing, cancelBriefing, recordAttendance, recordDecision } from './commands/briefings.ts';
export { assignTask, dropTask } from './commands/dispatch.ts';
export { issueDoorTokens, revokeDoorTokens } from './commands/doors.ts';
export { acceptHandover, declineHandover, escalateHandover, offerHandover, withdrawHandover } from './commands/handovers.ts';
export { activatePlan, changeLevel, closeIncident, setClaimLimit } from './commands/incidents.ts';
export { answerRequest, askForHelp, closeRequest } from './commands/requests.ts';
export { closeRound, openRound } from './commands/rounds.ts';
export { acceptTask, claimTask, closeTask, expireClaims, extendTask, raiseTask, releaseTask } from './commands/tasks.ts';
export { sayDoorSafe, undoVisit, visitDoor } from './commands/visits.ts';
