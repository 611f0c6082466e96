import type { Load } from './load.ts';
import type { Damage, LossResult, LossTable, Occasion } from './losses.ts';
import type { PersonFacts, Subject, Where } from './model.ts';
import { type Assumptions, anyOther, everywhere, type Finding, type Fix, finding } from './model.ts';
import type { Reach } from './reach.ts';

const tenth = (hours: number): number => Math.round(hours * 10) / 10;

/**
 * Who has more to do than hours to do it in, and who is counted on in two places at once. People of an organisation that is overloaded as
 * a whole are not named one by one: the work is too much there for anyone.
 */
export function loadFindings({ organisations, people, posts }: Reach, load: Load, { hoursPerDay }: Assumptions): Finding[] {
  const where: Where = { grids: null, hazards: load.hazard === anyOther ? null : [load.hazard], levels: [load.level] };
  const found: Finding[] = [];
  const named = new Set<string>();
  for (const { organisation, hours, available, people: members } of load.organisations) {
    const facts = organisations[organisation];
    if (!facts || hours <= available) continue;
    for (const p of posts.get(facts.id) ?? []) for (const id of [p.holder, p.deputy]) if (id) named.add(id);
    found.push(
      finding({
        code: 'organisationOverloaded',
        severity: 'warning',
        subjects: [{ kind: 'organisation', id: facts.id }],
        where,
        params: { hours: tenth(hours), available: tenth(available), people: members, level: load.level },
        fix: { kind: 'shareWork', organisationId: facts.id, hours: tenth(hours - available) },
      }),
    );
  }
  for (const { person, hours, places } of load.people) {
    const { id } = people[person] as PersonFacts;
    const fix: Fix = { kind: 'relieve', personId: id };
    if (hours > hoursPerDay && !named.has(id))
      found.push(
        finding({
          code: 'personOverloaded',
          severity: 'warning',
          subjects: [{ kind: 'person', id }],
          where,
          params: { hours: tenth(hours), available: hoursPerDay, level: load.level },
          fix,
        }),
      );
    if (places.length > 1)
      found.push(
        finding({
          code: 'personInTwoPlaces',
          severity: 'warning',
          subjects: [{ kind: 'person', id }, ...places.map((place): Subject => ({ kind: 'organisation', id: place }))],
          where,
          params: { places: places.length, level: load.level },
          fix,
        }),
      );
  }
  return found;
}

const whereOf = (occasion: Occasion): Where => ({
  grids: null,
  hazards: occasion.hazard === anyOther ? null : [occasion.hazard],
  levels: [occasion.level],
});

/**
 * What the loss of one person or one organisation breaks, and duties that are short of people together although each has enough by
 * itself. Duties that nobody can do even one by one are gaps and named there.
 */
export function lossFindings(reach: Reach, table: LossTable): Finding[] {
  const together = table.already.filter((d) => d.because !== null && d.because.duties.length > 1);
  return [...sharedShortages(reach, together, table.occasion), ...table.single.map((result) => lossFinding(reach, result, table.occasion))];
}

function sharedShortages(reach: Reach, damage: readonly Damage[], occasion: Occasion): Finding[] {
  const groups = new Map(damage.map((d) => [d.because?.duties.join(' ') ?? '', d.because]));
  return [...groups.values()].flatMap((because) => {
    if (!because) return [];
    const scarcest = reach.duties.find(({ duty }) => because.duties.includes(duty.code));
    const people = because.need - because.supply;
    return finding({
      code: 'togetherTooFew',
      severity: 'critical',
      subjects: because.duties.map((id): Subject => ({ kind: 'duty', id })),
      where: whereOf(occasion),
      params: { duties: because.duties.length, need: because.need, supply: because.supply },
      fix: { kind: 'addPeople', duty: scarcest?.duty.code ?? '', people, where: everywhere },
    });
  });
}

function lossFinding(reach: Reach, { losses, damage }: LossResult, occasion: Occasion): Finding {
  const [loss] = losses;
  const subject: Subject =
    loss?.kind === 'organisation'
      ? { kind: 'organisation', id: reach.organisations[loss.organisation]?.id ?? '' }
      : { kind: 'person', id: reach.people[loss?.person ?? -1]?.id ?? '' };
  const duties = [...new Set(damage.map((d) => d.duty))];
  const worst = damage[0] as Damage;
  return finding({
    code: loss?.kind === 'organisation' ? 'organisationCannotBeLost' : 'personCannotBeLost',
    severity: 'critical',
    subjects: [subject, ...duties.map((id): Subject => ({ kind: 'duty', id }))],
    where: whereOf(occasion),
    params: {
      duties: duties.length,
      unanswered: new Set(damage.filter((d) => d.loses === 'A').map((d) => d.duty)).size,
      undone: new Set(damage.filter((d) => d.loses === 'R').map((d) => d.duty)).size,
    },
    // A backup in another organisation is the smallest thing that takes the weight off.
    fix: { kind: 'assign', duty: worst.duty, role: worst.loses, rank: 2, where: everywhere, organisationId: null },
  });
}
