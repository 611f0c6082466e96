import type { GridId } from '../../kernel/ids.ts';
import type { Tx } from '../../platform/server/db/db.ts';
import { type Answer, answer } from '../../platform/server/queries/answer.ts';
import { positionsOf, readEveryone, readPosts } from '../community/server.ts';
import type { HeldAssignment } from './model.ts';
import { type CardRow, type CellRow, card, matrix, mine, pastAssignments, whoAnswers } from './queries.ts';
import { meet } from './rules/area.ts';
import { carried } from './rules/mandates.ts';
import { columns, readMandates } from './store.server.ts';

/** Grids in which a cell holds. @param post the one it names; undefined: none */
export function areaOf(cell: HeldAssignment, post: { readonly grids: readonly GridId[] | null } | undefined): GridId[] | null {
  const area = meet(cell.grids, post?.grids ?? null);
  return area && [...area];
}

/** Puts the names of organisations and posts to cells; cells of ended organisations and positions are left out. */
async function named(
  tx: Tx,
  cells: readonly HeldAssignment[],
  now: Date,
): Promise<(CellRow & Pick<CardRow, 'holder' | 'phone' | 'deputy' | 'deputyPhone'>)[]> {
  const [{ organisations, posts }, { positions }, mandates] = await Promise.all([readPosts(tx), readEveryone(tx), readMandates(tx)]);
  const standing = new Set(carried(cells, mandates(organisations), now.toISOString()).map((a) => a.id));
  const names = new Map(organisations.map((o) => [o.id, o.name]));
  const byId = new Map(posts.map((p) => [p.id, p]));
  const places = new Map(positions.map((p) => [p.id, p]));
  const firstPost = new Map(
    posts
      .filter((p) => p.holder)
      .map((p) => [p.organisationId, p] as const)
      .reverse(),
  );
  return cells.flatMap((cell) => {
    const organisation = names.get(cell.organisationId);
    const post = cell.positionId ? byId.get(cell.positionId) : firstPost.get(cell.organisationId);
    if (organisation === undefined || (cell.positionId && !post)) return [];
    return [
      {
        ...cell,
        organisation,
        area: areaOf(cell, cell.positionId ? places.get(cell.positionId) : undefined),
        carried: standing.has(cell.id),
        title: cell.positionId ? (post?.title ?? null) : null,
        holder: post?.holder ?? null,
        phone: post?.phone ?? '',
        deputy: post?.deputy ?? null,
        deputyPhone: post?.deputyPhone ?? '',
      },
    ];
  });
}

/** The matrix shows who answers by organisation and post; the card adds the people. */
const withoutPeople = ({ holder: _h, phone: _p, deputy: _d, deputyPhone: _q, ...cell }: Awaited<ReturnType<typeof named>>[number]): CellRow => cell;

export const answers: Answer[] = [
  answer(matrix, async (tx, _, { now }) => {
    const cells = await tx.rows<HeldAssignment>(
      `select ${columns} from duties.assignment where until is null or until > $1 order by duty, role, rank, id limit 20000`,
      [now.toISOString()],
    );
    return (await named(tx, cells, now)).map(withoutPeople);
  }),

  answer(mine, async (tx, _, { actor, authority, now }) => {
    const [{ posts, grids }, stood] = await Promise.all([readPosts(tx), actor.kind === 'person' ? positionsOf(tx, actor.person, now) : []]);
    // Only where nothing but the cover puts the person there.
    const acting = new Map(stood.map((p) => [p.id as string, p.actingUntil]));
    const byId = new Map(posts.map((p) => [p.id as string, p]));
    const numbers = new Map(grids.map((g) => [g.id as string, g.number]));
    return [...authority.dutiesOf(actor)].map(([duty, { position, grids: area }]) => {
      const post = position ? byId.get(position) : undefined;
      return {
        duty,
        positionId: position,
        title: post?.title ?? null,
        organisation: post?.organisation ?? null,
        asDeputy: actor.kind === 'person' && post?.deputyId === actor.person,
        actingUntil: (position && acting.get(position)) ?? null,
        actingFor: position && acting.get(position) ? (post?.holder ?? null) : null,
        gridNumbers: area?.flatMap((grid) => numbers.get(grid) ?? []) ?? null,
      };
    });
  }),

  answer(card, async (tx, { duty, organisationId }, { now }) => {
    const cells = await tx.rows<HeldAssignment>(
      `select ${columns} from duties.assignment
        where (until is null or until > $3) and ($1::text is null or duty = $1) and ($2::uuid is null or organisation = $2)
        order by duty, role, rank, id
        limit 2000`,
      [duty ?? null, organisationId ?? null, now.toISOString()],
    );
    return named(tx, cells, now);
  }),

  answer(whoAnswers, async (tx, { duty }, { now }) => {
    const cells = await tx.rows<HeldAssignment>(
      `select ${columns} from duties.assignment
        where duty = $1 and role in ('A', 'R') and since <= $2 and (until is null or until > $2)
        order by role, rank, id
        limit 20`,
      [duty, now.toISOString()],
    );
    return (await named(tx, cells, now))
      .filter((cell) => cell.carried)
      .map(({ organisation, title, holder, phone, role, since }) => ({ organisation, position: title, holder, phone: phone || null, role, since }));
  }),

  answer(pastAssignments, async (tx, _, { now }) => {
    const cells = await tx.rows<HeldAssignment>(`select ${columns} from duties.assignment where until <= $1 order by until desc, id limit 500`, [
      now.toISOString(),
    ]);
    return (await named(tx, cells, now)).map(withoutPeople);
  }),
];
