import { tierOf } from './mandates.ts';

/** `matrix`: whoever holds it can change who may do what; `data`: it opens personal data of residents. */
export type Power = 'matrix' | 'data';

const ruling: readonly string[] = ['community.manage', 'duties.assign'];

/** What a duty hands over besides its work: what a remedy must say plainly before it gives it to somebody new. null: nothing but the work. */
export const powerOf = (duty: string): Power | null => (ruling.includes(duty) ? 'matrix' : tierOf(duty) !== null ? 'data' : null);
