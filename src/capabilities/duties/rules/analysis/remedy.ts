import type { Duty } from '../../model.ts';
import { loadOf } from './load.ts';
import { criticalParts, type Damage, type Loss, type LossTable, lossTable, type Occasion } from './losses.ts';
import type { Assumptions, Situation, Subject } from './model.ts';
import { reachOf } from './reach.ts';
import { crewCut, type Possible, possible, type Row, twoHouses, variable } from './remedy-cuts.ts';
import { RemedyModel, type Solve } from './remedy-model.ts';
import { criticalOnly, type RemedyOption, remedyOptions, withLines, withRecruits } from './remedy-options.ts';

export interface RemedyWishes {
  readonly occasion: Occasion;
  /** Keys of lines that must be in, and that must not. */
  readonly keepIn: readonly string[];
  readonly keepOut: readonly string[];
}

/** Why a line is in: without it this fails, now or when somebody is lost. */
export interface RemedyReason {
  readonly duty: string;
  readonly loses: 'A' | 'R';
  /** null: it fails although nobody is lost. */
  readonly whenLost: Subject | null;
}

export interface RemedyLine extends RemedyOption {
  readonly reasons: readonly RemedyReason[];
}

export interface Remedy {
  /** `none`: nothing is to be done; `impossible`: not with the people here, see `recruit`; `late`: time was up before there was one. */
  readonly status: 'none' | 'solved' | 'impossible' | 'late';
  /** Proven the cheapest of all sets of the lines that were offered; false: time was up, and it is the best found. */
  readonly best: boolean;
  /** Tried by the analysis itself with these lines (and recruits) written in: every critical duty stands and survives every single loss. */
  readonly verified: boolean;
  readonly lines: readonly RemedyLine[];
  /** Who is missing: so many people with this skill, for this duty. */
  readonly recruit: readonly { readonly duty: string; readonly role: 'A' | 'R'; readonly people: number; readonly skills: readonly string[] }[];
  /** Hundredths, without recruits. */
  readonly cost: number;
  readonly rounds: number;
}

const reasonsShown = 5;

/**
 * The cheapest set of lines after which every critical duty is answered for and done, and stays so after the loss of any one
 * person or organisation. A covering model whose rows are necessary conditions (someone answers; crews for a set of duties at once);
 * what it proposes is tried by the exact analysis, and each shortage found becomes a new row until none is (Benders' decomposition,
 * Numerische Mathematik 4, 1962, with the violators of Hall's condition as cuts). Every row holds for every remedy, so what comes
 * out is the cheapest of all. Where the people here do not suffice the same is done with people to be recruited, who cost more than
 * anything else.
 * @param secondsLeft until an answer is wanted
 */
