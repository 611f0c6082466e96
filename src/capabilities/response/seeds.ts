import type { Facts } from '../../kernel/command.ts';
import type { CommandId, CommunityId, DwellingId, GridId, HouseholdId, IncidentId, OrganisationId, PersonId, PositionId } from '../../kernel/ids.ts';
import type { KnownTask } from './commands/tasks.ts';
import type { ListedDoor } from './commands/visits.ts';
import type { RoundId, TaskId } from './model.ts';

/** One believable evening of flood in a fictional lane; ids are fixed so that tests can name them. */
const id = <T extends string>(n: number): T => `0192aaaa-0000-7000-8000-${String(n).padStart(12, '0')}` as T;

export const mei = id<PersonId>(1);
export const tao = id<PersonId>(2);
export const gridThree = id<GridId>(3);
export const flood = id<IncidentId>(4);
export const firstRound = id<RoundId>(5);
export const zhangs = id<HouseholdId>(6);
export const door501 = id<DwellingId>(7);
export const clinic = { organisation: id<OrganisationId>(8), position: id<PositionId>(9) };

/** What every rule is told, at half past ten; new ids count up. */
export function factsOf(person: PersonId, now = new Date('2026-03-01T10:30:00.000Z')): Facts {
  let n = 900;
  return {
    community: id<CommunityId>(0),
    actor: { kind: 'person', person },
    position: null,
    now,
    commandId: id<CommandId>(10),
    newId: () => id(n++),
  };
}

/** A door nobody has been to. */
export const quietDoor: ListedDoor = {
  incident: flood,
  household: zhangs,
  dwelling: door501,
  grid: gridThree,
  door: '3-2-501',
  outcome: null,
  noAnswer: 0,
  visitedBy: null,
  visitedAt: null,
  openRequest: null,
};

/** "Bring insulin to 3-2-501": twenty minutes. */
export const insulinRun: KnownTask = {
  id: id<TaskId>(11),
  kind: 'medicine',
  incident: flood,
  request: null,
  grid: gridThree,
  door: '3-2-501',
  effortMin: 20,
  deadlineAt: null,
  owner: null,
  assignee: null,
  claimedBy: null,
  lastClaimedBy: null,
  dueAt: null,
};
