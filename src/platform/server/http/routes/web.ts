import { existsSync } from 'node:fs';
import { join } from 'node:path';
import staticFiles from '@fastify/static';
import type { FastifyInstance } from 'fastify';
import { refusal } from '../problem.ts';

/**
 * The built web app. Files under `assets/` carry a hash of their content in their name and never change; everything else is
 * asked for anew. Any other address is a page of the app, which finds its way itself.
 */
export async function webRoutes(app: FastifyInstance, root: string | null): Promise<void> {
  if (root && existsSync(join(root, 'index.html')))
    await app.register(staticFiles, {
      root,
      wildcard: false,
      index: false,
      preCompressed: true,
      cacheControl: false,
      setHeaders: (reply, path) => {
        reply.header('cache-control', path.includes('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache');
      },
    });
  app.setNotFoundHandler({ preHandler: app.rateLimit() }, async (request, reply) => {
    const page = request.method === 'GET' && !request.url.startsWith('/api/') && (request.headers.accept ?? '').includes('text/html');
    if (!page || !root || !existsSync(join(root, 'index.html'))) throw refusal('missing', 'http.unknownRoute');
    return reply.header('cache-control', 'no-cache').sendFile('index.html', root, { cacheControl: false });
  });
}
