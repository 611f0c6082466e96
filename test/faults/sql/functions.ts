import { createHash } from 'node:crypto';
import { compare, textOf, type Value } from './values.ts';

/** Functions over the rows of a group. */
export const aggregates: Readonly<Record<string, (values: readonly Value[]) => Value>> = {
  count: (values) => values.length,
  sum: (values) => (values.length === 0 ? null : values.reduce((sum: number, each) => sum + Number(each), 0)),
  max: (values) => values.reduce((best: Value, each) => (best === null || compare(each, best) > 0 ? each : best), null),
  min: (values) => values.reduce((best: Value, each) => (best === null || compare(each, best) < 0 ? each : best), null),
  bool_or: (values) => (values.length === 0 ? null : values.includes(true)),
  array_agg: (values) => (values.length === 0 ? null : [...values]),
};

/** @param setting reads a setting of the transaction */
export const functions: Readonly<Record<string, (args: readonly Value[], setting: (name: string) => string) => Value>> = {
  md5: ([text]) => (text === null ? null : createHash('md5').update(textOf(text)).digest('hex')),
  overlay: ([text, by, from, length]) => {
    if (text === null || by === null || from === null) return null;
    const [whole, part, at] = [textOf(text), textOf(by), Number(from) - 1];
    return whole.slice(0, at) + part + whole.slice(at + Number(length ?? part.length));
  },
  length: ([text]) => (text === null ? null : textOf(text).length),
  octet_length: ([bytes]) => (bytes === null ? null : Buffer.byteLength(bytes as Buffer)),
  lower: ([text]) => (text === null ? null : textOf(text).toLowerCase()),
  cardinality: ([list]) => (Array.isArray(list) ? list.length : null),
  current_setting: ([name], setting) => setting(textOf(name)),
  // Chance belongs to the run, which gives ids as parameters; the one default that makes an id of its own is the head's first epoch.
  gen_random_uuid: () => '00000000-0000-4000-8000-00000000e0c4',
  // Who listens is told by the wire, at the commit.
  pg_notify: () => null,
};
