export { acceptAgreement, declineAgreement, endAgreement, offerAgreement, testAgreement, withdrawAgreement } from './commands-agreements.ts';
export { rememberLanguage, SheetLanguage } from './commands-language.ts';
export {
  assessOrganisation,
  bindMandates,
  declineMandate,
  endMandate,
  leaveMandate,
  offerMandate,
  reviewMandate,
  signMandate,
  withdrawMandate,
} from './commands-mandates.ts';
export { answerOffice, stateOffice } from './commands-offices.ts';
export { declineRequest, requestMandate, withdrawRequest } from './commands-requests.ts';
export {
  Building,
  BuildingNumber,
  Code12,
  Door,
  Grid,
  type Organisation,
  organisationKinds,
  type Person,
  Phone,
  type Position,
  type Sector,
  sectors,
  skills,
} from './model.ts';
export {
  type AgreedMandate,
  AgreementTerms,
  Assessment,
  agreementId,
  agreementKinds,
  assessmentId,
  DataTier,
  dataTiers,
  MandateTerms,
  mandateId,
  Review,
  verdicts,
} from './model-mandates.ts';
export { mandateRequestId, officeId, RequestTerms } from './model-standing.ts';
export { type OrganisationRow, organisations, type Place, type PositionRow, places, positions } from './queries.ts';
export {
  type AgreementRow,
  agreements,
  type MandateRow,
  mandateRule,
  mandates,
  type OwnPost,
  type Signed,
  StandingRow,
  signingPosts,
} from './queries-mandates.ts';
export { mandateRequests, offices, type RequestRow } from './queries-standing.ts';
export { doorText, floorOfRoom, type Layout, layOut, readDoor } from './rules/doors.ts';
export { lastDayOf, needsMandate, type Stage, statutoryKinds, warnDays } from './rules/mandates.ts';
