import type { FastifyInstance } from 'fastify';
import { refusal } from './problem.ts';

/** Deeper nesting than this is no form of ours; the bound also keeps every recursive walk over a body safe. */
const maxDepth = 40;

/**
 * Reads JSON strictly: valid UTF-8 only, no `__proto__`, no NUL characters and no half surrogate pairs
 * (PostgreSQL stores neither), at most 40 levels deep. Everything else is a refusal, never a guess.
 */
export function strictJson(app: FastifyInstance): void {
  const utf8 = new TextDecoder('utf-8', { fatal: true });
  const parse = app.getDefaultJsonParser('error', 'error');
  app.removeContentTypeParser(['application/json', 'text/plain']);
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, body, done) => {
    let text: string;
    try {
      text = utf8.decode(body as Buffer);
    } catch {
      done(refusal('invalid', 'http.brokenText'));
      return;
    }
    if (text.trim() === '') {
      done(refusal('invalid', 'http.brokenJson'));
      return;
    }
    parse(request, text, (error, value) => {
      if (error) done(refusal('invalid', 'http.brokenJson'));
      else {
        const fault = faultIn(value, 0);
        if (fault) done(refusal('invalid', fault));
        else done(null, value);
      }
    });
  });
}

function faultIn(value: unknown, depth: number): 'http.tooDeep' | 'http.brokenText' | null {
  if (typeof value === 'string') return value.includes('\u0000') || !value.isWellFormed() ? 'http.brokenText' : null;
  if (typeof value !== 'object' || value === null) return null;
  if (depth >= maxDepth) return 'http.tooDeep';
  for (const [key, inner] of Object.entries(value)) {
    const fault = faultIn(key, depth) ?? faultIn(inner, depth + 1);
    if (fault) return fault;
  }
  return null;
}
