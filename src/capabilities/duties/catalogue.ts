import { links5to8 } from './catalogue/after.ts';
import { links1to4 } from './catalogue/before.ts';
import type { Duty } from './model.ts';

/** All duties we know, in the order of the links. A community assigns them; it does not invent codes that no screen knows. */
export const duties: readonly Duty[] = [...links1to4, ...links5to8];

const byCode = new Map(duties.map((d) => [d.code, d]));

export const findDuty = (code: string): Duty | undefined => byCode.get(code);

/** Duty held by every post of an active organisation without an assignment: to see places, organisations and who answers. */
export const everyPostHolds = 'community.read';
