import { z } from 'zod';
import type { DwellingId, GridId, HouseholdId, IncidentId, OrganisationId, PersonId, PositionId } from '../../kernel/ids.ts';
import { idOf } from '../../kernel/ids.ts';

declare const brand: unique symbol;
type Id<Name extends string> = string & { readonly [brand]: Name };

/** One visit to a set of doors during an incident. */
export type RoundId = Id<'round'>;
/** One request for help, whoever wrote it down. */
export type RequestId = Id<'request'>;
/** One piece of help that one person can carry out. */
export type TaskId = Id<'task'>;

export const incidentId = idOf<IncidentId>();
export const roundId = idOf<RoundId>();
export const requestId = idOf<RequestId>();
export const taskId = idOf<TaskId>();
/** One hand-over of a task or a request to another organisation. */
export type HandoverId = Id<'handover'>;
export const handoverId = idOf<HandoverId>();

/** One joint briefing. */
export type BriefingId = Id<'briefing'>;
export const briefingId = idOf<BriefingId>();

/** Response level, I highest. Neither a warning colour nor a severity: it is declared, by us or from above. */
export const Level = z.enum(['I', 'II', 'III', 'IV']);
export type Level = z.infer<typeof Level>;

/** A text in the community's languages; what one person typed stands under `zh` alone, whatever its language. */
export const Words = z.object({ zh: z.string(), en: z.string().default(''), ug: z.string().default('') });
export type Words = z.infer<typeof Words>;

/** What was found at a door. */
export const Outcome = z.enum(['safe', 'help', 'noAnswer']);
export type Outcome = z.infer<typeof Outcome>;

/** For what help is asked. Open text in the tables, these have names in three languages. */
export const HelpKind = z.enum(['medical', 'medicine', 'food', 'trapped', 'repair', 'company', 'other']);
export type HelpKind = z.infer<typeof HelpKind>;

/** `now`: life or limb; `today`: before night; `later`: can wait. */
export const Urgency = z.enum(['now', 'today', 'later']);
export type Urgency = z.infer<typeof Urgency>;

/** How a request reached us. */
export const Source = z.enum(['staff', 'door', 'phone', 'paper']);
export type Source = z.infer<typeof Source>;

/** `taken`: somebody is on the way; `done`: the helper says so; `closed`: the desk has seen it through; `withdrawn`: it was a mistake. */
export const RequestStep = z.enum(['open', 'taken', 'done', 'closed', 'withdrawn']);
export type RequestStep = z.infer<typeof RequestStep>;

export const TaskStep = z.enum(['open', 'claimed', 'done', 'dropped']);
export type TaskStep = z.infer<typeof TaskStep>;

/** `plan`: an action of the activated plan; `silentDoor`: nobody answered twice; `decision`: of a joint briefing; the rest: help for a door. */
export type TaskKind = HelpKind | 'plan' | 'silentDoor' | 'decision';

/** Photo: SHA-256 of a file that was uploaded before, in hex. */
export const Photo = z.string().regex(/^[0-9a-f]{64}$/);

/** Who answers for something: the holder of the duty at that moment. */
export interface Owner {
  readonly organisation: OrganisationId;
  /** null: the organisation as a whole, none of its posts is manned. */
  readonly position: PositionId | null;
}

export interface Incident {
  readonly id: IncidentId;
  readonly hazard: string;
  readonly level: Level;
  /** A drill runs on the same screens and never touches real notices outside the app. */
  readonly exercise: boolean;
  readonly title: string;
  readonly plan: string | null;
  readonly edition: number | null;
  readonly alert: string | null;
  /** ISO 8601 UTC. */
  readonly openedAt: string;
}

export interface Round {
  readonly id: RoundId;
  readonly incident: IncidentId;
  readonly title: string;
  /** `vulnerable`: only households with at least one need. */
  readonly audience: 'residents' | 'vulnerable';
  readonly openedAt: string;
  readonly dueAt: string | null;
}

export interface HelpRequest {
  readonly id: RequestId;
  readonly incident: IncidentId | null;
  readonly round: RoundId | null;
  readonly household: HouseholdId | null;
  /** null: the register knows the household's door only as text. */
  readonly dwelling: DwellingId | null;
  readonly grid: GridId;
  readonly door: string;
  readonly kind: HelpKind;
  readonly urgency: Urgency;
  /** In the asker's words. May speak of health: only those who triage read it. */
  readonly words: string;
  readonly source: Source;
  readonly askedAt: string;
}

