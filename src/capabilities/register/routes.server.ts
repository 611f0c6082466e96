import { randomFillSync } from 'node:crypto';
import multipart from '@fastify/multipart';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { type Actor } from '../../kernel/command.ts';
import { type CommunityId, idOf, newUuid } from '../../kernel/ids.ts';
import { Refusal, refusal } from '../../platform/server/http/problem.ts';
import type { RouteContext } from '../../platform/server/http/route-context.ts';
import { describePreview } from './difference.server.ts';
import { importProgress } from './import-rows.server.ts';
import { ledgerLimits } from './ledger-file.server.ts';
import { NeedCode, type PreviewId, previewId } from './model.ts';
import { correctColumns, dropPreview, findPreview, previewProgress, startPreview } from './previews.server.ts';
import { ledgerFields } from './rules/ledger/model.ts';

const Where = z.object({ community: idOf<CommunityId>() });
const One = z.object({ id: previewId });
const Columns = z.object({
  community: idOf<CommunityId>(),
  mapping: z
    .array(
      z.object({ sheet: z.string().max(200), column: z.number().int().min(0).max(16_384), field: z.enum(ledgerFields), need: NeedCode.optional() }),
    )
    .max(2000),
});

/** Today's date where the server stands; ages in a ledger are counted back from its year. */
const today = (): string => new Date().toISOString().slice(0, 10);

/** Upload of a ledger, what was found in it, and how far reading and importing are. Agreeing is the command `register.importLedger`. */
export async function routes(app: FastifyInstance, context: RouteContext): Promise<void> {
  if (!app.hasContentTypeParser('multipart/form-data')) await app.register(multipart);

  app.post('/register/preview', { bodyLimit: ledgerLimits.fileMb * 1_048_576 + 65_536 }, async (request, reply) => {
    const { community } = await mayImport(context, request, read(Where, request.query));
    const part = await request.file({ limits: { fileSize: ledgerLimits.fileMb * 1_048_576, files: 1, fields: 0 } });
    if (!part) throw refusal('invalid', 'http.badUpload');
    const bytes = await part.toBuffer();
    const id = newUuid(Date.now(), randomFillSync) as PreviewId;
    await startPreview(community, id, { name: part.filename, bytes }, today());
    return reply.status(202).send({ previewId: id });
  });

  app.get('/register/preview/:id', async (request) => {
    const { community, actor } = await mayImport(context, request, read(Where, request.query));
    const { id } = read(One, request.params);
    const progress = previewProgress(community, id);
    if (progress) return progress;
    const preview = await findPreview(community, id);
    if (!preview) throw refusal('missing', 'register.previewGone');
    const who = { community, actor: actor.kind === 'person' ? actor.person : actor.kind };
    const report = await context.db.as(who, (tx) => describePreview(tx, community, preview, () => newUuid(Date.now(), randomFillSync)), 'read only');
    return { state: 'ready', report };
  });

  app.post('/register/preview/:id/columns', async (request, reply) => {
    const { community, mapping } = read(Columns, request.body);
    await mayImport(context, request, { community });
    const { id } = read(One, request.params);
    const started = await correctColumns(
      community,
      id,
      mapping.map(({ need, ...choice }) => ({ ...choice, ...(need ? { need } : {}) })),
      today(),
    );
    if (!started.ok) throw new Refusal(started.problem);
    return reply.status(202).send({ previewId: id });
  });

  app.post('/register/preview/:id/drop', async (request) => {
    const { community } = await mayImport(context, request, read(Where, request.body));
    const { id } = read(One, request.params);
    if (await findPreview(community, id)) await dropPreview(id);
    return { dropped: true };
  });

  app.get('/register/import/:id/progress', async (request) => {
    const { community } = await mayImport(context, request, read(Where, request.query));
    const { id } = read(One, request.params);
    return importProgress(community, id) ?? { done: 0, total: 0 };
  });
}

function read<T>(schema: z.ZodType<T>, value: unknown): T {
  const parsed = schema.safeParse(value);
  if (!parsed.success) throw refusal('invalid', 'http.wrongShape', { path: parsed.error.issues[0]?.path.map(String).join('.').slice(0, 80) || '-' });
  return parsed.data;
}

/** @throws Refusal when nobody is signed in, the community is not theirs, or they may not import for the whole of it */
async function mayImport(
  context: RouteContext,
  request: FastifyRequest,
  { community: claimed }: { community: string },
): Promise<{ actor: Actor; community: CommunityId }> {
  const { actor, community } = context.member(request, claimed);
  const allowed = await context.ask('register.imports', community, actor, {});
  if (!allowed.ok) throw new Refusal(allowed.problem);
  return { actor, community };
}
