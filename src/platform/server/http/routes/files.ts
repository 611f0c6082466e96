import multipart from '@fastify/multipart';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { type CommunityId, idOf } from '../../../../kernel/ids.ts';
import { maxUploadBytes } from '../../files/files.ts';
import type { Api } from '../api.ts';
import type { ServerParts } from '../parts.ts';
import { isNamed, Refusal, refusal } from '../problem.ts';
import { member, signedIn } from '../request-session.ts';

const Community = idOf<CommunityId>();

/** Photos and documents: `POST files` (multipart: `community`, then `file`) and `GET files/:hash`. */
export async function fileRoutes(api: Api, { files }: ServerParts): Promise<void> {
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
