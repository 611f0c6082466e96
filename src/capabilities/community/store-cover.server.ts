import type { Actor, Facts } from '../../kernel/command.ts';
import type { PersonId, PositionId } from '../../kernel/ids.ts';
import { bumpAuthority } from '../../platform/server/commands/authority-version.ts';
import type { At } from '../../platform/server/commands/handler.ts';
import type { Tx } from '../../platform/server/db/db.ts';
import type { CoverChange, CoverId, CoverState, EndCoverState } from './commands-cover.ts';
import type { Cover } from './rules/cover.ts';
import { loadPersonKnown, loadPosition } from './store-people.server.ts';

/**
 * The same test wherever covers are read: it was not ended early, its time is not over at $1, the post still has the holder who is away,
 * and whoever is to act still stands in the same organisation.
 */
export const coverStands = `c.ended_at is null and c.until > $1 and exists (
  select from community.position h join community.position m on m.community = h.community and m.organisation = h.organisation
   where h.community = c.community and h.id = c.position and h.holder = c.holder and h.until is null
     and m.until is null and (m.holder = c.person or m.deputy = c.person))`;

const isHolder = (actor: Actor, holder: PersonId | null): boolean => actor.kind === 'person' && actor.person === holder;

export async function loadCover(tx: Tx, p: { id: CoverId; positionId: PositionId; personId: PersonId }, { actor, now }: Facts): Promise<CoverState> {
  const [position, person, standing, [more]] = await Promise.all([
    loadPosition(tx, p.positionId),
    loadPersonKnown(tx, p.personId),
    tx.rows<Cover>(`select c.position as "positionId", c.holder, c.person, c.since, c.until from community.cover c where ${coverStands} for update`, [
      now.toISOString(),
    ]),
    tx.rows<{ taken: boolean; same: boolean }>(
      `select exists (select from community.cover where id = $1) as taken,
              exists (select from community.position o join community.position p on p.community = o.community and p.organisation = o.organisation
                       where o.id = $2 and p.until is null and (p.holder = $3 or p.deputy = $3)) as same`,
      [p.id, p.positionId, p.personId],
    ),
  ]);
  return {
    idTaken: more?.taken ?? false,
    position,
    personKnown: person.known,
    sameOrganisation: more?.same ?? false,
    standing,
    byHolder: position.at !== 'nowhere' && isHolder(actor, position.holder),
  };
}

export async function loadEndCover(tx: Tx, { coverId }: { coverId: CoverId }, { actor, now }: Facts): Promise<EndCoverState> {
  const [row] = await tx.rows<{ positionId: PositionId; holder: PersonId; over: boolean }>(
    `select c.position as "positionId", c.holder, c.ended_at is not null or c.until <= $2 as over from community.cover c where c.id = $1 for update`,
    [coverId, now.toISOString()],
  );
  return row ? { at: row.over ? 'over' : 'named', positionId: row.positionId, byHolder: isHolder(actor, row.holder) } : { at: 'nowhere' };
}

/** Writes who acts for whom; the post itself counts as changed, so that phones see it. */
export async function applyCoverChange(tx: Tx, change: CoverChange, at: At): Promise<void> {
  switch (change.type) {
    case 'coverNamed': {
      const { id, cover, note, namedBy } = change;
      await tx.run(
        'insert into community.cover (id, position, holder, person, since, until, note, named_by, version) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)',
        [id, cover.positionId, cover.holder, cover.person, cover.since, cover.until, note, namedBy, at.version],
      );
      await tx.run('update community.position set version = $2 where id = $1', [cover.positionId, at.version]);
      break;
    }
    case 'coverEnded':
      await tx.run('update community.cover set ended_at = $2, version = $3 where id = $1', [change.id, change.on, at.version]);
      await tx.run('update community.position set version = $2 where id = $1', [change.positionId, at.version]);
      break;
    default:
      change satisfies never;
  }
  await bumpAuthority(tx);
}
