import { useMemo } from 'react';
import { useAddress } from '../../../platform/web/shell/address.ts';
import { useQueryRows } from '../../../platform/web/sync/queries.ts';
import { useHasText, useText } from '../../../platform/web/text/TextProvider.tsx';
import { Level } from '../model.ts';
import { type CellRow, matrix } from '../queries.ts';
import { OccasionArgs } from '../queries-analysis.ts';

/** Any hazard that the matrix does not name: all of those are answered for alike. */
const other = '*';

interface Choice {
  readonly value: string;
  readonly label: string;
}

/** For what level and hazard it is looked at: both stand in the address. Hazards are those that the matrix tells apart. */
export function useOccasion() {
  const [level, setLevel] = useAddress('level');
  const [hazard, setHazard] = useAddress('hazard');
  const { rows } = useQueryRows(matrix, {});
  const args = useMemo(() => {
    const asked = OccasionArgs.safeParse({ level: level ?? undefined, hazard: hazard ?? undefined });
    return asked.success ? asked.data : OccasionArgs.parse({});
  }, [level, hazard]);
  const hazards = useHazards(rows, args.hazard);
  return { args, levels: Level.options, setLevel, hazards, setHazard, matrix: rows };
}

/** Hazards that the matrix tells apart, the one that is chosen, and "any other". */
export function useHazards(rows: readonly CellRow[], chosen: string | null): readonly Choice[] {
  const t = useText();
  const has = useHasText();
  return useMemo(() => {
    const named = [...new Set([...rows.flatMap((row) => row.hazards ?? []), ...(chosen === null || chosen === other ? [] : [chosen])])].sort();
    const titled = (code: string): string => (has(`readiness.hazard.${code}`) ? t(`readiness.hazard.${code}`) : code);
    return [
      { value: other, label: t(named.length === 0 ? 'duties.anyHazard' : 'duties.otherHazard') },
      ...named.map((code) => ({ value: code, label: titled(code) })),
    ];
  }, [rows, chosen, has, t]);
}
