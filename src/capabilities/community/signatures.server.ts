import type { Actor } from '../../kernel/command.ts';
import type { OrganisationId, PersonId, PositionId } from '../../kernel/ids.ts';
import type { Tx } from '../../platform/server/db/db.ts';
import type { OwnPost, Signed } from './queries-mandates.ts';

export type Post = OwnPost & { readonly organisationId: OrganisationId };

/** Posts of the asker by which an organisation signs: held, no seats, of organisations that are active. */
export const signingPostsOf = async (tx: Tx, actor: Actor): Promise<Post[]> =>
  actor.kind !== 'person'
    ? []
    : tx.rows<Post>(
        `select p.id as "positionId", p.title, o.name as organisation, o.id as "organisationId"
           from community.position p join community.organisation o on o.community = p.community and o.id = p.organisation
          where p.holder = $1 and not p.seat and p.until is null and o.status = 'active'
          order by o.name collate "zh-x-icu", p.title collate "zh-x-icu", p.id
          limit 50`,
        [actor.person],
      );

/** Those posts that speak for one of these organisations, without its id. */
export const speaking = (posts: readonly Post[], ...organisations: readonly OrganisationId[]): OwnPost[] =>
  posts.filter((p) => organisations.includes(p.organisationId)).map(({ positionId, title, organisation }) => ({ positionId, title, organisation }));

/** A name under something, as the record keeps it; nulls: nobody yet. */
export interface Name {
  readonly position: PositionId | null;
  readonly person: PersonId | null;
  readonly at: string | null;
}

/** Both names under something that was put and its answer. */
export interface Names {
  readonly offeredPosition: PositionId;
  readonly offeredPerson: PersonId;
  readonly offeredAt: string;
  readonly answeredPosition: PositionId | null;
  readonly answeredPerson: PersonId | null;
  readonly answeredAt: string | null;
  readonly answerReason: string;
}

/** How a term was cut short. */
export interface Ending {
  readonly endedAt: string | null;
  readonly endReason: string;
}

type Column = readonly [column: string, name: string];
const columnsOf = (alias: string, columns: readonly Column[]): string =>
  columns.map(([column, name]) => `${alias}.${column} as "${name}"`).join(', ');

/** Columns of `Names` in a table with this alias. */
export const nameColumns = (alias: 'm' | 'a' | 'r' | 'f'): string =>
  columnsOf(alias, [
    ['offered_position', 'offeredPosition'],
    ['offered_person', 'offeredPerson'],
    ['offered_at', 'offeredAt'],
    ['answered_position', 'answeredPosition'],
    ['answered_person', 'answeredPerson'],
    ['answered_at', 'answeredAt'],
    ['answer_reason', 'answerReason'],
  ]);

/** Columns of `Ending` in a table with this alias. */
export const endingColumns = (alias: 'm' | 'a'): string =>
  columnsOf(alias, [
    ['ended_at', 'endedAt'],
    ['end_reason', 'endReason'],
  ]);

export const offeredName = (n: Names): Name => ({ position: n.offeredPosition, person: n.offeredPerson, at: n.offeredAt });
export const answeredName = (n: Names): Name => ({ position: n.answeredPosition, person: n.answeredPerson, at: n.answeredAt });

/** Puts words to names: posts and people as they are called now. */
export async function signer(tx: Tx, names: readonly Name[]): Promise<(name: Name) => Signed> {
  const [posts, people] = await Promise.all([
    tx.rows<{ id: string; title: string; organisation: string }>(
      `select p.id, p.title, o.name as organisation
         from community.position p join community.organisation o on o.community = p.community and o.id = p.organisation where p.id = any($1)`,
      [names.flatMap((n) => n.position ?? [])],
    ),
    tx.rows<{ id: string; name: string }>('select id, name from community.person where id = any($1)', [names.flatMap((n) => n.person ?? [])]),
  ]);
  const byPost = new Map(posts.map((p) => [p.id, p]));
  const byPerson = new Map(people.map((p) => [p.id, p.name]));
  return ({ position, person, at }) => ({
    organisation: byPost.get(position ?? '')?.organisation ?? '',
    title: byPost.get(position ?? '')?.title ?? '',
    name: byPerson.get(person ?? '') ?? '',
    at: at ?? '',
  });
}

/** A name that stands, or null where nobody has written theirs yet. */
export const signedOrNull = (write: (name: Name) => Signed, name: Name): Signed | null => (name.at === null ? null : write(name));
