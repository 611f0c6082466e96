import type { OrganisationId } from '../../kernel/ids.ts';
import { actsBetween, answeredBetween, sharedActsBetween } from '../../platform/server/commands/traces.ts';
import type { Tx } from '../../platform/server/db/db.ts';
import { type Answer, answer } from '../../platform/server/queries/answer.ts';
import { organisationsOf, readPosts } from '../community/server.ts';
import { readSituation } from './analysis.server.ts';
import { characteristics, type FindingRow, findings, load, losses, network, type OccasionArgs, tryChanges } from './queries-analysis.ts';
import { analyse } from './rules/analysis/analyse.ts';
import { integrityOf, redundancyOf } from './rules/analysis/holistic.ts';
import { loadOf } from './rules/analysis/load.ts';
import { type Damage, type Loss, lossTable, type Occasion, pairTable } from './rules/analysis/losses.ts';
import { type Finding, type Situation, type Subject, usualAssumptions } from './rules/analysis/model.ts';
import { type Reach, reachOf } from './rules/analysis/reach.ts';
import { compareNetworks, type NetworkComparison, tracesOf } from './rules/analysis/ties.ts';
import { difference, tryOut } from './rules/analysis/what-if.ts';
import { dutiesHere } from './store-estimates.server.ts';

/** Slices in which organisations work on the same thing one after another. */
const work = ['response'];
/** How the journal names what happens to a hand-over. */
const handoverNames = {
  offer: 'response.offerHandover',
  answers: ['response.acceptHandover', 'response.declineHandover'],
  late: 'response.escalateHandover',
};
const dayMs = 86_400_000;
/** How far back work is looked at when nobody says: a year. */
const lookBackDays = 365;

const occasionOf = ({ level, hazard }: OccasionArgs): Occasion => ({ level, hazard });

/** Names for what findings are about: a person by the first post they hold, as `organisation · title`. */
async function namer(tx: Tx, situation: Situation) {
  const { grids, organisations, posts } = await readPosts(tx);
  const names = new Map<string, string>(organisations.map((o) => [o.id, o.name]));
  for (const p of posts) names.set(p.id, `${p.organisation} · ${p.title}`);
  const people = new Map<string, string>();
  // By a post of one's own before one that one only stands in for, and by a post before a seat.
  const posted = [...situation.positions].sort((a, b) => Number(a.seat) - Number(b.seat));
  for (const who of ['holder', 'deputy'] as const)
    for (const p of posted) {
      const id = p[who];
      if (id && !people.has(id)) people.set(id, names.get(p.id) ?? '');
    }
  const numbers = new Map<string, number>(grids.map((g) => [g.id, g.number]));
  const gridNumbers = (ids: readonly string[] | null): number[] | null => ids?.flatMap((id) => numbers.get(id) ?? []) ?? null;
  const subject = ({ kind, id }: Subject) => ({ kind, id, name: (kind === 'person' ? people.get(id) : names.get(id)) ?? '' });
  const row = (f: Finding): FindingRow => ({
    ...f,
    subjects: f.subjects.map(subject),
    where: {
      grids: f.where.grids && [...f.where.grids],
      gridNumbers: gridNumbers(f.where.grids),
      hazards: f.where.hazards && [...f.where.hazards],
      levels: f.where.levels && [...f.where.levels],
    },
    fix: { ...f.fix },
  });
  return { row, subject, gridNumbers };
}

const subjectOf = (reach: Reach, loss: Loss): Subject =>
  loss.kind === 'person'
    ? { kind: 'person', id: reach.people[loss.person]?.id ?? '' }
    : { kind: 'organisation', id: reach.organisations[loss.organisation]?.id ?? '' };

async function networkOf(tx: Tx, reach: Reach, since: string, until: string): Promise<NetworkComparison> {
  const [acts, shared] = await Promise.all([actsBetween(tx, work, since, until), sharedActsBetween(tx, work, since, until)]);
  const together = shared.map((act) => ({ ...act, organisations: act.organisations as OrganisationId[] }));
  return compareNetworks(reach, tracesOf(acts, await organisationsOf(tx, [...new Set(acts.map((a) => a.position))])), together);
}

const daysBefore = (now: Date, days: number): string => new Date(now.getTime() - days * dayMs).toISOString();

