import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { serve } from '../../../../test/harness/serve.ts';
import { saying, tally, tallyAuthority } from '../../../../test/harness/tally.ts';
import { doorBodies } from '../sessions/doors.ts';

const { app } = await serve([tally], async () => tallyAuthority(new Set()));
const answer = await app.inject({ url: '/api/openapi.json' });
const document = answer.json();
type Operation = { operationId?: string; responses: object; parameters?: { name: string; in: string }[]; requestBody?: object };
const operations = Object.entries(document.paths as Record<string, Record<string, Operation>>).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
);

describe('the description of the interface', () => {
  it('lists every route, query and way to sign in', () => {
    const listed = operations.map(({ path, method }) => `${method} ${path}`);
    expect(listed).toEqual(
      expect.arrayContaining([
        'post /api/v1/push',
        'get /api/v1/pull',
        'get /api/v1/hints',
        'get /api/v1/me',
        'get /api/v1/setup',
        'post /api/v1/setup',
        'post /api/v1/files',
        'get /api/v1/files/{hash}',
        'post /api/v1/query/tally.said',
        ...Object.keys(doorBodies).map((path) => `post /api/auth${path}`),
      ]),
    );
  });

  it('holds together: references lead somewhere, path parameters are declared, names are used once', () => {
    expect(document.openapi).toBe('3.1.0');
    for (const [, pointer] of JSON.stringify(document).matchAll(/"\$ref":"#([^"]+)"/g)) {
      const target = (pointer ?? '')
        .split('/')
        .slice(1)
        .reduce<unknown>((at, part) => (at as Record<string, unknown>)?.[part], document);
      expect(target, pointer).toBeDefined();
    }
    for (const { path, operation } of operations) {
      expect(Object.keys(operation.responses).length, path).toBeGreaterThan(0);
      for (const [, name] of path.matchAll(/\{(\w+)\}/g))
        expect(operation.parameters).toContainEqual(expect.objectContaining({ name, in: 'path', required: true }));
    }
    const ids = operations.flatMap(({ operation }) => operation.operationId ?? []);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('every schema is JSON Schema 2020-12, and the envelope is told apart by the name of the command', () => {
    const ajv = new Ajv2020({ strict: false, validateFormats: false });
    ajv.addSchema({ $id: 'api', components: document.components });
    for (const name of Object.keys(document.components.schemas)) expect(() => ajv.compile({ $ref: `api#/components/schemas/${name}` })).not.toThrow();
    const push = ajv.compile({ $ref: 'api#/components/schemas/Push' });
    const batch = (command: unknown) => ({
      community: '0192aaaa-0000-7000-8000-000000000001',
      device: '0192aaaa-0000-7000-8000-000000000002',
      commands: [command],
    });
    expect(push(batch(saying('hello')))).toBe(true);
    expect(push(batch(saying(7)))).toBe(false);
    expect(push(batch({ ...saying('hello'), name: 'tally.unknown' }))).toBe(false);
  });

  it('says which duty a command takes', () => {
    expect(document.components.schemas['tally.say'].description).toContain('tally.speak');
  });
});