export interface Task {
  readonly id: TaskId;
  readonly incident: IncidentId | null;
  readonly request: RequestId | null;
  readonly round: RoundId | null;
  readonly household: HouseholdId | null;
  /** Number of the plan's action; null: not from a plan. */
  readonly actionOrder: number | null;
  readonly kind: TaskKind;
  /** Empty for help tasks: kind and door say it. */
  readonly title: Words;
  readonly grid: GridId | null;
  readonly door: string | null;
  readonly urgency: Urgency;
  /** Effort expected of one person, in whole minutes door to door, 5 to 480. */
  readonly effortMin: number;
  /** Heaviest single item in kilograms, 0 to 60. */
  readonly loadKg: number;
  readonly duty: string | null;
  /** null: nobody holds the duty, and the screens say so. */
  readonly owner: Owner | null;
  /** The person who was asked to do it. */
  readonly assignee: PersonId | null;
  readonly raisedAt: string;
  /** When the plan wants it done. */
  readonly deadlineAt: string | null;
  /** Who may copy it to a phone: `tasks` (everyone who takes tasks) or `community` (staff). */
  readonly scope: 'tasks' | 'community';
}

/**
 * `offered`: waits for an answer, and the one who offered it still answers for it; `overtaken`: what it was about ended first.
 * Answered or not, it is never asked twice: whoever tries again offers anew.
 */
export const HandoverStep = z.enum(['offered', 'accepted', 'declined', 'withdrawn', 'overtaken']);
export type HandoverStep = z.infer<typeof HandoverStep>;

/** A task or a request that one organisation asks another to answer for. Exactly one of `task` and `request` is set while it is offered. */
export interface Handover {
  readonly id: HandoverId;
  readonly task: TaskId | null;
  readonly request: RequestId | null;
  readonly kind: TaskKind;
  readonly urgency: Urgency;
  readonly grid: GridId | null;
  readonly from: Owner;
  readonly offeredBy: PersonId;
  readonly to: OrganisationId;
  /** What the other side must know; read by all staff. */
  readonly note: string;
  readonly offeredAt: string;
  /** Until when an answer is expected; then the Accountable of the duty is told. */
  readonly dueAt: string;
  /** Code of the duty whose Accountable that is. */
  readonly duty: string;
}

/** `planned` until somebody says who came; `held` from then on. */
export const BriefingStep = z.enum(['planned', 'held', 'cancelled']);
export type BriefingStep = z.infer<typeof BriefingStep>;

/** Several organisations at one table during an incident. */
export interface Briefing {
  readonly id: BriefingId;
  readonly incident: IncidentId;
  readonly title: string;
  readonly startsAt: string;
  /** Empty where it is held at a distance alone. */
  readonly place: string;
  readonly link: string | null;
}

/** A post that is asked to come, or came, with whoever holds it then. */
export interface Guest {
  readonly position: PositionId;
  readonly organisation: OrganisationId;
  readonly person: PersonId | null;
}

export interface Decision {
  readonly id: string;
  readonly briefing: BriefingId;
  readonly text: string;
  readonly owner: Owner;
  readonly dueAt: string;
  /** The task that it became; null: it is only written down. */
  readonly task: TaskId | null;
}

/** What closing an incident leaves behind: counted once, then never changed. */
export const ClosingFigures = z.object({
  doorsAll: z.number().int(),
  doorsReached: z.number().int(),
  doorsNoAnswer: z.number().int(),
  requestsAll: z.number().int(),
  requestsOpen: z.number().int(),
  tasksAll: z.number().int(),
  tasksDone: z.number().int(),
  tasksLate: z.number().int(),
  vulnerableUnvisited: z.number().int(),
  /** Median minutes from a request to the moment somebody was on the way; null: none was taken. */
  medianMinToTaken: z.number().nullable(),
  minutes: z.number().int(),
});
export type ClosingFigures = z.infer<typeof ClosingFigures>;

/** Items of the closing checklist. */
export const ClosingItem = z.enum(['openRequests', 'openTasks', 'vulnerableUnvisited', 'silentDoors', 'shelters']);
export type ClosingItem = z.infer<typeof ClosingItem>;

/** Claims one person may hold at once where the community has not set its own figure. */
export const builtInClaimLimit = 3;

/** Length of the hash of a door's token, in hex. */
export const TokenHash = z.string().regex(/^[0-9a-f]{64}$/);
