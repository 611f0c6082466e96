import { type ReactElement, useMemo } from 'react';
import { useText } from '../../../platform/web/text/TextProvider.tsx';
import type { network } from '../queries-analysis.ts';
import { layoutOf } from '../rules/analysis/layout.ts';
import styles from './Analysis.module.css';

export type NetworkRow = (typeof network)['row']['_output'];
type Tie = NetworkRow['unused'][number];

interface Line {
  readonly stroke: string;
  readonly strokeWidth: number;
  readonly strokeDasharray?: string;
}
/** Told apart by thickness and dash; colour only helps. */
const lines = {
  unused: { stroke: 'var(--b-line-strong)', strokeWidth: 1, strokeDasharray: '2 4' },
  both: { stroke: 'var(--b-primary)', strokeWidth: 3 },
  undeclared: { stroke: 'var(--b-attention)', strokeWidth: 3, strokeDasharray: '9 4' },
} satisfies Readonly<Record<string, Line>>;
type LineKind = keyof typeof lines;

const pairOf = ({ between }: Tie): string => [...between].sort().join(' ');
const margin = 56;
const aloneColumn = { desk: 180, phone: 120 };
const aloneLine = 40;

const aloneOf = (found: NetworkRow): readonly NetworkRow['organisations'][number][] => {
  const tied = new Set([...found.declared.ties, ...found.observed.ties].flatMap((tie) => tie.between));
  return found.organisations.filter((o) => !tied.has(o.id));
};

/** Size of the drawing: those who stand alone have a part of their own below. */
export function networkSize(found: NetworkRow, phone: boolean): { readonly width: number; readonly height: number } {
  const [width, height] = phone ? [380, 460] : [1000, 620];
  const perLine = Math.floor((width - margin) / aloneColumn[phone ? 'phone' : 'desk']);
  const alone = aloneOf(found).length;
  return { width, height: height + (alone === 0 ? 0 : 36 + Math.ceil(alone / perLine) * aloneLine) };
}

const clip = (name: string, most: number): string => (name.length > most ? `${name.slice(0, most - 1)}…` : name);

/** Organisations and what ties them: declared and never seen dotted, declared and seen solid, seen and never declared dashed. Isolates stay in. */
export function NetworkDrawing({ found, phone }: { readonly found: NetworkRow; readonly phone: boolean }): ReactElement {
  const t = useText();
  const names = useMemo(() => new Map(found.organisations.map((o) => [o.id, o.name])), [found]);
  // The place hangs on both layers together, so that nothing moves when one is looked at alone.
  const places = useMemo(() => {
    const ids = found.organisations.map((o) => o.id);
    return new Map(
      layoutOf(
        ids,
        [...found.declared.ties, ...found.observed.ties].map((tie) => tie.between),
      ).map((p) => [p.id, p]),
    );
  }, [found]);
  const [width, height] = phone ? [380, 460] : [1000, 620];
  const column = aloneColumn[phone ? 'phone' : 'desk'];
  const at = (id: string) => {
    const place = places.get(id);
    return place && { x: margin + place.x * (width - 2 * margin), y: 24 + place.y * (height - 64) };
  };
  const unused = new Set(found.unused.map(pairOf));
  const cuts = new Set(found.declared.measures.cutPoints.flatMap((i) => found.organisations[i]?.id ?? []));
  const declared = found.declared.ties.map((tie) => ({ tie, kind: (unused.has(pairOf(tie)) ? 'unused' : 'both') as LineKind }));
  const drawn = [...declared, ...found.undeclared.map((tie) => ({ tie, kind: 'undeclared' as LineKind }))];
  const alone = aloneOf(found);
  const perLine = Math.floor((width - margin) / column);
  const node = (o: NetworkRow['organisations'][number], x: number, y: number) => (
    <g key={o.id}>
      <title>{`${o.name} · ${t(`community.sector.${o.sector}`)}`}</title>
      {cuts.has(o.id) && <circle cx={x} cy={y} r={phone ? 9 : 11} fill="none" stroke="var(--b-ink)" strokeWidth={1.5} />}
      <circle cx={x} cy={y} r={phone ? 5 : 7} fill="var(--b-surface)" stroke="var(--b-ink)" strokeWidth={2} />
      <text x={x} y={y + (phone ? 19 : 24)} textAnchor="middle" fontSize={phone ? 10 : 13} className={styles.halo}>
        {clip(o.name, phone ? 8 : 14)}
      </text>
    </g>
  );
  return (
    <>
      {drawn.map(({ tie, kind }) => {
        const [a, b] = [at(tie.between[0]), at(tie.between[1])];
        if (!a || !b) return null;
        return (
          <line key={`${kind} ${pairOf(tie)}`} x1={a.x} y1={a.y} x2={b.x} y2={b.y} {...lines[kind]}>
            <title>{`${names.get(tie.between[0]) ?? ''} – ${names.get(tie.between[1]) ?? ''} · ${t(`duties.network.tie.${kind}`)}`}</title>
          </line>
        );
      })}
      {found.organisations.map((o) => {
        const place = at(o.id);
        return place && node(o, place.x, place.y);
      })}
      {alone.length > 0 && (
        <>
          <text x={width / 2} y={height + 4} textAnchor="middle" fontSize={13} fontWeight={600}>
            {t('duties.network.alone', { n: alone.length })}
          </text>
          {alone.map((o, i) => node(o, margin / 2 + ((i % perLine) + 0.5) * column, height + 26 + Math.floor(i / perLine) * aloneLine))}
        </>
      )}
    </>
  );
}

/** What the lines and rings mean. */
export function Legend(): ReactElement {
  const t = useText();
  return (
    <ul className={styles.legend}>
      {(Object.keys(lines) as LineKind[]).map((kind) => (
        <li key={kind}>
          <svg width="36" height="10" aria-hidden="true">
            <line x1="0" y1="5" x2="36" y2="5" {...lines[kind]} />
          </svg>
          {t(`duties.network.tie.${kind}`)}
        </li>
      ))}
      <li>
        <svg width="24" height="24" viewBox="0 0 24 24" aria-hidden="true">
          <circle cx="12" cy="12" r="11" fill="none" stroke="var(--b-ink)" strokeWidth="1.5" />
          <circle cx="12" cy="12" r="7" fill="var(--b-surface)" stroke="var(--b-ink)" strokeWidth="2" />
        </svg>
        {t('duties.network.cutLegend')}
      </li>
    </ul>
  );
}
