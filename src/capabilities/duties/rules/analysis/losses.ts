import { everyPostHolds } from '../../catalogue.ts';
import type { Duty } from '../../model.ts';
import { Allotment, type Demand, type Violator } from './matching.ts';
import type { Assumptions, LevelOrNone } from './model.ts';
import { type Holding, holdingsFor, type Reach } from './reach.ts';

/** Someone or some organisation that is gone; its place in the reach. */
export type Loss = { readonly kind: 'person'; readonly person: number } | { readonly kind: 'organisation'; readonly organisation: number };

/** For what occasion losses are tried. */
export interface Occasion {
  readonly level: Exclude<LevelOrNone, 'none'>;
  /** Code, or `*`: a hazard that no assignment names. */
  readonly hazard: string;
}

/** One critical duty in one class of grids. */
export interface CriticalPart {
  readonly duty: Duty;
  /** Place of the area among those of the duty. */
  readonly place: number;
  readonly accountable: readonly Holding[];
  readonly responsible: readonly Holding[];
}

/** What a loss does to one duty: nobody answers for it any more, or too few do it (with Hall's reason). */
export interface Damage {
  readonly duty: string;
  readonly loses: 'A' | 'R';
  /** Places of the areas among those of the duty. */
  readonly areas: readonly number[];
  /** For R: duties that are short together, what they need and what everyone able can give. */
  readonly because: { readonly duties: readonly string[]; readonly need: number; readonly supply: number } | null;
}

export interface LossResult {
  readonly losses: readonly Loss[];
  /** What is lost by it and stood before. */
  readonly damage: readonly Damage[];
}

export interface LossTable {
  readonly occasion: Occasion;
  /** Codes of all critical duties that are asked of anyone. */
  readonly critical: readonly string[];
  /** What fails although nobody is lost. */
  readonly already: readonly Damage[];
  /** Every single loss that does damage, the worst first. */
  readonly single: readonly LossResult[];
  /** Critical duties that stand now and after every single loss. */
  readonly survivors: readonly string[];
}

/**
 * Critical duties with their holders, each with its areas, in groups that are done at the same time. Response is one time: its duties
 * share people. Duties of other phases are done one after another, so each is a group of its own.
 */
export function criticalParts(reach: Reach, { level, hazard }: Occasion): readonly (readonly (readonly CriticalPart[])[])[] {
  const parts = reach.duties
    .filter(({ duty, areas }) => duty.critical && duty.code !== everyPostHolds && areas.length > 0)
    .map(({ duty, areas }) =>
      areas.map((area, place): CriticalPart => {
        const holdings = holdingsFor(area, hazard, duty.phases.includes('response') ? level : 'none');
        return {
          duty,
          place,
          accountable: holdings.filter((h) => h.assignment.role === 'A'),
          responsible: holdings.filter((h) => h.assignment.role === 'R'),
        };
      }),
    );
  const together = parts.filter((areas) => areas[0]?.duty.phases.includes('response'));
  return [together, ...parts.filter((areas) => !areas[0]?.duty.phases.includes('response')).map((areas) => [areas])].filter((g) => g.length > 0);
}

/** Who could be put to a duty, in whichever area: each person once, with the organisations through which. */
function demandOf(areas: readonly CriticalPart[]): Demand {
  const through = new Map<number, number[]>();
  for (const { people, organisation } of areas.flatMap((p) => p.responsible))
    for (const person of people) {
      const known = through.get(person);
      if (!known) through.set(person, [organisation]);
      else if (!known.includes(organisation)) known.push(organisation);
    }
  return { need: areas[0]?.duty.crew ?? 0, candidates: [...through].map(([person, organisations]) => ({ person, through: organisations })) };
}

/** Does anyone answer for it when these are gone? */
const answered = (part: CriticalPart, people: ReadonlySet<number>, organisations: ReadonlySet<number>): boolean =>
  part.accountable.some((h) => !organisations.has(h.organisation) && h.people.some((p) => !people.has(p)));

/** How many different people can do it there when these are gone. */
function ableLeft({ responsible }: CriticalPart, people: ReadonlySet<number>, organisations: ReadonlySet<number>): number {
  const left = new Set<number>();
  for (const h of responsible) if (!organisations.has(h.organisation)) for (const p of h.people) if (!people.has(p)) left.add(p);
  return left.size;
}

type Because = NonNullable<Damage['because']>;