export function remedyFor(
  situation: Situation,
  duties: readonly Duty[],
  wishes: RemedyWishes,
  assumptions: Assumptions,
  solve: Solve,
  secondsLeft: () => number,
): Remedy {
  const critical = criticalOnly(duties);
  const whole = reachOf(situation, duties);
  const table = lossTable(whole, wishes.occasion, assumptions);
  const nothing: Remedy = { status: 'none', best: true, verified: true, lines: [], recruit: [], cost: 0, rounds: 0 };
  if (holds(table) && wishes.keepIn.length === 0) return nothing;
  const load = loadOf(whole, wishes.occasion, assumptions);
  const options = remedyOptions(whole, table, load, assumptions, wishes.keepIn);
  const spare = new Map(
    whole.organisations.map((o, i) => [o.id as string, Math.max(0, (load.organisations[i]?.available ?? 0) - (load.organisations[i]?.hours ?? 0))]),
  );
  const search = (from: Situation, offered: readonly RemedyOption[]) =>
    searched(from, critical, offered, spare, wishes, assumptions, solve, secondsLeft);
  // More lines never do harm: where all of them together fail, no choice among them holds, and what fails says who is missing.
  const open = options.filter((o) => !wishes.keepOut.includes(o.key));
  const allIn = lossTable(reachOf(withLines(situation, open), critical), wishes.occasion, assumptions);
  let found: Search = holds(allIn) ? search(situation, options) : { ...nothingFound, situation, status: 'impossible', best: true, rounds: 0 };
  if (found.status === 'impossible') {
    const more = withRecruits(whole, holds(allIn) ? table : allIn, assumptions);
    const again = search(more.situation, [...options, ...more.options]);
    found = { ...again, status: again.status === 'solved' ? 'impossible' : again.status, rounds: found.rounds + again.rounds };
  }
  const lines = found.chosen.filter((o) => !o.recruit);
  const recruits = Map.groupBy(
    found.chosen.filter((o) => o.recruit),
    (o) => `${o.duty} ${o.role}`,
  );
  return {
    status: found.status,
    best: found.best,
    verified: found.verified,
    lines: lines.map((line) => ({ ...line, reasons: reasonsFor(found.situation, critical, found.chosen, line, wishes.occasion, assumptions) })),
    recruit: [...recruits.values()].map((list) => {
      const { duty, role } = list[0] as RemedyOption;
      return { duty, role, people: list.length, skills: role === 'R' ? (critical.find((d) => d.code === duty)?.skills ?? []) : [] };
    }),
    cost: lines.reduce((sum, line) => sum + line.cost, 0),
    rounds: found.rounds,
  };
}

interface Search {
  readonly status: 'solved' | 'impossible' | 'late';
  readonly best: boolean;
  readonly verified: boolean;
  readonly chosen: readonly RemedyOption[];
  readonly situation: Situation;
  readonly rounds: number;
}

const nothingFound = { best: false, verified: false, chosen: [] };

function searched(
  situation: Situation,
  duties: readonly Duty[],
  options: readonly RemedyOption[],
  spare: ReadonlyMap<string, number>,
  { occasion, keepIn, keepOut }: RemedyWishes,
  assumptions: Assumptions,
  solve: Solve,
  secondsLeft: () => number,
): Search {
  const all = reachOf(withLines(situation, options), duties);
  const numbers = new Map(options.map((o, i) => [o.key, i]));
  const groups = criticalParts(all, occasion);
  const critical = groups.flat();
  const byCode = new Map(critical.map((areas) => [areas[0]?.duty.code ?? '', possible(areas, numbers)]));
  const alike = likenesses(
    groups.map((duties) => duties.flatMap((areas) => byCode.get(areas[0]?.duty.code ?? '') ?? [])),
    options,
  );
  const fixed = new Map(options.flatMap((o, i): [number, 0 | 1][] => (keepOut.includes(o.key) ? [[i, 0]] : keepIn.includes(o.key) ? [[i, 1]] : [])));
  const model = new RemedyModel(options, loadLimits(options, spare), fixed);
  // Of each area by itself nearly everything is known at once: one more person than it takes, so that anyone can be lost, in two
  // houses. How houses with crews of several and duties that share people fail shows when a remedy is tried.
  const areas = critical.flat().map((part) => possible([part], numbers));
  for (const { duty, accountable, responsible } of areas) {
    model.add((name) => crewCut([{ need: 2, ways: accountable }], null, 1, name));
    model.add((name) => twoHouses(accountable, name));
    model.add((name) => crewCut([{ need: duty.crew + 1, ways: responsible }], null, 1, name));
    model.add((name) => twoHouses(responsible, name));
  }
  /** Tells the model why the last remedy failed. Was it new to it? */
  const teach = (damage: readonly Damage[], loss: Loss | null): boolean =>
    damage
      .filter(({ loses }) => loses === 'R')
      .flatMap(({ because, duty: code }) => {
        // What fails for these fails in turn for every other that nothing tells apart from one of them: all are told of at once.
        const set = [...new Set((because?.duties ?? []).flatMap((other) => alike.get(other) ?? []))].flatMap((other) => byCode.get(other) ?? []);
        return [
          model.add((name) =>
            crewCut(
              set.map((p) => ({ need: p.duty.crew, ways: p.responsible })),
              loss,
              assumptions.atOnce,
              name,
            ),
          ),
          ...areas
            .filter(({ duty }) => duty.code === code)
            .map(({ duty, responsible }) => model.add((name) => crewCut([{ need: duty.crew, ways: responsible }], loss, 1, name))),
        ];
      })
      .some(Boolean);
  const none = { ...nothingFound, situation };
  for (let rounds = 1; ; rounds++) {
    const solution = model.solve(solve, secondsLeft);
    if (solution.status === 'impossible') return { ...none, status: 'impossible', best: true, rounds };
    if (solution.status === 'nothing') return { ...none, status: 'late', rounds };
    const chosen = options.filter((_, i) => solution.chosen.has(i));
    const table = lossTable(reachOf(withLines(situation, chosen), duties), occasion, assumptions);
    if (holds(table)) return { status: 'solved', best: solution.status === 'best', verified: true, chosen, situation, rounds };
    const taught = [teach(table.already, null), ...table.single.map((r) => teach(r.damage, r.losses[0] ?? null))];
    // Rounding broke a row, or the solver gave up too early: there is nothing new to tell it.
    if (!taught.includes(true)) return { ...none, status: 'late', rounds };
  }
}

