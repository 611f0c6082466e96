import type { DwellingId, HouseholdId, IncidentId, PersonId, PositionId } from '../../kernel/ids.ts';
import type {
  Briefing,
  BriefingId,
  ClosingFigures,
  ClosingItem,
  Decision,
  Guest,
  Handover,
  HandoverId,
  HelpRequest,
  Incident,
  Level,
  Outcome,
  Owner,
  RequestId,
  Round,
  RoundId,
  Source,
  Task,
  TaskId,
  Urgency,
  Words,
} from './model.ts';

/** A notice that an activated plan asks for; warnings decides how it travels. */
export interface WantedNotice {
  readonly title: Words;
  readonly body: Words;
  /** positions, volunteers, organisations, residents or vulnerable. */
  readonly audience: string;
}

export type IncidentChange =
  | { readonly type: 'incidentOpened'; readonly incident: Incident; readonly notices: readonly WantedNotice[] }
  | { readonly type: 'levelChanged'; readonly incidentId: IncidentId; readonly from: Level; readonly to: Level }
  | {
      readonly type: 'incidentClosed';
      readonly incidentId: IncidentId;
      readonly exercise: boolean;
      readonly figures: ClosingFigures;
      readonly reasons: Readonly<Partial<Record<ClosingItem, string>>>;
    }
  | { readonly type: 'claimLimitSet'; readonly claimLimit: number };

export type VisitChange =
  | { readonly type: 'roundOpened'; readonly round: Round }
  | { readonly type: 'roundClosed'; readonly roundId: RoundId }
  | {
      readonly type: 'doorVisited';
      readonly roundId: RoundId;
      readonly householdId: HouseholdId;
      readonly outcome: Outcome;
      readonly by: PersonId | null;
      readonly noAnswer: number;
      readonly disputed: boolean;
    }
  | {
      readonly type: 'extraVisitKept';
      readonly id: string;
      readonly roundId: RoundId;
      readonly householdId: HouseholdId;
      readonly outcome: Outcome;
      readonly source: 'staff' | 'door';
      readonly by: PersonId | null;
      /** When it was found; an earlier answer that gave way keeps its own time. */
      readonly at: string;
      readonly disputed: boolean;
    }
  | { readonly type: 'visitUndone'; readonly roundId: RoundId; readonly householdId: HouseholdId };

export type RequestChange =
  | { readonly type: 'helpRequested'; readonly request: HelpRequest; readonly follow: string | null }
  | {
      readonly type: 'helpRepeated';
      readonly requestId: RequestId;
      readonly dwellingId: DwellingId | null;
      readonly follow: string | null;
      readonly urgency: Urgency;
      readonly words: string;
      readonly source: Source;
    }
  | { readonly type: 'requestAnswered'; readonly requestId: RequestId; readonly reply: string }
  | { readonly type: 'requestClosed'; readonly requestId: RequestId; readonly reply: string | null }
  | { readonly type: 'requestWithdrawn'; readonly requestId: RequestId };

export type TaskChange =
  | { readonly type: 'taskRaised'; readonly task: Task }
  | {
      readonly type: 'taskClaimed';
      readonly taskId: TaskId;
      readonly requestId: RequestId | null;
      readonly by: PersonId;
      readonly position: PositionId | null;
      readonly dueAt: string;
    }
  | { readonly type: 'taskFreed'; readonly taskId: TaskId; readonly requestId: RequestId | null; readonly why: 'released' | 'expired' }
  | { readonly type: 'taskExtended'; readonly taskId: TaskId; readonly dueAt: string }
  | { readonly type: 'taskAssigned'; readonly taskId: TaskId; readonly owner: Owner; readonly assignee: PersonId | null }
  | {
      readonly type: 'taskDone';
      readonly taskId: TaskId;
      readonly requestId: RequestId | null;
      readonly by: PersonId;
      readonly photo: string | null;
      readonly note: string | null;
    }
  | { readonly type: 'taskDropped'; readonly taskId: TaskId; readonly requestId: RequestId | null; readonly reason: string }
  | {
      readonly type: 'extraWorkKept';
      readonly id: string;
      readonly taskId: TaskId;
      readonly by: PersonId;
      readonly photo: string | null;
      readonly note: string | null;
    };

/** What a hand-over is about, in words for whoever is told of it. */
export interface HandoverSubject {
  readonly handoverId: HandoverId;
  readonly incident: IncidentId | null;
  /** Nothing about it may leave the house. */
  readonly exercise: boolean;
  readonly title: Words;
  readonly door: string | null;
}

export type HandoverChange =
  | {
      readonly type: 'handoverOffered';
      readonly handover: Handover;
      readonly subject: HandoverSubject;
      /** Names of both organisations. */
      readonly fromName: string;
      readonly toName: string;
    }
  | {
      readonly type: 'handoverAccepted';
      readonly handoverId: HandoverId;
      readonly by: PersonId;
      readonly owner: Owner;
      /** The task they answer for from now on; for a request it was raised for them. */
      readonly taskId: TaskId;
    }
  | {
      readonly type: 'handoverDeclined';
      readonly subject: HandoverSubject;
      readonly by: PersonId;
      readonly position: PositionId;
      readonly reason: string;
      readonly offeredBy: PersonId;
      readonly from: Owner;
      readonly toName: string;
    }
  | { readonly type: 'handoverWithdrawn'; readonly handoverId: HandoverId; readonly by: PersonId; readonly position: PositionId }
  | {
      readonly type: 'handoverEscalated';
      readonly subject: HandoverSubject;
      /** Who answers for the duty; null: nobody does. */
      readonly to: Owner | null;
      readonly fromName: string;
      readonly toName: string;
    }
  /** The task goes over with everything that belongs to it. */
  | {
      readonly type: 'taskPassed';
      readonly taskId: TaskId;
      readonly requestId: RequestId | null;
      readonly owner: Owner;
      readonly by: PersonId;
      readonly dueAt: string;
      readonly scopeBefore: Task['scope'];
    };

export type BriefingChange =
  | {
      readonly type: 'briefingCalled';
      readonly briefing: Briefing;
      readonly guests: readonly Guest[];
      readonly exercise: boolean;
      readonly by: PersonId;
    }
  | { readonly type: 'briefingHeld'; readonly briefingId: BriefingId; readonly present: readonly Guest[] }
  | { readonly type: 'briefingCancelled'; readonly briefingId: BriefingId; readonly reason: string }
  | { readonly type: 'decisionMade'; readonly decision: Decision };

export type DoorChange =
  | {
      readonly type: 'doorTokensIssued';
      readonly tokens: readonly { readonly dwellingId: DwellingId; readonly door: string; readonly hash: string }[];
    }
  | { readonly type: 'doorTokenRevoked'; readonly dwellingId: DwellingId };

/** Everything that can happen in the response. */
export type ResponseChange = IncidentChange | VisitChange | RequestChange | TaskChange | HandoverChange | BriefingChange | DoorChange;
