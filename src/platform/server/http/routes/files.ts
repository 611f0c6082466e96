import multipart from '@fastify/multipart';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { type CommunityId, idOf } from '../../../../kernel/ids.ts';
import { maxUploadBytes } from '../../files/files.ts';
import { maxPieceBytes } from '../../files/incoming.ts';
import type { Api } from '../api.ts';
import type { ServerParts } from '../parts.ts';
import { isNamed, Refusal, refusal } from '../problem.ts';
import { member, signedIn } from '../request-session.ts';

const Community = idOf<CommunityId>();

/**
 * Photos and documents: `POST files` (multipart: `community`, then `file`), `GET files/:hash`; and for weak networks `POST files/pieces`
 * (one piece as `application/octet-stream`) with `GET files/pieces/:origin` to ask where to go on.
 */
export async function fileRoutes(api: Api, { files, incoming }: ServerParts): Promise<void> {
  await api.register(multipart, { limits: { fileSize: maxUploadBytes, files: 1, fields: 4, fieldSize: 200, parts: 5 } });

  api.post(
    '/files',
    { bodyLimit: maxUploadBytes + 64 * 1024, schema: { summary: 'Keep a photo or document (multipart: community, file)', tags: ['files'] } },
    async (request) => {
      signedIn(request);
      const { named, content } = await readForm(request);
      const { actor, community } = member(request, named);
      const kept = await files.put({ community, actor: actor.person }, content);
      if (!kept.ok) throw new Refusal(kept.problem);
      return kept.value;
    },
  );

  await api.register(async (scope) => {
    // The bytes as they are, for these routes alone.
    scope.addContentTypeParser('application/octet-stream', { parseAs: 'buffer', bodyLimit: maxPieceBytes }, (_request, body, done) =>
      done(null, body),
    );
    const origin = z.string().regex(/^[0-9a-f]{64}$/);
    const Where = z.object({
      community: Community,
      origin,
      size: z.coerce.number().int().min(1).max(maxUploadBytes),
      from: z.coerce.number().int().min(0).max(maxUploadBytes),
    });
    scope.post(
      '/files/pieces',
      {
        bodyLimit: maxPieceBytes,
        config: { urgency: 'checkIn' },
        schema: { querystring: Where, summary: 'One piece of a photo or document, in order', tags: ['files'] },
      },
      async (request) => {
        const { community: claimed, ...where } = request.query as z.infer<typeof Where>;
        const { actor, community } = member(request, claimed);
        const content = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
        const taken = await incoming.take({ community, actor: actor.person }, { ...where, content });
        if (!taken.ok) throw new Refusal(taken.problem);
        return taken.value;
      },
    );
    const Which = z.object({ community: Community });
    scope.get(
      '/files/pieces/:origin',
      { schema: { params: z.object({ origin }), querystring: Which, summary: 'How much of an upload has arrived', tags: ['files'] } },
      async (request) => {
        const { actor, community } = member(request, (request.query as z.infer<typeof Which>).community);
        return incoming.arrived({ community, actor: actor.person }, (request.params as { origin: string }).origin);
      },
    );
  });

  const query = z.object({ community: Community, size: z.enum(['full', 'thumb']).default('full') });
  api.get(
    '/files/:hash',
    { schema: { params: z.object({ hash: z.string().max(64) }), querystring: query, summary: 'A kept photo or document', tags: ['files'] } },
    async (request, reply) => {
      const { actor, community } = member(request, request.query.community);
      const opened = await files.open({ community, actor: actor.person }, request.params.hash, request.query.size);
      if (!opened.ok) throw new Refusal(opened.problem);
      const { mediaType, bytes, stream } = opened.value;
      return reply
        .header('content-type', mediaType)
        .header('content-length', bytes)
        .header('content-disposition', mediaType.startsWith('image/') ? 'inline' : 'attachment')
        .header('content-security-policy', "default-src 'none'; sandbox")
        .header('cache-control', 'private, max-age=31536000, immutable')
        .send(stream());
    },
  );
}

/** The two parts of an upload. What breaks while reading a form is the form's fault. */
async function readForm(request: FastifyRequest): Promise<{ named: CommunityId; content: Buffer }> {
  try {
    const upload = await request.file();
    const field = upload?.fields.community;
    const named = Community.safeParse(field && 'value' in field ? field.value : undefined);
    if (!upload || !named.success) throw refusal('invalid', 'http.badUpload');
    return { named: named.data, content: await upload.toBuffer() };
  } catch (error) {
    throw isNamed(error) ? error : refusal('invalid', 'http.badUpload');
  }
}
