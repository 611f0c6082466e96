import { everyPostHolds } from '../../catalogue.ts';
import type { Duty } from '../../model.ts';
import { Allotment, type Demand, type Violator } from './matching.ts';
import type { Assumptions, LevelOrNone } from './model.ts';
import { type AreaClass, type Holding, holdingsFor, type Reach } from './reach.ts';

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
  readonly area: AreaClass;
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
 * Critical duties with their holders, by area, and who can fill them at the same time. Response is one time: its duties share
 * people. Duties of other phases are done one after another, so each is a group of its own.
 */
export function criticalParts(reach: Reach, { level, hazard }: Occasion): readonly (readonly CriticalPart[])[] {
  const parts = reach.duties
    .filter(({ duty }) => duty.critical && duty.code !== everyPostHolds)
    .map(({ duty, areas }) =>
      areas.map((area, place): CriticalPart => {
        const holdings = holdingsFor(area, hazard, duty.phases.includes('response') ? level : 'none');
        return {
          duty,
          area,
          place,
          accountable: holdings.filter((h) => h.assignment.role === 'A'),
          responsible: holdings.filter((h) => h.assignment.role === 'R'),
        };
      }),
    );
  const together = parts.filter((p) => p[0]?.duty.phases.includes('response')).flat();
  return [together, ...parts.filter((p) => !p[0]?.duty.phases.includes('response'))].filter((group) => group.length > 0);
}

/** Who could be put to a part: each person once, with the organisations through which. */
export function demandOf({ duty, responsible }: Pick<CriticalPart, 'duty' | 'responsible'>): Demand {
  const through = new Map<number, number[]>();
  for (const { people, organisation } of responsible)
    for (const person of people) {
      const known = through.get(person);
      if (!known) through.set(person, [organisation]);
      else if (!known.includes(organisation)) known.push(organisation);
    }
  return { need: duty.crew, candidates: [...through].map(([person, organisations]) => ({ person, through: organisations })) };
}

/** Does anyone answer for it when these are gone? */
const answered = (part: CriticalPart, people: ReadonlySet<number>, organisations: ReadonlySet<number>): boolean =>
  part.accountable.some((h) => !organisations.has(h.organisation) && h.people.some((p) => !people.has(p)));

/** Parts that are lost: by role, and for R with Hall's reason. */
interface Lost {
  readonly unanswered: ReadonlySet<CriticalPart>;
  readonly short: ReadonlyMap<CriticalPart, NonNullable<Damage['because']>>;
}

/** Tries losses on all groups at once, and says only what they break beyond what failed before. */
class Trial {
  readonly already: Lost;
  readonly parts: readonly CriticalPart[];
  readonly #groups: readonly { readonly parts: readonly CriticalPart[]; readonly allotment: Allotment }[];
  /** Parts that a person or an organisation answers for: only they can become unanswered. */
  readonly #ofPerson = new Map<number, Set<CriticalPart>>();
  readonly #ofOrganisation = new Map<number, Set<CriticalPart>>();

  constructor(groups: readonly (readonly CriticalPart[])[], people: number, atOnce: number) {
    this.#groups = groups.map((parts) => ({ parts, allotment: new Allotment(parts.map(demandOf), people, atOnce) }));
    this.parts = groups.flat();
    for (const part of this.parts)
      for (const { people: answering, organisation } of part.accountable) {
        enter(this.#ofOrganisation, organisation, part);
        for (const person of answering) enter(this.#ofPerson, person, part);
      }
    this.already = {
      unanswered: new Set(this.parts.filter((part) => !answered(part, new Set(), new Set()))),
      short: new Map(this.#groups.flatMap(({ parts, allotment }) => shortIn(parts, allotment.shortage()))),
    };
  }

  without(people: ReadonlySet<number>, organisations: ReadonlySet<number>): Lost {
    const touched = new Set([
      ...[...people].flatMap((p) => [...(this.#ofPerson.get(p) ?? [])]),
      ...[...organisations].flatMap((o) => [...(this.#ofOrganisation.get(o) ?? [])]),
    ]);
    return {
      unanswered: new Set([...touched].filter((part) => !this.already.unanswered.has(part) && !answered(part, people, organisations))),
      short: new Map(
        this.#groups.flatMap(({ parts, allotment }) =>
          shortIn(parts, allotment.without(people, organisations) ?? null).filter(([part]) => !this.already.short.has(part)),
        ),
      ),
    };
  }
}

const enter = (to: Map<number, Set<CriticalPart>>, key: number, part: CriticalPart): void => {
  to.set(key, (to.get(key) ?? new Set<CriticalPart>()).add(part));
};

function shortIn(parts: readonly CriticalPart[], violator: Violator | null): (readonly [CriticalPart, NonNullable<Damage['because']>])[] {
  if (!violator) return [];
  const short = violator.demands.map((d) => parts[d] as CriticalPart);
  const because = { duties: [...new Set(short.map((p) => p.duty.code))], need: violator.need, supply: violator.supply };
  return short.map((part) => [part, because] as const);
}

/** In words: one line for each duty and role. */
const damageOf = ({ unanswered, short }: Lost): Damage[] => [
  ...[...Map.groupBy(unanswered, (p) => p.duty.code)].map(
    ([duty, list]): Damage => ({ duty, loses: 'A', areas: list.map((p) => p.place), because: null }),
  ),
  ...[...Map.groupBy(short.keys(), (p) => p.duty.code)].map(
    ([duty, list]): Damage => ({ duty, loses: 'R', areas: list.map((p) => p.place), because: short.get(list[0] as CriticalPart) ?? null }),
  ),
];

/** What is left of a loss when what others break alone is taken off. */
const beyond = (lost: Lost, others: readonly (Lost | undefined)[]): Lost => ({
  unanswered: new Set([...lost.unanswered].filter((part) => !others.some((o) => o?.unanswered.has(part)))),
  short: new Map([...lost.short].filter(([part]) => !others.some((o) => o?.short.has(part)))),
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
  lost && lost.unanswered.size + lost.short.size > 0 ? [{ losses, damage: damageOf(lost) }] : [];

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
