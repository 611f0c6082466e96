import { z } from 'zod';
import { type Command, command } from '../../kernel/command.ts';
import { idOf, type PersonId, type PositionId } from '../../kernel/ids.ts';
import { ok, refuse } from '../../kernel/result.ts';
import { type PositionState, personId, positionId } from './model.ts';
import { type Cover, coverDaysMost, makesCircle, overlaps } from './rules/cover.ts';

export type CoverId = string & { readonly cover: unique symbol };
const coverId = idOf<CoverId>();
const dayMs = 86_400_000;

export type CoverChange =
  | { readonly type: 'coverNamed'; readonly id: CoverId; readonly cover: Cover; readonly note: string; readonly namedBy: PersonId }
  | { readonly type: 'coverEnded'; readonly id: CoverId; readonly positionId: PositionId; readonly on: string };

const NameCover = z.object({
  id: coverId,
  positionId,
  personId,
  /** ISO 8601; null: from now on. */
  since: z.iso.datetime({ offset: true }).nullable().default(null),
  /** First instant at which the holder is back. */
  until: z.iso.datetime({ offset: true }),
  /** For whoever looks who acts: "leave", "training". */
  note: z.string().trim().max(120).default(''),
});
type NameCover = z.infer<typeof NameCover>;

export interface CoverState {
  readonly idTaken: boolean;
  readonly position: PositionState;
  readonly personKnown: boolean;
  /** Does the person stand in some position of the same organisation? */
  readonly sameOrganisation: boolean;
  /** Covers of the community that are not over. */
  readonly standing: readonly Cover[];
  /** Does the holder speak? Anyone else keeps the directory. */
  readonly byHolder: boolean;
}

/** Said by the holder of the post, or for them by whoever keeps the directory. Permissions change online only. */
const byPost = { ver: 1, duty: 'community.read', urgency: 'desk', offline: false } as const;

/** "While I am away she acts for me": from its date to its end the other person may do what the post may do, and it ends by itself. */
export const nameCover: Command<NameCover, CoverState, CoverChange> = command({
  ...byPost,
  name: 'community.nameCover',
  payload: NameCover,
  decide(state, p, { now, actor }) {
    const { position } = state;
    if (state.idTaken) return refuse('conflict', 'community.exists');
    if (position.at === 'nowhere' || actor.kind !== 'person') return refuse('missing', 'community.positionGone');
    if (position.at === 'ended') return refuse('conflict', 'community.positionEnded');
    if (position.organisation === 'ended') return refuse('conflict', 'community.organisationEnded');
    if (!state.personKnown) return refuse('missing', 'community.personGone');
    const { holder } = position;
    if (holder === null) return refuse('conflict', 'community.coverVacant');
    if (holder === p.personId) return refuse('invalid', 'community.coverSelf');
    if (!state.sameOrganisation) return refuse('conflict', 'community.coverElsewhere');
    const since = p.since === null ? now.toISOString() : new Date(p.since).toISOString();
    const until = new Date(p.until).toISOString();
    if (until <= since) return refuse('invalid', 'community.coverEndsFirst');
    if (until <= now.toISOString()) return refuse('invalid', 'community.coverOver');
    if (Date.parse(until) - Date.parse(since) > coverDaysMost * dayMs) return refuse('invalid', 'community.coverTooLong', { days: coverDaysMost });
    const cover: Cover = { positionId: p.positionId, holder, person: p.personId, since, until };
    if (overlaps(state.standing, cover)) return refuse('conflict', 'community.coverOverlaps');
    if (makesCircle(state.standing, cover)) return refuse('conflict', 'community.coverCircle');
    return ok([{ type: 'coverNamed', id: p.id, cover, note: p.note, namedBy: actor.person }]);
  },
});

export type EndCoverState =
  | { readonly at: 'nowhere' }
  | { readonly at: 'named' | 'over'; readonly positionId: PositionId; readonly byHolder: boolean };

const EndCover = z.object({ coverId });

/** The holder is back early. What was done while they were away stands. */
export const endCover: Command<{ coverId: CoverId }, EndCoverState, CoverChange> = command({
  ...byPost,
  name: 'community.endCover',
  payload: EndCover,
  decide(state, payload, { now }) {
    if (state.at === 'nowhere') return refuse('missing', 'community.coverGone');
    if (state.at === 'over') return refuse('conflict', 'community.coverOver');
    return ok([{ type: 'coverEnded', id: payload.coverId, positionId: state.positionId, on: now.toISOString() }]);
  },
});
