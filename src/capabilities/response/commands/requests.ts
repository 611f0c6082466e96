import { z } from 'zod';
import { command } from '../../../kernel/command.ts';
import type { DwellingId, GridId, IncidentId } from '../../../kernel/ids.ts';
import { idOf } from '../../../kernel/ids.ts';
import { ok, refuse } from '../../../kernel/result.ts';
import type { RequestChange } from '../changes.ts';
import { HelpKind, incidentId, type RequestId, type RequestStep, requestId, Source, Urgency } from '../model.ts';

const AskForHelp = z.object({
  requestId,
  /** An exercise must be named; without it a request belongs to the real incident that runs, or to none. */
  incidentId: incidentId.nullable().default(null),
  dwellingId: idOf<DwellingId>(),
  kind: HelpKind,
  urgency: Urgency.default('today'),
  words: z.string().trim().max(500).default(''),
  source: Source.default('staff'),
  /** Made and kept by the asker's phone; who knows it may follow the request. Only its hash is stored. */
  follow: z
    .string()
    .regex(/^[0-9A-HJKMNP-TV-Z]{10,16}$/)
    .nullable()
    .default(null),
});
type AskForHelp = z.infer<typeof AskForHelp>;

export type AskState =
  | { readonly at: 'noDwelling' }
  | { readonly at: 'idTaken' }
  | { readonly at: 'incidentClosed' }
  | {
      readonly at: 'ready';
      readonly grid: GridId;
      readonly door: string;
      /** The incident it belongs to: the one named, else the real one that runs longest. */
      readonly incident: IncidentId | null;
      /** An open request of this door for the same kind of help in the same incident. */
      readonly same: RequestId | null;
      /** Requests from this door that nobody has answered yet. */
      readonly waiting: number;
    };

/** A door that has asked for this many different things is asked to call instead; nobody is cut off from asking again for the same. */
const mostWaitingPerDoor = 12;

/** Someone at this door needs help. Said by the door itself, or written down by staff for somebody who called. A repeated request strengthens the first one. */
export const askForHelp = command<AskForHelp, AskState, RequestChange>({
  name: 'response.askForHelp',
  ver: 1,
  payload: AskForHelp,
  duty: 'response.triage',
  byDoor: true,
  urgency: 'life',
  offline: true,
  decide(state, p, { actor, now }) {
    if (actor.kind === 'door' && actor.dwelling !== p.dwellingId) return refuse('forbidden', 'response.otherDoor');
    if (state.at === 'noDwelling') return refuse('missing', 'response.doorGone');
    if (state.at === 'idTaken') return refuse('conflict', 'response.requestExists');
    if (state.at === 'incidentClosed') return refuse('conflict', 'response.incidentClosed');
    const source = actor.kind === 'door' ? 'door' : p.source;
    if (state.same) {
      return ok([
        { type: 'helpRepeated', requestId: state.same, dwellingId: p.dwellingId, follow: p.follow, urgency: p.urgency, words: p.words, source },
      ]);
    }
    if (actor.kind === 'door' && state.waiting >= mostWaitingPerDoor) return refuse('tooMany', 'response.doorAskedMuch');
    return ok([
      {
        type: 'helpRequested',
        follow: p.follow,
        request: {
          id: p.requestId,
          incident: state.incident,
          round: null,
          household: null,
          dwelling: p.dwellingId,
          grid: state.grid,
          door: state.door,
          kind: p.kind,
          urgency: p.urgency,
          words: p.words,
          source,
          askedAt: now.toISOString(),
        },
      },
    ]);
  },
});

export type RequestState =
  | { readonly at: 'nowhere' }
  | { readonly at: RequestStep; readonly id: RequestId; readonly grid: GridId; readonly door: string; readonly incident: IncidentId | null };

const AnswerRequest = z.object({ requestId, reply: z.string().trim().min(1).max(300) });
type AnswerRequest = z.infer<typeof AnswerRequest>;

/** A word to the one who asked: "the nurse comes at four". Shown on their phone. */
export const answerRequest = command<AnswerRequest, RequestState, RequestChange>({
  name: 'response.answerRequest',
  ver: 1,
  payload: AnswerRequest,
  duty: 'response.triage',
  urgency: 'field',
  offline: true,
  decide(state, p) {
    if (state.at === 'nowhere') return refuse('missing', 'response.requestGone');
    if (state.at === 'closed' || state.at === 'withdrawn') return refuse('conflict', 'response.requestClosed');
    return ok([{ type: 'requestAnswered', requestId: p.requestId, reply: p.reply }]);
  },
});

const CloseRequest = z.object({
  requestId,
  /** What was done, or why nothing could be: the asker reads it. */
  reply: z.string().trim().max(300).default(''),
});
type CloseRequest = z.infer<typeof CloseRequest>;

/** Ends a request. One that nobody has helped with may only be closed with a word to the asker. */
export const closeRequest = command<CloseRequest, RequestState, RequestChange>({
  name: 'response.closeRequest',
  ver: 1,
  payload: CloseRequest,
  duty: 'response.triage',
  urgency: 'field',
  offline: true,
  decide(state, p) {
    switch (state.at) {
      case 'nowhere':
        return refuse('missing', 'response.requestGone');
      case 'closed':
      case 'withdrawn':
        return refuse('conflict', 'response.requestClosed');
      case 'open':
      case 'taken':
        if (!p.reply) return refuse('invalid', 'response.wordMissing');
        return ok([{ type: 'requestClosed', requestId: p.requestId, reply: p.reply }]);
      case 'done':
        return ok([{ type: 'requestClosed', requestId: p.requestId, reply: p.reply || null }]);
      default:
        return state satisfies never;
    }
  },
});
