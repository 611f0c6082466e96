import { everyPostHolds } from '../../catalogue.ts';
import type { LossTable } from './losses.ts';
import type { Reach } from './reach.ts';
import type { NetworkComparison } from './ties.ts';

/** A record that holds a part down: a duty by its code, an organisation, or an incident in which something was left undone, and when. */
export type Against =
  | { readonly kind: 'duty' | 'organisation'; readonly id: string }
  | { readonly kind: 'incident'; readonly id: string | null; readonly at: string };

/** One part of a characteristic, 0 to 1, with what it was counted from. null: there is nothing to count it from yet. */
export interface Part {
  readonly code: string;
  readonly value: number | null;
  readonly of: number;
  readonly against: readonly Against[];
}

/** A characteristic of the holistic model: the mean of its parts that can be counted, never shown without them. */
export interface Characteristic {
  readonly code: 'integrity' | 'redundancy';
  readonly value: number | null;
  readonly parts: readonly Part[];
}

const mean = (parts: readonly Part[]): number | null => {
  const counted = parts.flatMap((p) => (p.value === null ? [] : [p.value]));
  return counted.length === 0 ? null : counted.reduce((a, b) => a + b, 0) / counted.length;
};

/** The share of duties that are not among those that hold it down. */
const share = (code: string, all: readonly string[], against: readonly string[]): Part => ({
  code,
  value: all.length === 0 ? null : 1 - against.length / all.length,
  of: all.length,
  against: against.map((id) => ({ kind: 'duty', id })),
});

/**
 * Integrity: duties with exactly one who answers first, everywhere; duties shared by two sectors or more; 1 − fragmentation of the network
 * of work done together (of the declared one while nothing was observed); hand-overs that were acknowledged.
 * @param handovers counted elsewhere: how many were made, and those that were not acknowledged in time
 */
export function integrityOf(
  reach: Reach,
  network: NetworkComparison,
  handovers: { readonly made: number; readonly unanswered: readonly { readonly incident: string | null; readonly at: string }[] },
): Characteristic {
  const asked = reach.duties.filter((r) => r.duty.code !== everyPostHolds);
  const codes = asked.map((r) => r.duty.code);
  const sectorOf = new Map(reach.organisations.map((o) => [o.id, o.sector]));
  const notOne = asked.filter(({ areas }) =>
    areas.some(({ holdings }) => holdings.filter((h) => h.assignment.role === 'A' && h.assignment.rank === 1 && h.people.length > 0).length !== 1),
  );
  const ofOneSector = asked.filter(
    ({ held }) => new Set(held.flatMap((a) => (a.role === 'I' ? [] : (sectorOf.get(a.organisationId) ?? [])))).size < 2,
  );
  const used = network.observed.ties.length > 0 ? network.observed : network.declared;
  const alone = network.organisations.filter((_, i) => used.measures.each[i]?.degree === 0).map((o) => o.id);
  const parts: Part[] = [
    share(
      'oneAccountable',
      codes,
      notOne.map((r) => r.duty.code),
    ),
    share(
      'severalSectors',
      codes,
      ofOneSector.map((r) => r.duty.code),
    ),
    {
      code: network.observed.ties.length > 0 ? 'togetherObserved' : 'togetherDeclared',
      value: network.organisations.length < 2 ? null : 1 - used.measures.fragmentation,
      of: network.organisations.length,
      against: alone.map((id) => ({ kind: 'organisation', id })),
    },
    {
      code: 'handoversAcknowledged',
      value: handovers.made === 0 ? null : 1 - handovers.unanswered.length / handovers.made,
      of: handovers.made,
      against: handovers.unanswered.map(({ incident, at }) => ({ kind: 'incident', id: incident, at })),
    },
  ];
  return { code: 'integrity', value: mean(parts), parts };
}

/**
 * Redundancy as far as people carry it: critical duties that stand after the loss of any one person, of any one organisation, and of either.
 * Stock, channels and routes are counted where they are kept.
 */
export function redundancyOf(table: LossTable): Characteristic {
  const lostBy = (kind: 'person' | 'organisation'): string[] => {
    const broken = table.single.filter((r) => r.losses[0]?.kind === kind).flatMap((r) => r.damage);
    const lost = new Set([...table.already, ...broken].map((d) => d.duty));
    return table.critical.filter((code) => lost.has(code));
  };
  const survivors = new Set(table.survivors);
  const parts = [
    share('survivesPerson', table.critical, lostBy('person')),
    share('survivesOrganisation', table.critical, lostBy('organisation')),
    share(
      'survivesAny',
      table.critical,
      table.critical.filter((code) => !survivors.has(code)),
    ),
  ];
  // The mission's figure is the last; the two before it say where it comes from.
  return { code: 'redundancy', value: parts[2]?.value ?? null, parts };
}
