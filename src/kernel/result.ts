/** What a rule answers: either a value, or a reason a person can act on. Rules never throw. */
export type Result<T, P = Problem> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problem: P };

export type ProblemKind = 'invalid' | 'forbidden' | 'missing' | 'conflict' | 'unauthenticated' | 'tooLarge' | 'tooMany' | 'busy';

/**
 * A refusal we expect and explain. `code` is stable and is also the message key under `problem.*`;
 * `params` fill the slots of that message; nothing here may hold personal data (it is logged).
 */
export interface Problem {
  readonly code: `${string}.${string}`;
  readonly kind: ProblemKind;
  readonly params?: Readonly<Record<string, string | number>>;
}

export const ok = <T>(value: T): Result<T, never> => ({ ok: true, value });

/** The refusing half of a `Result`. */
export interface Refusal {
  readonly ok: false;
  readonly problem: Problem;
}

export const refuse = (kind: ProblemKind, code: Problem['code'], params?: Problem['params']): Refusal => ({
  ok: false,
  problem: params ? { code, kind, params } : { code, kind },
});

/** The one table from kind to HTTP status (RFC 9110); the command line maps the same kinds to exit codes. */
export const httpStatus: Readonly<Record<ProblemKind, number>> = {
  invalid: 422,
  forbidden: 403,
  missing: 404,
  conflict: 409,
  unauthenticated: 401,
  tooLarge: 413,
  tooMany: 429,
  busy: 503,
};
