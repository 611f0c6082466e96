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
export { type OrganisationRow, organisations, type Place, type PositionRow, places, positions } from './queries.ts';
export { doorText, floorOfRoom, type Layout, layOut, readDoor } from './rules/doors.ts';
