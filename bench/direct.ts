import { createHash, randomBytes, randomUUID } from 'node:crypto';
import type { VisitChange } from '../src/capabilities/response/changes.ts';
import type { RoundId } from '../src/capabilities/response/model.ts';
import { applyVisitChange, loadListedDoor } from '../src/capabilities/response/store-visits.server.ts';
import type { Envelope } from '../src/kernel/command.ts';
import type { CommandId, CommunityId, DeviceId, HouseholdId, PersonId } from '../src/kernel/ids.ts';
import { openGroup } from '../src/platform/server/commands/group.ts';
import { append, countDevices, type Recorded } from '../src/platform/server/commands/journal.ts';
import { type Db, txOn } from '../src/platform/server/db/db.ts';

/** A door to visit, by the ids that the command names. */
export interface Door {
  readonly round: RoundId;
  readonly household: HouseholdId;
}

const salt = randomBytes(16);
const commitment = createHash('sha256').update(salt).digest();
const now = new Date();

/**
 * The direct ceiling: the statements of so many door visits in one transaction, in the same pipeline and by the same
 * functions, with everything else left out: no HTTP, no session, no permission, no check of the payload, no rule, no hashing.
 */
export async function visitDirectly(db: Db, community: CommunityId, person: PersonId, doors: readonly Door[]): Promise<number> {
  const client = await db.pool.connect();
  try {
    const tx = txOn(client);
    const device = randomUUID() as DeviceId;
    const commands = doors.map(
      (door, i): Envelope => ({
        id: randomUUID() as CommandId,
        name: 'response.visitDoor',
        ver: 1,
        dseq: i + 1,
        claimedAt: now.toISOString(),
        payload: { roundId: door.round, householdId: door.household, outcome: 'safe' },
      }),
    );
    const opened = await openGroup(client, tx, community, [{ actor: { kind: 'person', person }, device, commands }]);
    if (!opened) throw new Error('no such community');
    const states = await Promise.all(
      doors.map((d) => loadListedDoor(tx, { roundId: d.round, householdId: d.household, outcome: 'safe', kind: 'other' })),
    );
    const recorded: Recorded[] = [];
    for (const [i, command] of commands.entries()) {
      const [door, state] = [doors[i], states[i]];
      if (!door || state?.at !== 'listed') throw new Error('no such door');
      const version = opened.head.version + i + 1;
      const change: VisitChange = {
        type: 'doorVisited',
        roundId: door.round,
        householdId: door.household,
        outcome: 'safe',
        by: person,
        noAnswer: 0,
        disputed: false,
      };
      const facts = { community, actor: { kind: 'person', person } as const, position: null, now, commandId: command.id, newId: randomUUID };
      await applyVisitChange(tx, change, { ...facts, version }, async () => []);
      const entry = {
        version,
        id: command.id,
        device,
        dseq: command.dseq,
        name: command.name,
        ver: 1,
        actorKind: 'person',
        actor: person,
        position: null,
        status: 'accepted' as const,
        problem: null,
        claimedAt: command.claimedAt,
        recordedAt: now.toISOString(),
        incident: state.door.incident,
        entity: door.household,
        params: { door: state.door.door, outcome: 'safe' },
        commitment,
      };
      recorded.push({ entry, hash: commitment, salt, payload: command.payload });
    }
    countDevices(tx, [{ device, actor: person, lastDseq: commands.length }], now);
    append(tx, community, recorded);
    await tx.settled();
    const end = await client.query('commit');
    if (end.command !== 'COMMIT') throw new Error(`ended with ${end.command}`);
    return doors.length;
  } finally {
    client.release();
  }
}
