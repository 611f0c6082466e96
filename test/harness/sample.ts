import { z } from 'zod';

/** The parts of JSON Schema that our payloads use. */
interface Schema {
  readonly type?: string;
  readonly format?: string;
  readonly pattern?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly default?: unknown;
  readonly minLength?: number;
  readonly minimum?: number;
  readonly exclusiveMinimum?: number;
  readonly minItems?: number;
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
}

/** Where an id stands in a payload: the keys and indices that lead to it. */
export type Path = readonly (string | number)[];

const texts = [
  '榕树下',
  'willow',
  'II',
  'zh',
  '3',
  '3-2-501',
  '501',
  '138 0000 0000',
  '110000000001',
  '130602000000',
  '2026-03-01',
  '2026-03-01T02:00:00Z',
  'a@b.example',
  'https://b.example/feed',
  'flood_rain',
  'supply.deliver',
  'x'.repeat(64),
];

/**
 * A payload that fits a schema, with every optional part present, and an id from `id` wherever the schema wants a UUID.
 * Schemas with rules that JSON Schema cannot say may still refuse it; callers must not expect acceptance.
 */
export function sample(schema: z.ZodType, id: (path: Path) => string): unknown {
  return make(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as Schema, [], id);
}

/** All places in a schema that want an id. */
export function idPaths(schema: z.ZodType): Path[] {
  const found: Path[] = [];
  sample(schema, (path) => {
    found.push(path);
    return '0192aaaa-0000-7000-8000-000000000001';
  });
  return found;
}

function make(schema: Schema, path: Path, id: (path: Path) => string): unknown {
  if (schema.const !== undefined) return schema.const;
  if (schema.enum) return schema.enum[0];
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices) return make(choices.find((c) => c.type !== 'null') ?? {}, path, id);
  if (schema.allOf) return Object.assign({}, ...schema.allOf.map((part) => make(part, path, id)));
  switch (schema.type) {
    case 'object':
      return Object.fromEntries(Object.entries(schema.properties ?? {}).map(([key, inner]) => [key, make(inner, [...path, key], id)]));
    case 'array':
      return Array.from({ length: Math.max(1, schema.minItems ?? 1) }, (_, i) => make(schema.items ?? {}, [...path, i], id));
    case 'string':
      return schema.format === 'uuid' ? id(path) : text(schema);
    case 'number':
    case 'integer':
      return Math.max(schema.minimum ?? 1, (schema.exclusiveMinimum ?? 0) + 1, 1);
    case 'boolean':
      return true;
    case 'null':
      return null;
    default:
      return schema.default ?? {};
  }
}

function text({ pattern, minLength = 0 }: Schema): string {
  const fits = (candidate: string) => candidate.length >= minLength && (pattern === undefined || new RegExp(pattern, 'u').test(candidate));
  return texts.find(fits) ?? 'x'.repeat(Math.max(1, minLength));
}
