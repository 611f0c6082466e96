import { z } from 'zod';
import { query } from '../../kernel/query.ts';
import { ClosingFigures, incidentId, Level, Outcome, RequestStep, roundId, Source, TaskStep, Urgency, Words } from './model.ts';
import { abouts } from './rules/timeline.ts';

const instant = z.string();
const count = z.number().int();

const Head = z.object({
  id: z.string(),
  title: z.string(),
  hazard: z.string(),
  level: Level,
  exercise: z.boolean(),
  openedAt: instant,
});

export const Running = Head.extend({
  doorsAll: count,
  doorsReached: count,
  doorsNoAnswer: count,
  requestsOpen: count,
  oldestOpenAt: instant.nullable(),
  tasksOpen: count,
  tasksLate: count,
});
export type Running = z.infer<typeof Running>;

/** What this community has settled for its emergencies. */
export const rules = query({
  name: 'response.rules',
  duty: 'community.read',
  args: z.object({}),
  /** Tasks one person may hold at once. */
  row: z.object({ claimLimit: count }),
});

/** What runs now, real before exercise: the band on every page. Counts only, so every member may see it. */
export const running = query({ name: 'response.running', duty: null, args: z.object({}), row: Running });

export const IncidentRow = Head.extend({
  closedAt: instant.nullable(),
  figures: ClosingFigures.nullable(),
});
export type IncidentRow = z.infer<typeof IncidentRow>;

/** All incidents and exercises, newest first. */
export const incidents = query({ name: 'response.incidents', duty: 'community.read', args: z.object({}), row: IncidentRow });

export const RoundRow = z.object({
  id: z.string(),
  title: z.string(),
  audience: z.enum(['residents', 'vulnerable']),
  openedAt: instant,
  closedAt: instant.nullable(),
  dueAt: instant.nullable(),
  all: count,
  reached: count,
});
export type RoundRow = z.infer<typeof RoundRow>;

export const Room = IncidentRow.extend({
  plan: z.string().nullable(),
  alert: z.string().nullable(),
  closing: z.record(z.string(), z.string()).nullable(),
  doorsAll: count,
  doorsReached: count,
  doorsSafe: count,
  doorsHelp: count,
  doorsNoAnswer: count,
  silentDoors: count,
  vulnerableAll: count,
  vulnerableUnvisited: count,
  requestsAll: count,
  requestsOpen: count,
  requestsTaken: count,
  requestsDone: count,
  oldestOpenAt: instant.nullable(),
  medianMinToTaken: z.number().nullable(),
  tasksAll: count,
  tasksDone: count,
  tasksOpen: count,
  tasksLate: count,
  rounds: z.array(RoundRow),
  /** Doors visited in each hour since activation, first hour first. */
  perHour: z.array(z.object({ at: instant, doors: count })),
  perGrid: z.array(z.object({ grid: z.string(), all: count, reached: count, help: count, noAnswer: count, silent: count })),
});
export type Room = z.infer<typeof Room>;

/** One incident with everything its first tab shows. Counts only. */
export const room = query({ name: 'response.room', duty: 'community.read', args: z.object({ incidentId }), row: Room });

export const BuildingRow = z.object({
  building: z.string().nullable(),
  number: z.string(),
  all: count,
  reached: count,
  help: count,
  noAnswer: count,
});
export type BuildingRow = z.infer<typeof BuildingRow>;

/** Buildings of a round with how far they are. */
export const buildings = query({ name: 'response.buildings', duty: 'community.read', args: z.object({ roundId }), row: BuildingRow });

export const DoorRow = z.object({
  household: z.string(),
  dwelling: z.string().nullable(),
  door: z.string(),
  unit: z.number().int().nullable(),
  floor: z.number().int().nullable(),
  outcome: Outcome.nullable(),
  times: count,
  noAnswer: count,
  visitedAt: instant.nullable(),
  vulnerability: count,
  disputed: z.boolean(),
});
export type DoorRow = z.infer<typeof DoorRow>;

/** Doors of one building in a round, for the building plan and the printed list. Narrowed to the asker's grids. */
export const doors = query({
  name: 'response.doors',
  duty: 'response.checkIn',
  args: z.object({ roundId, buildingId: z.uuid().nullable().default(null) }),
  row: DoorRow,
});

export const TaskRow = z.object({
  id: z.string(),
  incident: z.string().nullable(),
  request: z.string().nullable(),
  kind: z.string(),
  title: Words,
  actionOrder: z.number().int().nullable(),
  grid: z.string().nullable(),
  door: z.string().nullable(),
  urgency: Urgency,
  effortMin: count,
  loadKg: z.number(),
  state: TaskStep,
  duty: z.string().nullable(),
  ownerOrganisation: z.string().nullable(),
  ownerPosition: z.string().nullable(),
  /** Names of the owning organisation and position; null: nobody holds the duty. */
  organisation: z.string().nullable(),
  position: z.string().nullable(),
  /** Organisation and position of the one who has taken it. */
  takenBy: z.string().nullable(),
  raisedAt: instant,
  deadlineAt: instant.nullable(),
  claimedAt: instant.nullable(),
  dueAt: instant.nullable(),
  closedAt: instant.nullable(),
  lapsed: count,
  photo: z.string().nullable(),
  note: z.string().nullable(),
  extraWork: count,
  late: z.boolean(),
});
export type TaskRow = z.infer<typeof TaskRow>;

