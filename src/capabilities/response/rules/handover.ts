import type { IncidentId, OrganisationId, PersonId, PositionId } from '../../../kernel/ids.ts';
import { type Refusal, refuse } from '../../../kernel/result.ts';
import type { Handover, HandoverStep, Owner, Task, TaskStep, Urgency, Words } from '../model.ts';

/**
 * Minutes in which an answer is expected where nobody says otherwise, by urgency. Our choice, none of them prescribed anywhere:
 * short enough that the first holder can still go themselves. May be set for each hand-over.
 */
export const usualWithinMin: Readonly<Record<Urgency, number>> = { now: 10, today: 60, later: 480 };

/** Bounds of the time to answer, in minutes: two minutes to a day. */
export const withinMinBounds = { least: 2, most: 1440 } as const;

/** A task as far as a hand-over of it goes. */
export type PassedTask = Pick<Task, 'id' | 'request' | 'effortMin' | 'deadlineAt' | 'scope'> & { readonly step: TaskStep };

/** What the one who answers stands for: posts of theirs, own ones first. */
export type Posts = readonly { readonly id: PositionId; readonly organisationId: OrganisationId }[];

/** A hand-over with what an answer to it depends on. */
export interface KnownHandover extends Handover {
  readonly incident: IncidentId | null;
  readonly exercise: boolean;
  readonly title: Words;
  readonly door: string | null;
  readonly escalatedAt: string | null;
  readonly escalatedTo: Owner | null;
  readonly toName: string;
  /** The task it is about; null for a request. */
  readonly passed: PassedTask | null;
}

export type HandoverState =
  | { readonly at: 'nowhere' }
  | {
      readonly at: HandoverStep;
      readonly handover: KnownHandover;
      /** Posts of whoever speaks. */
      readonly posts: Posts;
      /** The request has got a task of its own meanwhile. */
      readonly requestHasTask: boolean;
    };

/** Why what was answered cannot be answered again; `offered`: it can. */
export function answered(at: HandoverStep): Refusal | null {
  switch (at) {
    case 'offered':
      return null;
    case 'accepted':
      return refuse('conflict', 'response.handoverAccepted');
    case 'declined':
      return refuse('conflict', 'response.handoverDeclined');
    case 'withdrawn':
      return refuse('conflict', 'response.handoverWithdrawn');
    case 'overtaken':
      return refuse('conflict', 'response.handoverOvertaken');
    default:
      return at satisfies never;
  }
}

/**
 * Who may answer: a post of the organisation that was asked, and never the person who offered it, whatever other posts they hold:
 * a hand-over takes two.
 * @returns the post that answers, or why not
 */
export function answering(
  handover: Pick<Handover, 'to' | 'offeredBy'>,
  posts: Posts,
  person: PersonId,
): { readonly ok: true; readonly value: Owner } | Refusal {
  const post = posts.find(({ organisationId }) => organisationId === handover.to);
  if (!post) return refuse('forbidden', 'response.handoverNotYours');
  if (handover.offeredBy === person) return refuse('forbidden', 'response.handoverOwnAnswer');
  return { ok: true, value: { organisation: post.organisationId, position: post.id } };
}

/** The post in which somebody may take an offer back: one of the side that made it, or of whoever it was escalated to. */
export function withdrawing(handover: Pick<KnownHandover, 'from' | 'offeredBy' | 'escalatedTo'>, posts: Posts): PositionId | null {
  const { from, escalatedTo } = handover;
  const post = posts.find(
    ({ id, organisationId }) =>
      organisationId === from.organisation ||
      (escalatedTo !== null && (escalatedTo.position === null ? organisationId === escalatedTo.organisation : id === escalatedTo.position)),
  );
  return post?.id ?? null;
}

/** Is an unanswered offer past its time at this instant? ISO 8601 UTC, so text order is time order. */
export const overdue = (handover: { readonly state: HandoverStep; readonly dueAt: string }, instant: string): boolean =>
  handover.state === 'offered' && handover.dueAt <= instant;
