import { z } from 'zod';
import { query } from '../../kernel/query.ts';
import { buildingId, dwellingId, gridId, organisationId, personId, positionId, sectors } from './model.ts';

/** The community itself: what stands on every page and what alerts are matched against. */
export const about = query({
  name: 'community.about',
  duty: null,
  args: z.object({}),
  row: z.object({
    name: z.string(),
    nameEn: z.string(),
    nameUg: z.string(),
    code12: z.string(),
    lon: z.number().nullable(),
    lat: z.number().nullable(),
  }),
});

/** Grids, buildings, facilities and shelters in one list, grids first, each with what its kind has. */
export const Place = z.object({
  id: z.string(),
  at: z.enum(['grid', 'building', 'facility', 'shelter']),
  gridId: gridId.nullable(),
  name: z.string(),
  /** Number of a grid or building. */
  number: z.string().nullable(),
  /** Word of an open list, for facilities. */
  kind: z.string().nullable(),
  floors: z.number().nullable(),
  units: z.number().nullable(),
  doors: z.number().nullable(),
  /** People, for shelters. */
  capacity: z.number().nullable(),
  accessible: z.boolean().nullable(),
  lon: z.number().nullable(),
  lat: z.number().nullable(),
});
export type Place = z.infer<typeof Place>;
export const places = query({ name: 'community.places', duty: 'community.read', args: z.object({}), row: Place });

/** Every door of one building, unit by unit, top floor first. */
export const doorsOfBuilding = query({
  name: 'community.doors',
  duty: 'community.read',
  args: z.object({ buildingId }),
  row: z.object({ id: dwellingId, gridId, unit: z.number(), floor: z.number(), room: z.string(), door: z.string() }),
});

/** The dwelling behind a door as people type it, `3-2-501`; no row when there is none. */
export const dwellingByDoor = query({
  name: 'community.dwellingByDoor',
  duty: 'community.read',
  args: z.object({ door: z.string().max(40) }),
  row: z.object({ id: dwellingId, gridId, buildingId, door: z.string() }),
});

export const OrganisationRow = z.object({
  id: organisationId,
  kind: z.string(),
  sector: z.enum(sectors),
  name: z.string(),
  phone: z.string(),
  status: z.enum(['active', 'ended']),
  /** Of its sheets; null: nobody has said. */
  language: z.string().nullable(),
  /** Posts that stand, those of them that nobody holds, and seats taken. */
  posts: z.number(),
  vacant: z.number(),
  seats: z.number(),
});
export type OrganisationRow = z.infer<typeof OrganisationRow>;
export const organisations = query({ name: 'community.organisations', duty: 'community.read', args: z.object({}), row: OrganisationRow });

export const PositionRow = z.object({
  id: positionId,
  organisationId,
  organisation: z.string(),
  title: z.string(),
  seat: z.boolean(),
  grids: z.array(gridId).nullable(),
  holderId: personId.nullable(),
  holder: z.string().nullable(),
  /** Empty for seats unless the asker keeps the directory or dispatches tasks. */
  holderPhone: z.string(),
  holderSince: z.string().nullable(),
  deputyId: personId.nullable(),
  deputy: z.string().nullable(),
  deputyPhone: z.string(),
});
export type PositionRow = z.infer<typeof PositionRow>;

/** Positions that stand, by organisation and title: posts, or with `seats` the members of teams. */
export const positions = query({
  name: 'community.positions',
  duty: 'community.read',
  args: z.object({ organisationId: organisationId.optional(), seats: z.boolean().default(false) }),
  row: PositionRow,
});

export const PersonRow = z.object({
  id: personId,
  name: z.string(),
  phone: z.string(),
  languages: z.array(z.string()),
  skills: z.array(z.string()),
  /** Titles of positions held now, as holder or deputy. */
  titles: z.array(z.string()),
  /** `given`: a way to sign in waits for them; `open`: they have signed in with it; null: none. */
  access: z.enum(['given', 'open']).nullable(),
  accessAt: z.string().nullable(),
});
export type PersonRow = z.infer<typeof PersonRow>;

/** People who act here, to choose a holder from; by name in pinyin order. */
export const people = query({
  name: 'community.people',
  duty: 'community.manage',
  args: z.object({ text: z.string().max(60).default('') }),
  row: PersonRow,
});

/** Who held a position, as holder or deputy, latest first. */
export const holdings = query({
  name: 'community.holdings',
  duty: 'community.read',
  args: z.object({ positionId }),
  row: z.object({ name: z.string(), asDeputy: z.boolean(), since: z.string(), until: z.string().nullable() }),
});
