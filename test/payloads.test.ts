import { describe, expect, it } from 'vitest';
import { Envelope } from '../src/kernel/command.ts';
import { readPayload } from '../src/platform/server/commands/payload.ts';
import { commandNamed, shapesKept, shapesNow } from '../tools/payload-shapes.ts';

const kept = shapesKept();
const label = ({ name, ver }: { name: string; ver: number }) => `${name}@${ver}`;

describe('what devices may say', () => {
  it('is written down for every version of every command: after adding one, run npm run payloads', () => {
    expect(shapesNow().map(label).toSorted()).toEqual(kept.map(label).toSorted());
  });
  it.each(shapesNow().map((shape) => [label(shape), shape] as const))(
    '%s has the shape it always had: another shape is another version, with a former payload and the way to it',
    (_, now) => {
      expect(now.shape).toEqual(kept.find((shape) => label(shape) === label(now))?.shape);
    },
  );
  it.each(kept.map((shape) => [label(shape), shape] as const))('%s is understood', (_, { name, ver, said }) => {
    const command = commandNamed(name);
    const envelope = Envelope.parse({
      id: '0192bbbb-0000-7000-8000-000000000000',
      name,
      ver,
      dseq: 1,
      claimedAt: '2026-03-01T10:00:00+08:00',
      payload: said,
    });
    expect(command && readPayload(command, envelope)).toMatchObject({ ok: true });
  });
});
