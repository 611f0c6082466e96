import type { organisationKinds } from '../../community/index.ts';
import type { Role } from '../model.ts';
import { ordinary } from './starts-ordinary.ts';

export type Kind = keyof typeof organisationKinds;

/** Short names of kinds in the lines of starting matrices. */
const kinds: Readonly<Record<string, Kind>> = {
  committee: 'residents_committee',
  grid: 'grid_team',
  owners: 'owners_committee',
  tenants: 'tenants_council',
  social: 'social_work_station',
  team: 'volunteer_team',
  civic: 'social_organisation',
  property: 'property_company',
  shops: 'shop_association',
  firm: 'enterprise',
  clinic: 'clinic',
  school: 'school',
  utility: 'utility',
  police: 'police_post',
  fire: 'fire_station',
  street: 'street_office',
};

/**
 * A renters' community of the RF kind (field study 003: 12,000 people, mostly young and from elsewhere): there are no owners to ask, tenants have
 * a council of their own, deliveries and firms carry what neighbours carry elsewhere, and whoever rents out knows who moved in.
 */
const tenants: Readonly<Record<string, string>> = {
  ...withoutKind(ordinary, 'owners'),
  'risk.map': 'A committee; R tenants; R2 team; C civic',
  'floating.know': 'A committee; R grid; R tenants; R2 property; C police',
  'fire.prevent': 'A property; R property; R grid; R2 fire; C tenants; I committee',
  'public.teach': 'A committee; R tenants; R team; R2 fire',
  'conflict.settle': 'A committee; R social; R2 committee; C tenants; C police',
  'readiness.stock': 'A committee; R committee; R2 shops; C firm; I street',
  'agreement.keep': 'A committee; R committee; C shops; C firm; C property',
  'family.plan': 'A social; R tenants; R2 team',
  'public.inform': 'A committee; R grid; R tenants; R2 team; I property',
  'vulnerable.alert': 'A grid; R grid; R2 tenants; R2 team; I clinic',
  'funds.release': 'A committee; R committee; C street; C tenants',
  'response.checkIn': 'A grid; R grid; R committee; R2 tenants; R2 team',
  'supply.deliver': 'A committee; R firm; R shops; R2 team; C tenants; I property',
  'medicine.deliver': 'A clinic; R firm; R2 team; I grid',
  'access.keep': 'A property; R property; R2 tenants; C police',
  'quarantine.serve': 'A committee; R grid; R firm; R2 team; C clinic; C tenants',
  'recovery.run': 'A committee; R property; R social; C tenants; C shops',
  'account.publish': 'A committee; R committee; C tenants; I street',
};

/**
 * An old town of the N kind (field study 004: many governing bodies in name and one in deed, few organisations, closed channels of discussion): there is no
 * property company, so the committee answers for houses and the trades do the work; community organisations have a named part, and so has every language.
 */
const oldTown: Readonly<Record<string, string>> = {
  ...withoutKind(withoutKind(withoutKind(ordinary, 'owners'), 'property'), 'tenants'),
  'risk.survey': 'A committee; R grid; R fire; C school; I street',
  'risk.map': 'A committee; R civic; R2 team; C shops',
  'needs.assess': 'A social; R social; R grid; C civic; C clinic',
  'hazard.remedy': 'A committee; R utility; R2 firm; I street',
  'fire.prevent': 'A committee; R fire; R grid; R2 team; C shops',
  'building.maintain': 'A committee; R firm; R2 utility; I street',
  'drain.clear': 'A committee; R utility; R2 team; I street',
  'public.teach': 'A committee; R civic; R team; R2 school',
  'conflict.settle': 'A committee; R social; R2 civic; C police',
  'shelter.prepare': 'A committee; R school; R2 civic; I street',
  'watch.keep': 'A committee; R committee; R2 grid; I police',
  'public.inform': 'A committee; R grid; R civic; R2 team',
  'vulnerable.alert': 'A grid; R grid; R civic; R2 team; I clinic',
  'evacuate.vulnerable': 'A committee; R grid; R team; R2 civic; C clinic; I police',
  'rescue.first': 'A fire; R fire; R2 team; R2 utility',
  'shelter.open': 'A committee; R school; R2 civic; R2 team; I street',
  'supply.deliver': 'A committee; R shops; R civic; R2 team',
  'water.pump': 'A committee; R utility; R2 fire; I street',
  'utility.secure': 'A committee; R utility; R2 firm; I street',
  'order.keep': 'A police; R police; R2 team; I committee',
  'access.keep': 'A committee; R team; R2 grid; C police',
  'language.help': 'A social; R civic; R2 team; C clinic',
  'damage.survey': 'A committee; R grid; R2 utility; C shops',
  'recovery.run': 'A committee; R social; R civic; C shops; C school',
};

const entry = /^([RACI])([2-9]?) (\w+)$/;

function withoutKind(lines: Readonly<Record<string, string>>, kind: string): Record<string, string> {
  return Object.fromEntries(
    Object.entries(lines).map(([duty, text]) => [
      duty,
      text
        .split('; ')
        .filter((cell) => !cell.endsWith(` ${kind}`))
        .join('; '),
    ]),
  );
}

/** One entry of a starting matrix: this kind of organisation holds this duty so. */
export interface StartEntry {
  readonly duty: string;
  readonly role: Role;
  readonly rank: number;
  readonly kind: Kind;
}

const entriesOf = (lines: Readonly<Record<string, string>>): readonly StartEntry[] =>
  Object.entries(lines).flatMap(([duty, text]) =>
    text.split('; ').flatMap((cell): StartEntry[] => {
      const [, role, rank, short = ''] = entry.exec(cell) ?? [];
      const kind = kinds[short];
      return role && kind ? [{ duty, role: role as Role, rank: Number(rank || 1), kind }] : [];
    }),
  );

export const startNames = ['ordinary', 'tenants', 'oldTown'] as const;
export type StartName = (typeof startNames)[number];

/** The three matrices to begin from: an ordinary estate, a renters' community, an old town. */
export const starts: Readonly<Record<StartName, readonly StartEntry[]>> = {
  ordinary: entriesOf(ordinary),
  tenants: entriesOf(tenants),
  oldTown: entriesOf(oldTown),
};

/**
 * Duties that one post takes on, not every post of an organisation: they change who may do what, show the most personal data, or let money go.
 */
export const byOnePost: readonly string[] = [
  'community.manage',
  'duties.assign',
  'register.readIdentity',
  'register.import',
  'register.readNeeds',
  'journal.read',
  'funds.release',
  'data.sunset',
];