/**
 * By duty, those of its group that can be done by the same people through the same posts and houses, itself among them: interchangeable
 * for whatever may fail, whatever their lines cost.
 */
function likenesses(groups: readonly (readonly Possible[])[], options: readonly RemedyOption[]): ReadonlyMap<string, readonly string[]> {
  const line = (option: number): string => `${options[option]?.organisationId} ${options[option]?.positionId}`;
  const likeness = ({ duty, responsible }: Possible): string =>
    [duty.crew, ...[...responsible].map(([person, { standing, offered }]) => [person, standing, [...offered.keys()].map(line).sort()].join())]
      .sort()
      .join(';');
  return new Map(
    groups.flatMap((group) =>
      [...Map.groupBy(group, likeness).values()].flatMap((same) => {
        const codes = same.map(({ duty }) => duty.code);
        return codes.map((code) => [code, codes] as const);
      }),
    ),
  );
}

const holds = (table: LossTable): boolean => table.already.length === 0 && table.single.length === 0;

/** Work that falls to an organisation at once must fit into what its people have left. Recruits bring their own hours. */
function loadLimits(options: readonly RemedyOption[], spare: ReadonlyMap<string, number>): Row[] {
  const heavy = options.flatMap((o, i) => (o.hours > 0 ? [{ ...o, i }] : []));
  return [...Map.groupBy(heavy, (o) => o.organisationId)].map(([id, list]) => ({
    terms: list.map((o) => [Math.round(o.hours * 100), variable(o.i)] as const),
    relation: '<=',
    bound: Math.round((spare.get(id) ?? 0) * 100),
  }));
}

/** What fails when the line is taken out again, the unprovoked first. */
function reasonsFor(
  situation: Situation,
  duties: readonly Duty[],
  chosen: readonly RemedyOption[],
  line: RemedyOption,
  occasion: Occasion,
  assumptions: Assumptions,
): RemedyReason[] {
  const reach = reachOf(
    withLines(
      situation,
      chosen.filter((o) => o !== line),
    ),
    duties,
  );
  const table = lossTable(reach, occasion, assumptions);
  const reason = (damage: readonly Damage[], whenLost: Subject | null): RemedyReason[] =>
    damage.map(({ duty, loses }) => ({ duty, loses, whenLost }));
  const named = (loss: Loss | undefined): Subject | null =>
    loss === undefined
      ? null
      : loss.kind === 'person'
        ? { kind: 'person', id: reach.people[loss.person]?.id ?? '' }
        : { kind: 'organisation', id: reach.organisations[loss.organisation]?.id ?? '' };
  return [...reason(table.already, null), ...table.single.flatMap((r) => reason(r.damage, named(r.losses[0])))].slice(0, reasonsShown);
}
