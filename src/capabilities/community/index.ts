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
export { type OrganisationRow, organisations, type Place, type PositionRow, places, positions } from './queries.ts';
export { StandingRow } from './queries-mandates.ts';
export { doorText, floorOfRoom, type Layout, layOut, readDoor } from './rules/doors.ts';
export { needsMandate, type Stage, stages, statutoryKinds, warnDays } from './rules/mandates.ts';
