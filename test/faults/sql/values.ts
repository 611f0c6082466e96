/** A value as SQL knows it here: text of instants is ISO 8601 UTC, jsonb is a JavaScript value, bytea a Buffer. */
export type Value = unknown;
export type Row = Readonly<Record<string, Value>>;

/** The product uses SQL that this one does not know yet: nobody's fault but the simulation's, and it says so at once. */
export class UnknownSql extends Error {
  constructor(what: string) {
    super(`the SQL of the simulation does not know ${what}: teach test/faults/sql`);
    this.name = 'UnknownSql';
  }
}

/** A column's type: the plain name, and whether it is an array of it. */
export interface Type {
  readonly name: string;
  readonly array: boolean;
}

/** What PostgreSQL would say, with its code: the code decides whether a refusal, a retry or a fault follows. */
export class SqlError extends Error {
  readonly code: string;
  readonly constraint: string | undefined;

  constructor(code: string, message: string, constraint?: string) {
    super(message);
    this.code = code;
    this.constraint = constraint;
  }
}

const largest: Readonly<Record<string, number>> = { int2: 32_767, int4: 2_147_483_647, int8: Number.MAX_SAFE_INTEGER };

/** The value as this type holds it. @throws {SqlError} 22P02 or 22003 as PostgreSQL does */
export function coerce(type: Type, value: Value): Value {
  if (value === null || value === undefined) return null;
  if (type.array) return (Array.isArray(value) ? value : readArray(textOf(value))).map((each) => coerce({ ...type, array: false }, each));
  switch (type.name) {
    case 'int2':
    case 'int4':
    case 'int8':
      return integer(type.name, value);
    case 'numeric':
    case 'float8':
      return number(value);
    case 'bool':
      return value === true || value === 't' || value === 'true';
    case 'timestamptz':
      return value instanceof Date ? value.toISOString() : instant(textOf(value));
    case 'date':
      return (value instanceof Date ? value.toISOString() : textOf(value)).slice(0, 10);
    case 'jsonb':
    case 'json':
      return typeof value === 'string' ? (JSON.parse(value) as unknown) : value;
    case 'bytea':
      return Buffer.isBuffer(value) ? value : Buffer.from(textOf(value).replace(/^\\x/, ''), 'hex');
    case 'uuid':
      return uuid(textOf(value));
    default:
      return value instanceof Date ? value.toISOString() : textOf(value);
  }
}

const readArray = (text: string): string[] => (text === '{}' ? [] : text.slice(1, -1).split(','));

function number(value: Value): number {
  const read = Number(value);
  if (Number.isNaN(read)) throw new SqlError('22P02', 'invalid input syntax for a number');
  return read;
}

function integer(name: string, value: Value): number {
  const read = Math.round(number(value));
  if (Math.abs(read) > (largest[name] ?? 0)) throw new SqlError('22003', `${name} out of range`);
  return read;
}

function instant(text: string): string {
  const read = new Date(text);
  if (Number.isNaN(read.getTime())) throw new SqlError('22007', 'invalid input syntax for type timestamp');
  return read.toISOString();
}

function uuid(text: string): string {
  if (!/^[0-9a-f-]{32,36}$/i.test(text)) throw new SqlError('22P02', 'invalid input syntax for type uuid');
  if (text.includes('-')) return text.toLowerCase();
  return `${text.slice(0, 8)}-${text.slice(8, 12)}-${text.slice(12, 16)}-${text.slice(16, 20)}-${text.slice(20)}`.toLowerCase();
}

/** Order of two values that are not null: numbers by size, everything else by its text. */
export function compare(a: Value, b: Value): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  if (Buffer.isBuffer(a) && Buffer.isBuffer(b)) return Buffer.compare(a, b);
  const [left, right] = [textOf(a), textOf(b)];
  return left < right ? -1 : left > right ? 1 : 0;
}

/** A value as one text, so that equal values have equal texts. */
export const textOf = (value: Value): string => {
  if (typeof value === 'string') return value;
  if (value instanceof Date) return value.toISOString();
  if (Buffer.isBuffer(value)) return value.toString('hex');
  return typeof value === 'object' ? JSON.stringify(value) : `${value as number | boolean}`;
};
