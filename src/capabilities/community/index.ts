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
export type { OrganisationRow, Place, PositionRow } from './queries.ts';
export { places, positions } from './queries.ts';
export { doorText, floorOfRoom, type Layout, layOut, readDoor } from './rules/doors.ts';
