import type { Allowance, Authority } from '../../../kernel/authority.ts';
import type { Actor } from '../../../kernel/command.ts';
import type { GridId, OrganisationId, PersonId } from '../../../kernel/ids.ts';
import { type Result, refuse } from '../../../kernel/result.ts';
import { everyPostHolds, findDuty } from '../catalogue.ts';
import type { HeldAssignment, PositionSeen, Snapshot } from '../model.ts';
import { holdsAt, meet, unite } from './area.ts';
import { carried } from './mandates.ts';
import { type Asked, whomToAsk } from './whom-to-ask.ts';

/** One duty that one person holds, with the position that gives the largest part of it. */
interface Held {
  readonly answer: { readonly ok: true; readonly value: Allowance };
  /** Order among positions that give the same duty; smaller is shown. */
  readonly order: readonly [area: number, deputy: number, role: number, rank: number];
}

const nothing: ReadonlyMap<string, Allowance> = new Map();

/**
 * Reads the responsibility matrix as permission at one instant. R and A open a duty to the holder, to the deputy, and to whoever acts for the holder on that day, of each
 * position of the organisation (or of the one position named); the area is what the position and the assignment have in common,
 * united over all positions the person is in. What has ended or not begun, ended organisations, and what no mandate carries where one is
 * needed give nothing. An assignment limited to hazards or levels opens no commands: the check cannot know the incident.
 * The answer is looked up, not computed: well under a microsecond per check.
 */
export function buildAuthority(snapshot: Snapshot, now: Date): Authority {
  const instant = now.toISOString();
  const active = new Set(snapshot.organisations.filter((o) => o.active).map((o) => o.id));
  const positions = snapshot.positions.filter((p) => active.has(p.organisationId) && holdsAt(p, instant));
  const written = snapshot.assignments.filter((a) => active.has(a.organisationId) && holdsAt(a, instant));
  const assignments = carried(written, snapshot.mandates, instant);
  const holding = (list: readonly HeldAssignment[]) =>
    collect(
      instant,
      positions,
      Map.groupBy(list.filter(opens), (a) => a.organisationId),
    );
  const byPerson = holding(assignments);
  // What they would hold if a mandate carried it: they are told what is missing, and not only that it is.
  const uncarried = assignments === written ? null : holding(written);

  const refusals = new Map<string, Result<never>>();
  const asked: Asked = { organisations: snapshot.organisations, positions, assignments };
  const refusal = (duty: string): Result<never> => {
    let known = refusals.get(duty);
    if (!known) {
      known = notHeld(asked, duty);
      refusals.set(duty, known);
    }
    return known;
  };

  const allowances = new Map<PersonId, ReadonlyMap<string, Allowance>>();
  const dutiesOf = (actor: Actor): ReadonlyMap<string, Allowance> => {
    if (actor.kind !== 'person') return nothing;
    const known = allowances.get(actor.person);
    if (known) return known;
    const held = byPerson.get(actor.person);
    if (!held) return nothing;
    const made = new Map([...held].map(([duty, { answer }]) => [duty, answer.value]));
    allowances.set(actor.person, made);
    return made;
  };

  return {
    may: (actor, duty) => {
      if (actor.kind !== 'person') return refusal(duty);
      const held = byPerson.get(actor.person)?.get(duty);
      if (held) return held.answer;
      return uncarried?.get(actor.person)?.has(duty) ? notCarried(asked, duty) : refusal(duty);
    },
    dutiesOf,
    knows: (duty) => findDuty(duty) !== undefined,
    scopesOf: (actor) => (actor.kind === 'person' ? scopes(actor.person, dutiesOf(actor), snapshot.grids) : []),
  };
}

/** Does this cell of the matrix let its holders do the duty? C is asked and I is told; neither may do. */
function opens(assignment: HeldAssignment): boolean {
  if (assignment.role !== 'R' && assignment.role !== 'A') return false;
  const limited = assignment.hazards !== null || assignment.levels !== null;
  return !(limited && findDuty(assignment.duty)?.opens);
}

function collect(instant: string, positions: readonly PositionSeen[], byOrganisation: ReadonlyMap<OrganisationId, readonly HeldAssignment[]>) {
  const byPerson = new Map<PersonId, Map<string, Held>>();
  const give = (position: PositionSeen, duty: string, grids: readonly GridId[] | null, role: number, rank: number): void => {
    // Whoever acts for the holder comes last: a post of one's own, or a lasting deputy's, is shown before it.
    const acting = position.acting?.flatMap((cover) => (holdsAt(cover, instant) ? cover.person : [])) ?? [];
    [position.holder, position.deputy, ...acting].forEach((person, deputy) => {
      if (!person) return;
      const held = byPerson.get(person) ?? new Map<string, Held>();
      byPerson.set(person, held);
      const order = [grids ? -grids.length : Number.NEGATIVE_INFINITY, deputy, role, rank] as const;
      const before = held.get(duty);
      const stays = before !== undefined && !earlier(order, before.order);
      const value = {
        position: stays ? before.answer.value.position : position.id,
        grids: before ? unite(before.answer.value.grids, grids) : grids,
      };
      held.set(duty, { order: stays ? before.order : order, answer: { ok: true, value } });
    });
  };
  for (const position of positions) {
    if (!position.seat) give(position, everyPostHolds, null, 2, 0);
    for (const a of byOrganisation.get(position.organisationId) ?? []) {
      if (a.positionId !== null && a.positionId !== position.id) continue;
      const grids = meet(position.grids, a.grids);
      if (grids === null || grids.length > 0) give(position, a.duty, grids, a.role === 'A' ? 0 : 1, a.rank);
    }
  }
  return byPerson;
}

const earlier = (a: Held['order'], b: Held['order']): boolean => {
  const at = a.findIndex((value, i) => value !== b[i]);
  return at >= 0 && (a[at] as number) < (b[at] as number);
};

function notHeld(asked: Asked, duty: string): Result<never> {
  const { holders, ask } = whomToAsk(asked, duty);
  return holders === '' ? refuse('forbidden', 'duties.heldByNobody', { duty, ask }) : refuse('forbidden', 'duties.notHeld', { duty, holders, ask });
}

/** Somebody's organisation is given the duty, and has no mandate in force that carries it. */
const notCarried = (asked: Asked, duty: string): Result<never> =>
  refuse('forbidden', 'duties.notCarried', { duty, ask: whomToAsk(asked, 'duties.assign').ask });

/** Duties that let someone see tasks anybody may take. */
const taskDuties = ['response.volunteer', 'response.dispatch', 'response.triage', 'response.checkIn'] as const;

function scopes(person: PersonId, duties: ReadonlyMap<string, Allowance>, grids: readonly GridId[]): string[] {
  const of = (duty: string, prefix: string): string[] => {
    const allowance = duties.get(duty);
    return allowance ? (allowance.grids ?? grids).map((grid) => `${prefix}:${grid}`) : [];
  };
  return [
    ...(duties.has(everyPostHolds) ? ['community'] : []),
    ...of('register.read', 'grid'),
    ...of('register.readNeeds', 'needs'),
    ...(taskDuties.some((duty) => duties.has(duty)) ? ['tasks'] : []),
    `person:${person}`,
  ];
}
