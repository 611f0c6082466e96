import type { PersonId } from '../../src/kernel/ids.ts';
import { makeMatrix } from './matrix.ts';
import { makeOrganisations, type Organisations } from './organisations.ts';
import { makePlaces, type Places, type Said } from './places.ts';
import { type Random, randomFrom } from './random.ts';
import { type DemoHousehold, makeResidents } from './residents.ts';

export interface DemoSize {
  /** Same number, same community. */
  readonly seed: number;
  /** 1: about 12,000 residents; 0.02: one building. */
  readonly scale: number;
  /** The day on which the story ends, epoch milliseconds. */
  readonly nowMs: number;
}

/** The whole community on paper, before anything is written. */
export interface Demo extends DemoSize {
  readonly random: Random;
  readonly places: Places;
  readonly organisations: Organisations;
  readonly matrix: Said;
  readonly households: readonly DemoHousehold[];
  /** People who have a demo sign-in, by role. */
  readonly signIns: Readonly<Record<DemoRole, PersonId>>;
}

export const demoRoles = ['director', 'grid', 'social', 'volunteer', 'volunteer2', 'shops', 'street'] as const;
export type DemoRole = (typeof demoRoles)[number];

/** Makes everything that follows from seed, scale and day alone; twice the same arguments, twice the same. */
export function makeDemo(size: DemoSize): Demo {
  const random = randomFrom(size.seed, size.nowMs);
  const places = makePlaces(size.scale, random);
  const organisations = makeOrganisations(size.scale, places, random);
  const matrix = makeMatrix(organisations, random);
  const households = makeResidents(size.scale, places.dwellings, size.nowMs, random);
  const holder = (post: string): PersonId => {
    const found = organisations.posts.get(post);
    if (!found) throw new Error(`the demo has no post ${post}`);
    return found.holder;
  };
  const [volunteer, volunteer2] = organisations.volunteers;
  if (!volunteer || !volunteer2) throw new Error('the demo has no volunteers');
  return {
    ...size,
    random,
    places,
    organisations,
    matrix,
    households,
    signIns: {
      director: holder('committee/主任'),
      grid: holder(places.grids.length >= 3 ? 'grid/3' : 'grid/1'),
      social: holder('social/社会工作者'),
      volunteer,
      volunteer2,
      shops: holder('shops/会长'),
      street: holder('street/包联干部'),
    },
  };
}
