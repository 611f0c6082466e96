import swagger from '@fastify/swagger';
import type { FastifyInstance } from 'fastify';
import { jsonSchemaTransform } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { Envelope, Push } from '../../../kernel/command.ts';
import { doorBodies } from '../sessions/doors.ts';
import type { ServerParts } from './parts.ts';
import { QueryBody } from './routes/commands.ts';

type Json = Record<string, unknown>;

/** JSON Schema of what a client sends (`input`: before our transforms) or gets. */
const schemaOf = (schema: z.ZodType): Json => {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { target: 'draft-2020-12', io: 'input', unrepresentable: 'any' });
  return rest;
};

const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` });
const json = (schema: Json) => ({ content: { 'application/json': { schema } } });

/**
 * Serves OpenAPI 3.1 at `/api/openapi.json`, made of the same zod schemas that check requests: the fixed routes, one
 * operation per query, and every command as a component, joined in the push envelope by its name.
 */
export async function describeApi(app: FastifyInstance, parts: ServerParts): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Banyan',
        version: parts.version,
        description: 'Every write is a named command said through push; every read is a query, or a pull of what changed.',
        license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
      },
      components: { securitySchemes: { session: { type: 'apiKey', in: 'cookie', name: 'banyan.session_token' } } },
      security: [{ session: [] }],
    },
    transform: jsonSchemaTransform,
  });
  let text: string | null = null;
  app.get('/api/openapi.json', { schema: { hide: true } }, async (_request, reply) => {
    text ??= JSON.stringify(completed(app.swagger() as unknown as Document, parts));
    return reply.type('application/json; charset=utf-8').send(text);
  });
}

interface Document {
  readonly paths?: Record<string, Json>;
  readonly components?: Json & { schemas?: Json };
}

function completed(document: Document, { bus, answers }: ServerParts): Json {
  const schemas: Json = { Problem: problemSchema, Reply: replySchema };
  const paths: Record<string, Json> = { ...document.paths };
  const mapping: Record<string, string> = {};
  for (const { command } of bus.handlers.values()) {
    const { properties, required, ...envelope } = schemaOf(Envelope) as { properties: Json; required: string[] };
    schemas[command.name] = {
      ...envelope,
      description: `Duty: ${command.duty ?? 'any member'}. Urgency: ${command.urgency}. ${command.offline ? 'May wait in an outbox.' : 'Online only.'}`,
      properties: { ...properties, name: { const: command.name }, ver: { const: command.ver }, payload: schemaOf(command.payload) },
      required: [...new Set([...required, 'payload'])],
    };
    mapping[command.name] = ref(command.name).$ref;
  }
  const push = schemaOf(Push) as { properties: Json };
  schemas.Push = {
    ...push,
    properties: {
      ...push.properties,
      commands: {
        type: 'array',
        minItems: 1,
        maxItems: 50,
        items: { oneOf: Object.values(mapping).map(($ref) => ({ $ref })), discriminator: { propertyName: 'name', mapping } },
      },
    },
  };
  paths['/api/v1/push'] = { post: { ...(paths['/api/v1/push']?.post as Json), requestBody: { required: true, ...json(ref('Push')) } } };
  for (const { query } of answers)
    paths[`/api/v1/query/${query.name}`] = {
      post: {
        operationId: query.name,
        tags: ['queries'],
        description: `Duty: ${query.duty ?? 'any member'}.`,
        requestBody: {
          required: true,
          ...json({ ...schemaOf(QueryBody), properties: { community: { type: 'string', format: 'uuid' }, args: schemaOf(query.args) } }),
        },
        responses: {
          200: {
            description: 'Rows',
            ...json({
              type: 'object',
              required: ['rows', 'version'],
              properties: { rows: { type: 'array', items: schemaOf(query.row) }, version: { type: 'integer' } },
            }),
          },
        },
      },
    };
  for (const [path, body] of Object.entries(doorBodies))
    paths[`/api/auth${path}`] = {
      post: {
        tags: ['sign-in'],
        security: [],
        requestBody: { required: true, ...json(schemaOf(body)) },
        responses: { 200: { description: 'Done; cookies are set', ...json({ type: 'object' }) } },
      },
    };
  for (const operations of Object.values(paths))
    for (const operation of Object.values(operations) as { responses?: Json }[])
      operation.responses = { ...operation.responses, default: { description: 'A problem', ...json(ref('Problem')) } };
  return { ...(document as Json), paths, components: { ...document.components, schemas: { ...document.components?.schemas, ...schemas } } };
}

const problemSchema: Json = {
  type: 'object',
  required: ['problem'],
  properties: {
    problem: {
      type: 'object',
      required: ['code', 'kind'],
      properties: {
        code: { type: 'string', description: 'Stable; also the key of the message' },
        kind: { enum: ['invalid', 'forbidden', 'missing', 'conflict', 'unauthenticated', 'tooLarge', 'tooMany', 'busy', 'unavailable'] },
        params: { type: 'object', additionalProperties: { type: ['string', 'number'] } },
      },
    },
  },
};

const replySchema: Json = {
  type: 'object',
  required: ['id', 'status'],
  properties: {
    id: { type: 'string', format: 'uuid' },
    status: { enum: ['accepted', 'accepted_with_review', 'refused', 'quarantined', 'gap', 'retry'] },
    version: { type: 'integer' },
    reviewId: { type: 'string', format: 'uuid', description: 'With accepted_with_review: the conflict that the desk decides' },
    expected: { type: 'integer' },
    afterMs: { type: 'integer' },
    problem: { type: 'object' },
  },
};