/** Tasks of an incident (or of none): late ones first, then by deadline and age. */
export const tasks = query({
  name: 'response.tasks',
  duty: 'community.read',
  args: z.object({ incidentId: incidentId.nullable().default(null), live: z.boolean().default(false) }),
  row: TaskRow,
});

export const RequestRow = z.object({
  id: z.string(),
  incident: z.string().nullable(),
  dwelling: z.string().nullable(),
  door: z.string(),
  kind: z.string(),
  urgency: Urgency,
  words: z.string(),
  source: Source,
  state: RequestStep,
  askedAt: instant,
  takenAt: instant.nullable(),
  doneAt: instant.nullable(),
  closedAt: instant.nullable(),
  reply: z.string().nullable(),
  times: count,
  /** The live task that serves it. */
  task: z.string().nullable(),
});
export type RequestRow = z.infer<typeof RequestRow>;

/** Help requests, those nobody has answered first, oldest first. `incidentId` null: all that wait, whichever incident. */
export const requests = query({
  name: 'response.requests',
  duty: 'response.triage',
  args: z.object({ incidentId: incidentId.nullable().default(null), live: z.boolean().default(true) }),
  row: RequestRow,
});

export const TimelineRow = z.object({
  version: z.number(),
  id: z.string(),
  name: z.string(),
  status: z.enum(['accepted', 'refused', 'quarantined']),
  actorKind: z.string(),
  /** Organisation and position that acted; null: a resident at the door, the system, or a member without a post. */
  by: z.string().nullable(),
  at: instant,
  params: z.record(z.string(), z.union([z.string(), z.number()])),
});
export type TimelineRow = z.infer<typeof TimelineRow>;

/** What was done in an incident, read from the journal, newest first. */
export const timeline = query({
  name: 'response.timeline',
  duty: 'journal.read',
  args: z.object({
    incidentId,
    about: z.enum(abouts).nullable().default(null),
    before: z.number().int().positive().nullable().default(null),
    limit: z.number().int().min(1).max(200).default(100),
  }),
  row: TimelineRow,
});

export const ReportFacts = Room.extend({
  community: z.string(),
  at: instant,
  lateActions: z.array(z.object({ title: Words, deadlineAt: instant, organisation: z.string().nullable(), position: z.string().nullable() })),
  /** Actions of the plan whose duty nobody holds. */
  unowned: z.array(z.object({ title: Words, duty: z.string() })),
  byKind: z.array(z.object({ kind: z.string(), all: count, open: count })),
  disputedDoors: count,
  /** Hand-overs nobody has answered in time, by both sides. */
  handoversLate: z.array(z.object({ title: Words, kind: z.string(), from: z.string(), to: z.string(), dueAt: instant })),
  briefings: z.array(
    z.object({
      title: z.string(),
      startsAt: instant,
      held: z.boolean(),
      invited: count,
      present: count,
      organisations: z.array(z.string()),
      decisions: z.array(
        z.object({ text: z.string(), organisation: z.string(), position: z.string().nullable(), dueAt: instant, done: z.boolean() }),
      ),
    }),
  ),
});
export type ReportFacts = z.infer<typeof ReportFacts>;

/** Everything the situation report says, at this moment. */
export const situationReport = query({ name: 'response.situationReport', duty: 'response.report', args: z.object({ incidentId }), row: ReportFacts });

export const PreviewRow = z.object({
  title: Words,
  hazard: z.string(),
  level: Level,
  /** An incident of this hazard runs already, real or as an exercise. */
  real: z.boolean(),
  exercise: z.boolean(),
  actions: z.array(
    z.object({
      order: z.number().int(),
      title: Words,
      kind: z.enum(['task', 'notice', 'round']),
      duty: z.string(),
      withinMin: count,
      /** Who would answer; organisation null: nobody holds the duty there. `grid` null: the whole community. */
      parts: z.array(z.object({ grid: z.string().nullable(), organisation: z.string().nullable(), position: z.string().nullable() })),
    }),
  ),
});
export type PreviewRow = z.infer<typeof PreviewRow>;

/** What activating a plan would do, with the owner of each action as the matrix stands now. No row: there is no such plan. */
export const preview = query({ name: 'response.preview', duty: 'response.command', args: z.object({ planId: z.uuid() }), row: PreviewRow });
