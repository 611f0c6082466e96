import type { AgreedMandate, DataTier } from '../../community/index.ts';
import type { HeldAssignment, MandateGround } from '../model.ts';
import { holdsAt, meet } from './area.ts';

/** Personal data that a duty shows: what a mandate must allow besides the duty itself. Duties that are not named show none by themselves. */
const shows: Readonly<Record<string, DataTier>> = {
  'register.read': 'basic',
  'register.write': 'basic',
  'register.readNeeds': 'sensitive',
  'register.readIdentity': 'identity',
  // A ledger brings ID numbers with it.
  'register.import': 'identity',
};

export const tierOf = (duty: string): DataTier | null => shows[duty] ?? null;

/** Only who does a duty or answers for it needs a mandate for it: to be asked or told takes nothing upon oneself. */
const takesUpon = (a: Pick<HeldAssignment, 'role'>): boolean => a.role === 'R' || a.role === 'A';

/** Does an assignment need a mandate at this instant? */
const bound = ({ bindFrom, needing }: MandateGround, a: HeldAssignment, instant: string): boolean =>
  bindFrom !== null && bindFrom <= instant && takesUpon(a) && needing.includes(a.organisationId);

const mandateAt = ({ agreed }: MandateGround, a: HeldAssignment, instant: string): AgreedMandate | undefined =>
  agreed.find((m) => m.organisationId === a.organisationId && holdsAt(m, instant));

const narrower = <T extends string>(a: readonly T[] | null, b: readonly T[] | null): readonly T[] | null =>
  a === null ? b : b === null ? a : a.filter((x) => b.includes(x));

/** The part of an assignment that a mandate carries; null: none of it. */
function partOf(a: HeldAssignment, mandate: AgreedMandate): HeldAssignment | null {
  const tier = tierOf(a.duty);
  if (!mandate.duties.includes(a.duty) || (tier !== null && !mandate.tiers.includes(tier))) return null;
  const grids = meet(a.grids, mandate.grids);
  const levels = narrower(a.levels, mandate.levels);
  if (grids?.length === 0 || levels?.length === 0) return null;
  return { ...a, grids: grids && [...grids], levels: levels && [...levels] };
}

/**
 * Assignments as they stand at one instant: those of organisations that need a mandate are cut down to what their mandate in force
 * carries (duty, tier of data, grids, levels), and left out where it carries nothing. Everything that asks who may or must do something
 * reads them through this; what is agreed, ends or runs out counts at that instant without anybody's doing.
 */
export function carried(assignments: readonly HeldAssignment[], ground: MandateGround, instant: string): readonly HeldAssignment[] {
  if (ground.bindFrom === null || ground.bindFrom > instant || ground.needing.length === 0) return assignments;
  return assignments.flatMap((a) => {
    if (!bound(ground, a, instant)) return [a];
    const mandate = mandateAt(ground, a, instant);
    return (mandate && partOf(a, mandate)) ?? [];
  });
}

/** What a mandate lacks for an assignment. */
export type Lack = 'mandate' | 'duty' | 'tier' | 'area' | 'level' | 'term';

const within = (wanted: readonly string[] | null, allowed: readonly string[] | null): boolean =>
  allowed === null || (wanted !== null && wanted.every((x) => allowed.includes(x)));

/**
 * What is missing for a whole assignment to be carried from an instant on; null: nothing. An assignment without an end lasts as long as mandates
 * carry it; one that names its end must end within the mandate.
 */
export function lackOf(ground: MandateGround, a: HeldAssignment, instant: string): Lack | null {
  if (!bound(ground, a, instant)) return null;
  const mandate = mandateAt(ground, a, instant);
  if (!mandate) return 'mandate';
  const tier = tierOf(a.duty);
  if (!mandate.duties.includes(a.duty)) return 'duty';
  if (tier !== null && !mandate.tiers.includes(tier)) return 'tier';
  if (!within(a.grids, mandate.grids)) return 'area';
  if (!within(a.levels, mandate.levels)) return 'level';
  if (a.until !== null && a.until > mandate.until) return 'term';
  return null;
}
