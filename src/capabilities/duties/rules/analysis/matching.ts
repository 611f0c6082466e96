/** A place to be filled: so many people at the same time, out of these. */
export interface Demand {
  readonly need: number;
  /** Everyone who could be put there, each once, with the organisations through which: numbers. */
  readonly candidates: readonly { readonly person: number; readonly through: readonly number[] }[];
}

/** Why people do not suffice: these demands together need more than everyone who can meet any of them can give. */
export interface Violator {
  /** Places in the list of demands. */
  readonly demands: readonly number[];
  readonly need: number;
  /** The most that the people who can meet one of them can fill of all of them. */
  readonly supply: number;
  /** People who can meet one of them. */
  readonly people: readonly number[];
}

const none: ReadonlySet<number> = new Set();

/**
 * The most places that can be filled at once when nobody fills more than `capacity`, nor the same demand twice: a largest
 * matching with capacities, found by augmenting paths (Kuhn, "The Hungarian method for the assignment problem", Naval Research
 * Logistics Quarterly 2, 1955; Hopcroft & Karp, SIAM J. Comput. 2, 1973, for the bound). Where it falls short the explanation
 * is the violator of Hall's condition (Hall, "On representatives of subsets", J. London Math. Soc. 10, 1935; with capacities it
 * is the smallest cut, Ford & Fulkerson 1956): a set S of demands with need(S) > Σ over people of min(capacity, demands of S they can meet).
 * The set is the one that can be short in some best allotment (Dulmage & Mendelsohn, Canadian J. Math. 10, 1958), so it does
 * not depend on the order of work.
 *
 * It can be asked again with people or organisations gone; only what they held is allotted anew.
 */
export class Allotment {
  readonly #demands: readonly Demand[];
  readonly #capacity: number;
  #gonePeople: ReadonlySet<number> = none;
  #goneOrganisations: ReadonlySet<number> = none;
  /** People put to each demand, and the other way round. */
  readonly #crews: Set<number>[];
  readonly #held: Set<number>[];
  /** Demands in which an organisation has people. */
  readonly #demandsOf: ReadonlyMap<number, readonly number[]>;

  constructor(demands: readonly Demand[], people: number, capacity: number) {
    this.#demands = demands;
    this.#capacity = capacity;
    this.#crews = demands.map(() => new Set());
    this.#held = Array.from({ length: people }, () => new Set());
    const demandsOf = new Map<number, Set<number>>();
    demands.forEach(({ candidates }, d) => {
      for (const organisation of new Set(candidates.flatMap((c) => c.through)))
        demandsOf.set(organisation, (demandsOf.get(organisation) ?? new Set<number>()).add(d));
    });
    this.#demandsOf = new Map([...demandsOf].map(([organisation, list]) => [organisation, [...list]]));
    this.#fill(demands.keys());
  }

  /** Demands that cannot all be met as things stand, with the reason; null when everything is met. */
  shortage(): Violator | null {
    const short = this.#open();
    return short.length === 0 ? null : this.#violator(short);
  }

  /**
   * The shortage when these people and organisations are gone as well; the allotment is as good as before afterwards.
   * `undefined`: nothing is short that was not short without the loss.
   */
  without(people: ReadonlySet<number>, organisations: ReadonlySet<number> = none): Violator | null | undefined {
    this.#gonePeople = people;
    this.#goneOrganisations = organisations;
    const opened = this.#dropGone();
    let found: Violator | null | undefined;
    if (opened.size > 0) {
      // The loss of a person frees nobody, so what was short before stays short; the loss of an organisation frees its people for others.
      if (organisations.size > 0) for (const d of this.#open()) opened.add(d);
      this.#fill(opened);
      // As long as what was opened could be closed again, the demands that were short before are cut off from it as they were.
      if ([...opened].some((d) => this.#missing(d) > 0)) found = this.shortage();
    }
    this.#gonePeople = none;
    this.#goneOrganisations = none;
    this.#fill(opened);
    return found;
  }

  /** Demands that are not met; which of several that are short together may differ from one time to the next. */
  #open(): number[] {
    return [...this.#demands.keys()].filter((d) => this.#missing(d) > 0);
  }

  #missing(demand: number): number {
    return (this.#demands[demand]?.need ?? 0) - (this.#crews[demand]?.size ?? 0);
  }

  #allowed(candidate: Demand['candidates'][number]): boolean {
    if (this.#gonePeople.has(candidate.person)) return false;
    return this.#goneOrganisations.size === 0 || candidate.through.some((o) => !this.#goneOrganisations.has(o));
  }

  #dropGone(): Set<number> {
    const opened = new Set<number>();
    const drop = (d: number, person: number): void => {
      this.#crews[d]?.delete(person);
      this.#held[person]?.delete(d);
      opened.add(d);
    };
    for (const person of this.#gonePeople) for (const d of this.#held[person] ?? []) drop(d, person);
    for (const organisation of this.#goneOrganisations)
      for (const d of this.#demandsOf.get(organisation) ?? [])
        for (const candidate of this.#demands[d]?.candidates ?? [])
          if (this.#crews[d]?.has(candidate.person) && !this.#allowed(candidate)) drop(d, candidate.person);
    return opened;
  }

  /** Fills what is open in these demands as far as it goes. */
  #fill(demands: Iterable<number>): void {
    for (const d of demands) {
      let missing = this.#missing(d);
      while (missing > 0 && this.#augment(d)) missing -= 1;
    }
  }

  /** One more person for a demand, moving others from demand to demand where it must be (breadth first). */
  #augment(start: number): boolean {
    const reached = this.#search([start], true);
    if (reached.free === null) return false;
    let person = reached.free;
    for (;;) {
      const demand = reached.viaDemand.get(person) as number;
      this.#crews[demand]?.add(person);
      this.#held[person]?.add(demand);
      if (demand === start) return true;
      const moved = reached.viaPerson.get(demand) as number;
      this.#crews[demand]?.delete(moved);
      this.#held[moved]?.delete(demand);
      person = moved;
    }
  }

  /** Everything that alternating paths reach from these demands; stops at the first free person when asked to. */
  #search(starts: readonly number[], stopAtFree: boolean) {
    const viaDemand = new Map<number, number>();
    const viaPerson = new Map<number, number>();
    const demands = new Set(starts);
    // A set is walked in the order of its filling, also while it grows.
    for (const d of demands) {
      const crew = this.#crews[d] as Set<number>;
      for (const candidate of this.#demands[d]?.candidates ?? []) {
        const { person } = candidate;
        if (viaDemand.has(person) || crew.has(person) || !this.#allowed(candidate)) continue;
        viaDemand.set(person, d);
        const held = this.#held[person] as Set<number>;
        if (stopAtFree && held.size < this.#capacity) return { free: person, viaDemand, viaPerson, demands };
        for (const other of held) {
          if (demands.has(other)) continue;
          demands.add(other);
          viaPerson.set(other, person);
        }
      }
    }
    return { free: null, viaDemand, viaPerson, demands };
  }

  #violator(short: readonly number[]): Violator {
    const { demands } = this.#search(short, false);
    const can = new Map<number, number>();
    let need = 0;
    for (const d of demands) {
      need += this.#demands[d]?.need ?? 0;
      for (const candidate of this.#demands[d]?.candidates ?? [])
        if (this.#allowed(candidate)) can.set(candidate.person, (can.get(candidate.person) ?? 0) + 1);
    }
    let supply = 0;
    for (const times of can.values()) supply += Math.min(this.#capacity, times);
    return { demands: [...demands].sort((a, b) => a - b), need, supply, people: [...can.keys()].sort((a, b) => a - b) };
  }
}
