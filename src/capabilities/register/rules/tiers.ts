import type { ReviewKind, Tier } from '../model.ts';

/** The duty, beside reading and writing the register there, that it takes to see and to decide what is in a tier. */
export const dutyOfTier = {
  basic: undefined,
  needs: 'register.readNeeds',
  identity: 'register.readIdentity',
} as const satisfies Record<Tier, string | undefined>;

/** Who may see what a review of this kind is about. */
export const tierOf: Readonly<Record<ReviewKind, Tier>> = {
  resident: 'basic',
  household: 'basic',
  departure: 'basic',
  need: 'needs',
  needEnd: 'needs',
  identity: 'identity',
};
