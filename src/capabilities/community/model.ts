import { z } from 'zod';
import {
  type BuildingId,
  type DwellingId,
  type GridId,
  idOf,
  type OrganisationId,
  type PersonId,
  type PositionId,
  type UnitId,
} from '../../kernel/ids.ts';

export const gridId = idOf<GridId>();
export const buildingId = idOf<BuildingId>();
export const unitId = idOf<UnitId>();
export const dwellingId = idOf<DwellingId>();
export const organisationId = idOf<OrganisationId>();
export const personId = idOf<PersonId>();
export const positionId = idOf<PositionId>();

/** Text people type into a name field: no control characters, trimmed, not empty. */
export const name = (max: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(max)
    .regex(/^[^\p{Cc}]+$/u);

/**
 * The statistical division code of a residents' or villagers' committee, 12 digits kept as text: province 2, prefecture 2, county 2,
 * street or town 3, committee 3 (National Bureau of Statistics, statistical division codes; the first six follow GB/T 2260).
 */
export const Code12 = z.string().regex(/^[1-9]\d{11}$/);

/** Degrees, WGS 84. */
const lon = z.number().min(-180).max(180);
const lat = z.number().min(-90).max(90);

/** Telephone as dialled here: digits, and what people write between them; empty when there is none. */
export const Phone = z
  .string()
  .trim()
  .max(24)
  .regex(/^$|^\+?[\d][\d\s-]{2,22}$/);

export const Grid = z.object({
  id: gridId,
  /** 1, 2, 3 … as painted on the walls. */
  number: z.number().int().min(1).max(999),
  name: name(40),
});
export type Grid = z.infer<typeof Grid>;

/** One door: the unit's number, the floor (-3 to 120, 0 is unused) and the room as on the plate, e.g. `501`. */
export const Door = z.object({
  id: dwellingId,
  unit: z.number().int().min(1).max(99),
  floor: z
    .number()
    .int()
    .min(-3)
    .max(120)
    .refine((f) => f !== 0),
  room: z.string().regex(/^[0-9A-Z]{1,8}$/),
});
export type Door = z.infer<typeof Door>;

/** The number of a building as in doors: digits, or a letter before them (`3`, `A3`). */
export const BuildingNumber = z.string().regex(/^[A-Z]{0,2}[0-9]{1,4}$/);

export const Building = z.object({
  id: buildingId,
  gridId,
  number: BuildingNumber,
  name: name(40),
  /** Storeys above ground. */
  floors: z.number().int().min(1).max(120),
  lon: lon.nullable().default(null),
  lat: lat.nullable().default(null),
});
export type Building = z.infer<typeof Building>;

/** Kinds of facility that we name; others may be written, in the same form. */
export const facilityKinds = [
  'open_space',
  'assembly_point',
  'clinic_room',
  'pharmacy',
  'water_pump',
  'generator',
  'hydrant',
  'power_room',
  'gas_valve',
  'lift',
  'car_park',
  'activity_room',
  'canteen',
  'camera',
] as const;

/** A word of an open list: `open_space`. Unknown words are shown as they are. */
export const Word = z.string().regex(/^[a-z][a-z_]{1,39}$/);

export const Facility = z.object({
  id: z.uuid(),
  kind: Word,
  name: name(60),
  gridId: gridId.nullable().default(null),
  lon: lon.nullable().default(null),
  lat: lat.nullable().default(null),
});
export type Facility = z.infer<typeof Facility>;

export const Shelter = z.object({
  id: z.uuid(),
  name: name(60),
  /** People who can sleep there, counted at the 3.0 m² each that a shelter plan allows for; as its keeper declares. */
  capacity: z.number().int().min(1).max(100_000),
  /** Reachable without a step, with a toilet a wheelchair fits into. */
  accessible: z.boolean(),
  gridId: gridId.nullable().default(null),
  lon: lon.nullable().default(null),
  lat: lat.nullable().default(null),
});
export type Shelter = z.infer<typeof Shelter>;

/** Sectors that organisations come from: duties shared by two sectors are one mark of integrity. */
export const sectors = ['government', 'selfGovernance', 'social', 'business', 'publicService'] as const;
export type Sector = (typeof sectors)[number];

/** Kinds of organisation that we name, with the sector they usually belong to. The list is open. */
export const organisationKinds = {
  residents_committee: 'selfGovernance',
  grid_team: 'selfGovernance',
  owners_committee: 'selfGovernance',
  tenants_council: 'selfGovernance',
  social_work_station: 'social',
  volunteer_team: 'social',
  social_organisation: 'social',
  foundation: 'social',
  property_company: 'business',
  shop: 'business',
  shop_association: 'business',
  enterprise: 'business',
  clinic: 'publicService',
  school: 'publicService',
  utility: 'publicService',
  police_post: 'government',
  fire_station: 'government',
  street_office: 'government',
} as const satisfies Record<string, Sector>;

export const Organisation = z.object({
  id: organisationId,
  kind: Word,
  sector: z.enum(sectors),
  name: name(60),
  phone: Phone.default(''),
});
export type Organisation = z.infer<typeof Organisation>;

/** Languages that people here are likely to speak (ISO 639), and skills that an emergency asks for; both lists are open. */
export const tongues = ['zh', 'ug', 'en', 'kk', 'bo', 'mn', 'yue', 'sgn'] as const;
export const skills = ['first_aid', 'nursing', 'driving', 'electrics', 'cooking', 'counselling', 'childcare', 'radio', 'lifting', 'cycling'] as const;

export const Person = z.object({
  id: personId,
  name: name(60),
  phone: Phone.default(''),
  /** Languages spoken, ISO 639: `zh`, `ug`, `en`, `sgn` for sign language. */
  languages: z
    .array(z.string().regex(/^[a-z]{2,3}$/))
    .max(12)
    .default([]),
  skills: z.array(Word).max(20).default([]),
});
export type Person = z.infer<typeof Person>;

export const Position = z.object({
  id: positionId,
  organisationId,
  title: name(60),
  /** A seat is one member of a team; a post is a job with a title that all staff can see and call. */
  seat: z.boolean().default(false),
  /** Grids it is limited to; null: the whole community. */
  grids: z.array(gridId).min(1).max(200).nullable().default(null),
});
export type Position = z.infer<typeof Position>;

/** A new person and the seat that they take. */
export const Member = z.object({ positionId, person: Person });
export type Member = z.infer<typeof Member>;

/** `byLaw`: two people have agreed on what it takes part by law or by public office (see `commands-offices.ts`). */
export type OrganisationState =
  | { readonly at: 'nowhere' }
  | { readonly at: 'active' | 'ended'; readonly organisation: Organisation; readonly byLaw: boolean };

export type PositionState =
  | { readonly at: 'nowhere' }
  | {
      readonly at: 'standing' | 'ended';
      readonly position: Position;
      readonly organisation: 'active' | 'ended';
      readonly holder: PersonId | null;
      readonly deputy: PersonId | null;
    };

export type PlaceChange =
  | {
      type: 'communityEstablished';
      name: string;
      nameEn: string;
      nameUg: string;
      code12: string;
      lon: number | null;
      lat: number | null;
      /** From when on mandates bind, ISO 8601. */
      mandatesFrom: string;
    }
  | { type: 'communityRenamed'; name: string; nameEn: string; nameUg: string; lon: number | null; lat: number | null }
  | { type: 'gridAdded'; grid: Grid }
  | { type: 'buildingAdded'; building: Building; units: readonly { id: UnitId; number: number }[]; doors: readonly Door[] }
  | {
      type: 'doorsAdded';
      buildingId: BuildingId;
      gridId: GridId;
      number: string;
      units: readonly { id: UnitId; number: number }[];
      doors: readonly Door[];
    }
  | { type: 'facilityAdded'; facility: Facility }
  | { type: 'shelterAdded'; shelter: Shelter }
  | { type: 'facilityChanged'; facility: Facility }
  | { type: 'shelterChanged'; shelter: Shelter }
  | { type: 'facilityEnded' | 'shelterEnded'; id: string; on: string };

export type PeopleChange =
  | { type: 'organisationAdded'; organisation: Organisation; byLaw: boolean }
  | { type: 'organisationChanged'; organisation: Organisation }
  | { type: 'organisationEnded'; organisationId: OrganisationId; on: string }
  | { type: 'personAdded'; person: Person }
  | { type: 'personChanged'; person: Person }
  | { type: 'membersEnrolled'; organisationId: OrganisationId; title: string; members: readonly Member[]; on: string }
  | { type: 'positionAdded'; position: Position; since: string }
  | { type: 'positionChanged'; positionId: PositionId; title: string; grids: readonly GridId[] | null }
  | { type: 'positionEnded'; positionId: PositionId; on: string }
  | { type: 'holderAssigned'; positionId: PositionId; personId: PersonId | null; on: string }
  | { type: 'deputyAssigned'; positionId: PositionId; personId: PersonId | null; on: string };
