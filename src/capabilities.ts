/** The four phases of emergency work. Data on a slice, not a folder: most slices serve several. */
export type Phase = 'prevention' | 'preparation' | 'response' | 'recovery';

/** One slice of the system. */
export interface Capability {
  readonly phases: readonly Phase[];
  /** Slices whose doors (`index.ts`, `server.ts`, `web.ts`) it may import. Never in a circle. */
  readonly uses: readonly string[];
  /** Slices whose changes its `reactions.server.ts` follows in the same transaction; it sees their `index.ts` there and nowhere else. */
  readonly reactsTo?: readonly string[];
  /** Pure packages beside zod that its pure files may import: mathematics, no clock, no network. */
  readonly libraries?: readonly string[];
}

/** The map of the system: every slice, the phases it serves, and the slices it may lean on. `test/boundaries.test.ts` reads it. */
export const capabilities: Readonly<Record<string, Capability>> = {
  community: { phases: ['prevention', 'preparation', 'response', 'recovery'], uses: [] },
  duties: { phases: ['prevention', 'preparation', 'response', 'recovery'], uses: ['community'], reactsTo: ['warnings'] },
  register: { phases: ['prevention', 'preparation', 'response', 'recovery'], uses: ['community', 'duties'] },
  warnings: { phases: ['preparation', 'response'], uses: ['community', 'duties', 'register'], reactsTo: ['response'] },
  readiness: { phases: ['preparation'], uses: ['community', 'duties', 'register', 'warnings'], reactsTo: ['response'] },
  response: { phases: ['response'], uses: ['community', 'duties', 'register', 'readiness'], reactsTo: ['register'] },
};
