import type { FastifyInstance } from 'fastify';
import { hasBrokenText } from '../commands/payload.ts';
import { refusal } from './problem.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The handler refuses broken text itself, command by command, so that one does not hold up its neighbours. */
    textCheckedLater?: boolean;
  }
}

/** Deeper nesting than this is no form of ours; the bound also keeps every recursive walk over a body safe. */
const maxDepth = 60;

/**
 * Reads JSON strictly: valid UTF-8 only, no `__proto__`, at most 60 levels deep, and no characters that cannot be stored
 * (U+0000, half a surrogate pair). Everything else is a refusal, never a guess.
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
    // Answers through its callback, before it returns.
    void parse(request, text, (error, value) => {
      if (error) done(refusal('invalid', 'http.brokenJson'));
      else if (deeperThan(value, maxDepth)) done(refusal('invalid', 'http.tooDeep'));
      else if (!request.routeOptions.config.textCheckedLater && hasBrokenText(value)) done(refusal('invalid', 'http.brokenText'));
      else done(null, value);
    });
  });
}

function deeperThan(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return levels === 0 || Object.values(value).some((inner) => deeperThan(inner, levels - 1));
}