/** What is lost: areas nobody answers for, areas with too few people of their own, duties that are short of people together. */
interface Lost {
  readonly unanswered: ReadonlySet<CriticalPart>;
  readonly tooFew: ReadonlyMap<CriticalPart, Because>;
  readonly together: ReadonlyMap<readonly CriticalPart[], Because>;
}

const nobody: ReadonlySet<number> = new Set();

/** Tries losses on all groups at once, and says only what they break beyond what failed before. */
class Trial {
  readonly already: Lost;
  readonly parts: readonly CriticalPart[];
  readonly #groups: readonly { readonly duties: readonly (readonly CriticalPart[])[]; readonly allotment: Allotment }[];
  /** Parts in which a person or an organisation stands: only they can be touched by its loss. */
  readonly #ofPerson = new Map<number, Set<CriticalPart>>();
  readonly #ofOrganisation = new Map<number, Set<CriticalPart>>();

  constructor(groups: ReturnType<typeof criticalParts>, people: number, atOnce: number) {
    this.#groups = groups.map((duties) => ({ duties, allotment: new Allotment(duties.map(demandOf), people, atOnce) }));
    this.parts = groups.flat(2);
    for (const part of this.parts)
      for (const holding of [...part.accountable, ...part.responsible]) {
        enter(this.#ofOrganisation, holding.organisation, part);
        for (const person of holding.people) enter(this.#ofPerson, person, part);
      }
    this.already = {
      ...failing(this.parts, nobody, nobody),
      together: new Map(this.#groups.flatMap(({ duties, allotment }) => shortIn(duties, allotment.shortage()))),
    };
  }

  without(people: ReadonlySet<number>, organisations: ReadonlySet<number>): Lost {
    const touched = new Set([
      ...[...people].flatMap((p) => [...(this.#ofPerson.get(p) ?? [])]),
      ...[...organisations].flatMap((o) => [...(this.#ofOrganisation.get(o) ?? [])]),
    ]);
    const together = this.#groups.flatMap(({ duties, allotment }) => shortIn(duties, allotment.without(people, organisations) ?? null));
    return beyond({ ...failing(touched, people, organisations), together: new Map(together) }, [this.already]);
  }
}

const enter = (to: Map<number, Set<CriticalPart>>, key: number, part: CriticalPart): void => {
  to.set(key, (to.get(key) ?? new Set<CriticalPart>()).add(part));
};

function failing(
  parts: Iterable<CriticalPart>,
  people: ReadonlySet<number>,
  organisations: ReadonlySet<number>,
): Pick<Lost, 'unanswered' | 'tooFew'> {
  const unanswered = new Set<CriticalPart>();
  const tooFew = new Map<CriticalPart, Because>();
  for (const part of parts) {
    if (!answered(part, people, organisations)) unanswered.add(part);
    const able = ableLeft(part, people, organisations);
    if (able < part.duty.crew) tooFew.set(part, { duties: [part.duty.code], need: part.duty.crew, supply: able });
  }
  return { unanswered, tooFew };
}

function shortIn(duties: readonly (readonly CriticalPart[])[], violator: Violator | null): (readonly [readonly CriticalPart[], Because])[] {
  if (!violator) return [];
  const short = violator.demands.map((d) => duties[d] as readonly CriticalPart[]);
  const because = { duties: short.flatMap((areas) => areas[0]?.duty.code ?? []), need: violator.need, supply: violator.supply };
  return short.map((areas) => [areas, because] as const);
}

/** In words: one line for each duty and role. Where it is short together with others, that is the reason given. */
function damageOf({ unanswered, tooFew, together }: Lost): Damage[] {
  const parts = [...tooFew.keys(), ...[...together.keys()].flatMap((areas) => (areas.some((p) => tooFew.has(p)) ? [] : areas))];
  const reasons = new Map([
    ...[...tooFew].map(([p, because]) => [p.duty.code, because] as const),
    ...[...together].map(([areas, because]) => [areas[0]?.duty.code ?? '', because] as const),
  ]);
  return [
    ...[...Map.groupBy(unanswered, (p) => p.duty.code)].map(
      ([duty, list]): Damage => ({ duty, loses: 'A', areas: list.map((p) => p.place), because: null }),
    ),
    ...[...Map.groupBy(parts, (p) => p.duty.code)].map(
      ([duty, list]): Damage => ({ duty, loses: 'R', areas: list.map((p) => p.place), because: reasons.get(duty) ?? null }),
    ),
  ];
}

/** Is it done by too few there, of itself or because its people are wanted elsewhere? */
const undone = (lost: Lost | undefined, part: CriticalPart): boolean =>
  lost !== undefined && (lost.tooFew.has(part) || [...lost.together.keys()].some((areas) => areas.includes(part)));

/** What is left of a loss when what others break alone is taken off. */
const beyond = (lost: Lost, others: readonly (Lost | undefined)[]): Lost => ({
  unanswered: new Set([...lost.unanswered].filter((part) => !others.some((o) => o?.unanswered.has(part)))),
  tooFew: new Map([...lost.tooFew].filter(([part]) => !others.some((o) => undone(o, part)))),
  together: new Map([...lost.together].filter(([areas]) => !areas.every((part) => others.some((o) => undone(o, part))))),
});

interface Tried {
  readonly trial: Trial;
  readonly lostBy: ReadonlyMap<Loss, Lost>;
  readonly single: readonly LossResult[];
}

function tryEach(reach: Reach, occasion: Occasion, { atOnce }: Assumptions): Tried {
  const trial = new Trial(criticalParts(reach, occasion), reach.people.length, atOnce);
  const able = new Set(trial.parts.flatMap((p) => [...p.accountable, ...p.responsible].flatMap((h) => h.people)));
  const all: Loss[] = [
    ...[...able].map((person): Loss => ({ kind: 'person', person })),
    ...reach.organisations.map((_, organisation): Loss => ({ kind: 'organisation', organisation })),
  ];
  const lostBy = new Map(all.map((loss) => [loss, trial.without(...goneIn([loss]))]));
  return { trial, lostBy, single: all.flatMap((loss) => resultOf([loss], lostBy.get(loss))).sort(worstFirst) };
}

/**
 * The N-1 test: every person and every organisation is taken away in turn, and every critical duty is asked whether somebody still
 * answers for it and enough people can still do it beside all the others (exact, by matching). What fails without any loss is told
 * apart: a loss is charged only with what it breaks.
 */
export function lossTable(reach: Reach, occasion: Occasion, assumptions: Assumptions): LossTable {
  const { trial, single } = tryEach(reach, occasion, assumptions);
  const already = damageOf(trial.already);
  const critical = [...new Set(trial.parts.map((p) => p.duty.code))];
  const lost = new Set([...already, ...single.flatMap((r) => r.damage)].map((d) => d.duty));
  return { occasion, critical, already, single, survivors: critical.filter((code) => !lost.has(code)) };
}

/**
 * The N-2 test where it matters most: each of the ten worst single losses together with every other loss. Answers with the ten
 * pairs that break most beyond what the two break one by one.
 */
export function pairTable(reach: Reach, occasion: Occasion, assumptions: Assumptions): LossResult[] {
  const { trial, lostBy, single } = tryEach(reach, occasion, assumptions);
  const worst = single.slice(0, 10).map((r) => r.losses[0] as Loss);
  return pairsOf(worst, [...lostBy.keys()])
    .flatMap((pair) =>
      resultOf(
        pair,
        beyond(
          trial.without(...goneIn(pair)),
          pair.map((loss) => lostBy.get(loss)),
        ),
      ),
    )
    .sort(worstFirst)
    .slice(0, 10);
}

const resultOf = (losses: readonly Loss[], lost: Lost | undefined): LossResult[] =>
  lost && lost.unanswered.size + lost.tooFew.size + lost.together.size > 0 ? [{ losses, damage: damageOf(lost) }] : [];

const goneIn = (losses: readonly Loss[]): [Set<number>, Set<number>] => [
  new Set(losses.flatMap((l) => (l.kind === 'person' ? l.person : []))),
  new Set(losses.flatMap((l) => (l.kind === 'organisation' ? l.organisation : []))),
];

/** Each of the worst with every other, each pair once. */
const pairsOf = (worst: readonly Loss[], all: readonly Loss[]): Loss[][] =>
  worst.flatMap((a, i) => {
    const earlier = new Set(worst.slice(0, i + 1));
    return all.flatMap((b) => (earlier.has(b) ? [] : [[a, b]]));
  });

const dutiesHit = (r: LossResult): number => new Set(r.damage.map((d) => d.duty)).size;
const areasHit = (r: LossResult): number => r.damage.reduce((sum, d) => sum + d.areas.length, 0);
const worstFirst = (a: LossResult, b: LossResult): number => dutiesHit(b) - dutiesHit(a) || areasHit(b) - areasHit(a);
