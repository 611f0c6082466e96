import { randomFillSync } from 'node:crypto';
import { z } from 'zod';
import { Envelope, type Reply } from '../../../kernel/command.ts';
import { ExportedOutbox, type ListedDevice, Meeting, type MeetingAnswer, vouchForFile } from '../../../kernel/devices.ts';
import { type CommandId, type CommunityId, type DeviceId, idOf, newUuid, type PersonId } from '../../../kernel/ids.ts';
import type { Tx } from '../db/db.ts';
import type { Api } from '../http/api.ts';
import type { Profile } from '../http/parts.ts';
import { Refusal, refusal } from '../http/problem.ts';
import type { Routes } from '../http/route-context.ts';
import { type DeviceKeys, isDeviceKey, signedBy } from './device-keys.ts';
import { findDevice, listDevices, recordMeeting, recordWiped } from './store.ts';

export interface DeviceParts {
  readonly keys: DeviceKeys;
  /** Does an incident (or an exercise) run in the community of this transaction? Leases are shorter then. */
  readonly incidentRuns: (tx: Tx) => Promise<boolean>;
  readonly profile: (tx: Tx, person: string) => Promise<Profile | null>;
  readonly clock: () => Date;
}

const Which = z.object({ community: idOf<CommunityId>(), device: idOf<DeviceId>() });
/** Commands of one exported outbox are handed to the bus in batches of this many, as a device would. */
const batchSize = 50;
/** Largest exported outbox, in bytes. */
const fileBytes = 8 * 1024 * 1024;

/** What devices say of themselves, who has which, and the unsent work of one brought in as a file. */
export const deviceRoutes =
  ({ keys, incidentRuns, profile, clock }: DeviceParts): Routes =>
  (app, { bus, db, member }) => {
    const api = app as Api;

    api.post(
      '/devices/meet',
      {
        // Without it a phone can keep nothing that is said to it.
        config: { urgency: 'field' },
        schema: { body: Meeting, summary: 'A device says how it stands, and gets its keys', tags: ['devices'] },
      },
      async (request): Promise<MeetingAnswer> => {
        const meeting = request.body;
        const { actor, community } = member(request, meeting.community);
        const person = personOf(actor);
        if (!isDeviceKey(meeting.publicKey)) throw refusal('invalid', 'devices.badKey');
        const now = clock();
        return db.as({ community, actor: person }, async (tx) => {
          const known = await findDevice(tx, meeting.device);
          // Somebody else's device, or another key under its name: nothing is said about whose.
          if (known && (known.person !== person || known.publicKey !== meeting.publicKey)) throw refusal('conflict', 'devices.nameTaken');
          const wipe = known?.wipeAsked ?? false;
          const until = await recordMeeting(tx, person, meeting, { now, wipe, incidentRuns: await incidentRuns(tx) });
          return {
            now: now.toISOString(),
            wipe,
            accountKey: keys.account(community, person),
            lease: until === null ? null : { half: keys.half(community, person, meeting.device), until },
          };
        });
      },
    );

    api.post(
      '/devices/wiped',
      { schema: { body: Which, summary: 'A device says that it has forgotten its copy', tags: ['devices'] } },
      async (request) => {
        const { actor, community } = member(request, request.body.community);
        const person = personOf(actor);
        await db.as({ community, actor: person }, async (tx) => {
          const known = await findDevice(tx, request.body.device);
          if (known?.person !== person) throw refusal('missing', 'devices.gone');
          await recordWiped(tx, request.body.device, clock());
        });
        return {};
      },
    );

    api.get(
      '/devices',
      {
        schema: {
          querystring: z.object({ community: idOf<CommunityId>() }),
          summary: 'My devices; all of them for who manages the community',
          tags: ['devices'],
        },
      },
      async (request): Promise<{ devices: ListedDevice[] }> => {
        const { actor, community } = member(request, request.query.community);
        const person = personOf(actor);
        return db.as(
          { community, actor: person },
          async (tx) => {
            const [head] = await tx.rows<{ authorityVersion: number }>('select authority_version as "authorityVersion" from platform.head', []);
            const authority = await bus.authorities.of(tx, community, head?.authorityVersion ?? 0, clock());
            const devices = await listDevices(tx, authority.may(actor, 'community.manage').ok ? null : person);
            const names = new Map<string, string>();
            for (const each of new Set(devices.map((device) => device.person))) names.set(each, (await profile(tx, each))?.personName ?? '');
            return { devices: devices.map((device) => ({ ...device, mine: device.person === person, personName: names.get(device.person) ?? '' })) };
          },
          'read only',
        );
      },
    );

    api.post(
      '/devices/outbox',
      {
        bodyLimit: fileBytes,
        config: { textCheckedLater: true },
        schema: {
          body: z.object({ community: idOf<CommunityId>(), outbox: z.string().max(fileBytes), signature: z.base64().max(200) }),
          summary: 'Bring in the unsent work of a device, as it exported and signed it',
          tags: ['devices'],
        },
      },
      async (request): Promise<{ replies: Reply[] }> => {
        const { actor, community } = member(request, request.body.community);
        const { outbox, signature } = request.body;
        const exported = readExport(outbox);
        if (exported.community !== community) throw refusal('missing', 'devices.gone');
        const known = await db.as({ community, actor: personOf(actor) }, (tx) => findDevice(tx, exported.device));
        if (!known || known.person !== exported.person || !signedBy(known.publicKey, Buffer.from(outbox), Buffer.from(signature, 'base64')))
          throw refusal('missing', 'devices.gone');
        const commands = z.array(Envelope).safeParse(exported.commands);
        if (!commands.success) throw refusal('invalid', 'devices.badFile');
        // Who vouches stands in the journal, and without the duty nothing is brought in.
        const [vouched] = await bus.submit(community, {
          actor,
          device: null,
          commands: [
            {
              id: newUuid(clock().getTime(), randomFillSync) as CommandId,
              name: vouchForFile.name,
              ver: vouchForFile.ver,
              dseq: 1,
              claimedAt: clock().toISOString(),
              payload: { device: exported.device, commands: commands.data.length },
            },
          ],
        });
        if (vouched?.status === 'refused') throw new Refusal(vouched.problem);
        if (vouched?.status !== 'accepted') throw refusal('conflict', 'devices.tryAgain');
        const replies: Reply[] = [];
        for (let from = 0; from < commands.data.length; from += batchSize) {
          const batch = {
            actor: { kind: 'person' as const, person: exported.person },
            device: exported.numbersAs,
            commands: commands.data.slice(from, from + batchSize),
          };
          replies.push(...(await bus.submit(community, batch)));
        }
        return { replies };
      },
    );
  };

function readExport(text: string): ExportedOutbox {
  try {
    return ExportedOutbox.parse(JSON.parse(text));
  } catch {
    throw refusal('invalid', 'devices.badFile');
  }
}

function personOf(actor: { readonly kind: string; readonly person?: PersonId }): PersonId {
  if (actor.person === undefined) throw refusal('forbidden', 'platform.notForDoors');
  return actor.person;
}