export const analysisAnswers: Answer[] = [
  answer(findings, async (tx, args, { now }) => {
    const situation = await readSituation(tx, now, args.residents);
    const { row } = await namer(tx, situation);
    return analyse(situation, await dutiesHere(tx), occasionOf(args), usualAssumptions).findings.map(row);
  }),

  answer(load, async (tx, args, { now }) => {
    const situation = await readSituation(tx, now, args.residents);
    const { subject } = await namer(tx, situation);
    const reach = reachOf(situation, await dutiesHere(tx));
    const found = loadOf(reach, occasionOf(args), usualAssumptions);
    const named = (kind: 'organisation' | 'person', id: string) => ({ kind, id, name: subject({ kind, id }).name });
    return [
      ...found.organisations.map((o) => ({
        ...named('organisation', reach.organisations[o.organisation]?.id ?? ''),
        hours: o.hours,
        available: o.available,
        people: o.people,
        duties: [...o.duties],
        places: [],
      })),
      ...found.people
        .filter((p) => p.hours > 0)
        .map((p) => ({
          ...named('person', reach.people[p.person]?.id ?? ''),
          hours: p.hours,
          available: usualAssumptions.hoursPerDay,
          people: 1,
          duties: [...p.duties],
          places: [...p.places],
        })),
      { kind: 'nobody' as const, id: '', name: '', hours: found.unmannedHours, available: 0, people: 0, duties: [], places: [] },
    ].sort((a, b) => b.hours - a.hours);
  }),

  answer(losses, async (tx, args, { now }) => {
    const situation = await readSituation(tx, now, args.residents);
    const { subject, gridNumbers } = await namer(tx, situation);
    const reach = reachOf(situation, await dutiesHere(tx));
    const areas = new Map(reach.duties.map((r) => [r.duty.code, r.areas]));
    const said = (list: readonly Damage[]) =>
      list.map(({ duty, loses, areas: places, because }) => {
        const all = areas.get(duty) ?? [];
        const grids = places.length === all.length ? null : places.flatMap((place) => all[place]?.grids ?? []);
        return { duty, loses, gridNumbers: gridNumbers(grids), because: because && { ...because, duties: [...because.duties] } };
      });
    const lines = (list: ReturnType<typeof pairTable>) =>
      list.map((r) => ({ lost: r.losses.map((l) => subject(subjectOf(reach, l))), damage: said(r.damage) }));
    if (args.pairs) return lines(pairTable(reach, occasionOf(args), usualAssumptions));
    const table = lossTable(reach, occasionOf(args), usualAssumptions);
    return [...(table.already.length > 0 ? [{ lost: [], damage: said(table.already) }] : []), ...lines([...table.single])];
  }),

  answer(network, async (tx, { since, until }, { now }) => {
    const reach = reachOf(await readSituation(tx, now), await dutiesHere(tx));
    return [await networkOf(tx, reach, new Date(since).toISOString(), until ? new Date(until).toISOString() : now.toISOString())];
  }),

  answer(characteristics, async (tx, args, { now }) => {
    const reach = reachOf(await readSituation(tx, now, args.residents), await dutiesHere(tx));
    const since = args.since ? new Date(args.since).toISOString() : daysBefore(now, lookBackDays);
    const [compared, handovers] = await Promise.all([
      networkOf(tx, reach, since, now.toISOString()),
      answeredBetween(tx, handoverNames, since, now.toISOString()),
    ]);
    const table = lossTable(reach, occasionOf(args), usualAssumptions);
    return [integrityOf(reach, compared, handovers), redundancyOf(table)];
  }),

  answer(tryChanges, async (tx, args, { now }) => {
    const situation = await readSituation(tx, now, args.residents);
    const after = tryOut(situation, args.changes);
    if (!after.ok)
      return [{ problem: { ...after.problem }, closed: [], opened: [], changed: [], unchanged: 0, redundancy: { before: null, after: null } }];
    const { row } = await namer(tx, situation);
    const found = difference(situation, after.value, await dutiesHere(tx), occasionOf(args), usualAssumptions);
    return [
      {
        problem: null,
        closed: found.closed.map(row),
        opened: found.opened.map(row),
        changed: found.changed.map((pair) => ({ before: row(pair.before), after: row(pair.after) })),
        unchanged: found.unchanged,
        redundancy: found.redundancy,
      },
    ];
  }),
];
