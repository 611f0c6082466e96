import { type Cut, type Row, variable } from './remedy-cuts.ts';
import type { RemedyOption } from './remedy-options.ts';

/** Solves a model in CPLEX LP format, in so many seconds. `value` gives its variables when something was found. */
export type Solve = (
  lp: string,
  seconds: number,
) => { readonly status: 'best' | 'found' | 'impossible' | 'nothing'; readonly value: (name: string) => number };

export interface Solution {
  readonly status: ReturnType<Solve>['status'];
  /** Numbers of the options that are in. */
  readonly chosen: ReadonlySet<number>;
}

/** Part of the time left that one piece may take: with a good answer in time the search goes on, with the best one too late it ends. */
const shareOfTime = 0.25;

/**
 * Solves the covering model piece by piece: lines that no row ties together do not concern each other, and the cheapest whole is made
 * of the cheapest pieces. Pieces that have not changed since the last round are not solved again.
 */
export class RemedyModel {
  readonly #options: readonly RemedyOption[];
  readonly #limits: readonly Row[];
  readonly #fixed: ReadonlyMap<number, 0 | 1>;
  readonly #cuts = new Map<string, Cut>();
  readonly #solved = new Map<string, { readonly status: Solution['status']; readonly chosen: readonly number[] }>();

  constructor(options: readonly RemedyOption[], limits: readonly Row[], fixed: ReadonlyMap<number, 0 | 1>) {
    this.#options = options;
    this.#limits = limits;
    this.#fixed = fixed;
  }

  /** Adds a condition that every remedy must meet; `make` is given a name for its variables. Was it new? */
  add(make: (name: string) => Cut | null): boolean {
    const cut = make(`c${this.#cuts.size}`);
    if (!cut || this.#cuts.has(cut.text)) return false;
    this.#cuts.set(cut.text, cut);
    return true;
  }

  solve(solver: Solve, secondsLeft: () => number): Solution {
    const chosen = new Set([...this.#fixed].flatMap(([option, value]) => (value === 1 ? option : [])));
    let status: Solution['status'] = 'best';
    for (const piece of this.#pieces()) {
      const lp = this.#lpText(piece);
      let solved = this.#solved.get(lp);
      if (!solved) {
        const seconds = secondsLeft();
        if (seconds <= 0) return { status: 'nothing', chosen };
        const answer = solver(lp, Math.max(Math.min(seconds, 1), seconds * shareOfTime));
        solved = { status: answer.status, chosen: piece.options.filter((o) => Math.round(answer.value(variable(o))) === 1) };
        if (answer.status === 'best' || answer.status === 'impossible') this.#solved.set(lp, solved);
      }
      if (solved.status === 'impossible' || solved.status === 'nothing') return { status: solved.status, chosen };
      if (solved.status === 'found') status = 'found';
      for (const option of solved.chosen) chosen.add(option);
    }
    return { status, chosen };
  }

  /** Rows with the options they are about, those tied together in one piece. */
  #pieces(): Piece[] {
    const parent = this.#options.map((_, i) => i);
    const rootOf = (i: number): number => {
      let root = i;
      while (parent[root] !== root) root = parent[root] as number;
      for (let at = i; at !== root; ) {
        const next = parent[at] as number;
        parent[at] = root;
        at = next;
      }
      return root;
    };
    const blocks = [
      ...[...this.#cuts.values()].map((c) => ({ rows: c.rows, bounds: c.bounds })),
      ...this.#limits.map((row) => ({ rows: [row], bounds: [] })),
    ];
    const about = blocks.map(({ rows }) => [
      ...new Set(rows.flatMap((row) => row.terms.flatMap(([, v]) => (v.startsWith('x') ? Number(v.slice(1)) : [])))),
    ]);
    for (const [first = 0, ...rest] of about) for (const other of rest) parent[rootOf(other)] = rootOf(first);
    const pieces = new Map<number, { blocks: typeof blocks; options: Set<number> }>();
    blocks.forEach((block, i) => {
      // A condition that no line could meet stands alone, and makes its piece impossible.
      const [first] = about[i] as number[];
      const key = first === undefined ? -1 : rootOf(first);
      const piece = pieces.get(key) ?? { blocks: [], options: new Set<number>() };
      pieces.set(key, piece);
      piece.blocks.push(block);
      for (const option of about[i] as number[]) piece.options.add(option);
    });
    return [...pieces.values()].map((piece) => ({
      options: [...piece.options].sort((a, b) => a - b),
      rows: piece.blocks.flatMap((b) => b.rows),
      bounds: piece.blocks.flatMap((b) => b.bounds),
    }));
  }

  #lpText({ options, rows, bounds }: Piece): string {
    const sum = (terms: Row['terms']): string =>
      terms.length === 0 ? '0 none' : terms.map(([c, v]) => `${c < 0 ? '-' : '+'} ${Math.abs(c)} ${v}`).join(' ');
    const fixed = options.flatMap((o) => (this.#fixed.has(o) ? [` f${o}: ${variable(o)} = ${this.#fixed.get(o)}`] : []));
    return [
      'Minimize',
      ` cost: ${sum(options.map((o) => [this.#options[o]?.cost ?? 0, variable(o)] as const))}`,
      'Subject To',
      ...rows.map((row, i) => ` r${i}: ${sum(row.terms)} ${row.relation} ${row.bound}`),
      ...fixed,
      'Bounds',
      ' 0 <= none <= 0',
      ...bounds.map(([v, most]) => ` 0 <= ${v} <= ${most}`),
      ...(options.length > 0 ? ['Binary', ` ${options.map(variable).join(' ')}`] : []),
      'End',
      '',
    ].join('\n');
  }
}

interface Piece {
  readonly options: readonly number[];
  readonly rows: readonly Row[];
  readonly bounds: Cut['bounds'];
}
