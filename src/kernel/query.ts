import type { z } from 'zod';

/**
 * A named question: its arguments, the shape of one answer row, the duty it takes.
 * Rows are already narrowed to the asker's community and scopes when they arrive.
 */
export interface Query<Args = unknown, Row = unknown> {
  /** `slice.nounPhrase`: `register.households`. */
  readonly name: `${string}.${string}`;
  /** Code of the duty in the catalogue; `null`: any member of the community. */
  readonly duty: string | null;
  readonly args: z.ZodType<Args>;
  readonly row: z.ZodType<Row>;
}

/** States the types of one query once; returns it unchanged. */
export const query = <Args, Row>(definition: Query<Args, Row>): Query<Args, Row> => definition;
