import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { slices } from '../src/apps/server/slices.ts';
import type { Command } from '../src/kernel/command.ts';
import { sample } from '../test/harness/sample.ts';

/** Where the payloads of every version of every command are kept: `slice.verbNoun@1.json`. */
export const folder = join(import.meta.dirname, '../test/payloads');

/** One version of a command's payload, as a device in the field may say it for years. */
export interface PayloadShape {
  readonly name: string;
  readonly ver: number;
  /** JSON Schema (2020-12) of what is sent. */
  readonly shape: unknown;
  /** A payload of this shape. */
  readonly said: unknown;
}

const commands: readonly Command<unknown>[] = slices.flatMap((slice) => slice.handlers ?? []).map((handler) => handler.command);
export const fileOf = (name: string, ver: number): string => join(folder, `${name}@${ver}.json`);

/** The shapes that the program has now: all versions of all commands, oldest first. */
export function shapesNow(): PayloadShape[] {
  return commands.flatMap(({ name, ver, payload, formerly = [] }) =>
    [...formerly.map((former) => former.payload), payload].map((schema, i) => {
      let ids = 0;
      const nextId = () => `0192bbbb-0000-7000-8000-${String(++ids).padStart(12, '0')}`;
      const { $schema: _, ...shape } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
      if (i === formerly.length && formerly.length !== ver - 1) throw new Error(`${name}: version ${ver} needs ${ver - 1} former payloads`);
      // As it stands in a file: what JSON cannot say is not part of a shape.
      return JSON.parse(JSON.stringify({ name, ver: i + 1, shape, said: sample(schema, nextId) })) as PayloadShape;
    }),
  );
}

export const commandNamed = (name: string): Command<unknown> | undefined => commands.find((command) => command.name === name);

/** Everything that was ever written down. */
export const shapesKept = (): PayloadShape[] =>
  readdirSync(folder)
    .toSorted()
    .map((file) => JSON.parse(readFileSync(join(folder, file), 'utf8')) as PayloadShape);

if (import.meta.main) {
  mkdirSync(folder, { recursive: true });
  // What is kept is never written over: devices out there say it.
  const fresh = shapesNow().filter(({ name, ver }) => !existsSync(fileOf(name, ver)));
  for (const shape of fresh) writeFileSync(fileOf(shape.name, shape.ver), `${JSON.stringify(shape, null, 2)}\n`);
  console.log(fresh.length === 0 ? 'nothing new' : fresh.map(({ name, ver }) => `${name}@${ver}`).join('\n'));
}
