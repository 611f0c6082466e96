import { httpStatus, type Problem } from '../../../kernel/result.ts';
import { isPassing } from '../db/lost.ts';

/** What stands in the body of every answer that is not a success; `unavailable` is ours alone (5xx), rules never say it. */
export interface WireProblem {
  readonly code: string;
  readonly kind: Problem['kind'] | 'unavailable';
  readonly params?: Problem['params'];
}

/** An expected refusal on its way out of a route or hook; the error handler turns it into `{ problem }`. */
export class Refusal extends Error {
  readonly problem: Problem;
  /** Whole seconds the client should wait, for the `Retry-After` header. */
  readonly retryAfterS: number | null;
  constructor(problem: Problem, retryAfterS: number | null = null) {
    super(problem.code);
    this.name = 'Refusal';
    this.problem = problem;
    this.retryAfterS = retryAfterS;
  }
}

/** Short way to throw: `throw refusal('missing', 'http.unknownRoute')`. */
export const refusal = (kind: Problem['kind'], code: Problem['code'], params?: Problem['params'], retryAfterS: number | null = null): Refusal =>
  new Refusal(params ? { code, kind, params } : { code, kind }, retryAfterS);

/** Fastify's own error codes for input that does not fit, as ours. Anything else below 500 is `http.badRequest`. */
const known: Readonly<Record<string, Problem>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: { code: 'http.tooLarge', kind: 'tooLarge' },
  FST_REQ_FILE_TOO_LARGE: { code: 'http.tooLarge', kind: 'tooLarge' },
  FST_FILES_LIMIT: { code: 'http.badUpload', kind: 'invalid' },
  FST_PARTS_LIMIT: { code: 'http.badUpload', kind: 'invalid' },
  FST_FIELDS_LIMIT: { code: 'http.badUpload', kind: 'invalid' },
  FST_INVALID_MULTIPART_CONTENT_TYPE: { code: 'http.contentType', kind: 'invalid' },
  FST_ERR_CTP_INVALID_MEDIA_TYPE: { code: 'http.contentType', kind: 'invalid' },
  FST_ERR_CTP_INVALID_JSON_BODY: { code: 'http.brokenJson', kind: 'invalid' },
  FST_ERR_CTP_EMPTY_JSON_BODY: { code: 'http.brokenJson', kind: 'invalid' },
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: { code: 'http.badRequest', kind: 'invalid' },
};

export interface Outcome {
  readonly status: number;
  readonly body: { readonly problem: WireProblem };
  readonly retryAfterS: number | null;
}

/** The database starts anew, as after a power cut. The same may be asked again in a moment; a command that was decided after all is answered as before. */
const awayS = 2;
const away: Outcome = {
  status: 503,
  body: { problem: { code: 'http.databaseAway', kind: 'unavailable', params: { seconds: awayS } } },
  retryAfterS: awayS,
};

interface Shaped {
  readonly code?: unknown;
  readonly statusCode?: unknown;
  readonly validation?: readonly { readonly instancePath?: string }[];
}

/** The one translation from anything thrown to what the client sees. 5xx bodies say nothing about the cause. */
export function outcomeOf(error: unknown): Outcome {
  if (error instanceof Refusal) return said(error.problem, error.retryAfterS);
  if (isPassing(error)) return away;
  const shaped = (typeof error === 'object' && error !== null ? error : {}) as Shaped;
  if (shaped.validation) return said({ code: 'http.wrongShape', kind: 'invalid', params: { path: pathOf(shaped.validation[0]?.instancePath) } });
  const problem = typeof shaped.code === 'string' ? known[shaped.code] : undefined;
  if (problem) return said(problem);
  const status = typeof shaped.statusCode === 'number' ? shaped.statusCode : 500;
  // Folders and hidden files of the web app: as if they were not there.
  if (status === 403 || status === 404) return said({ code: 'http.unknownRoute', kind: 'missing' });
  if (status >= 400 && status < 500) return said({ code: 'http.badRequest', kind: 'invalid' });
  return { status: 500, body: { problem: { code: 'http.serverError', kind: 'unavailable' } }, retryAfterS: null };
}

/** Is this an error of a request that the table above can name? */
export const isNamed = (error: unknown): boolean => outcomeOf(error).status < 500;

/** The same body for a problem that is already a value. */
export const said = (problem: Problem, retryAfterS: number | null = null): Outcome => ({
  status: httpStatus[problem.kind],
  body: { problem },
  retryAfterS,
});

/** Where in the body it went wrong, as `commands.0.id`; names that are not plain words of a schema are left out. */
function pathOf(pointer: string | undefined): string {
  const parts = (pointer ?? '').split('/').filter(Boolean);
  return parts.every((part) => /^[A-Za-z0-9_]{1,40}$/.test(part)) ? parts.join('.').slice(0, 120) : '';
}
