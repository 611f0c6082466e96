import { type ReactElement, useMemo } from 'react';
import { useText } from '../../../platform/web/text/TextProvider.tsx';
import type { network } from '../queries-analysis.ts';
import { movedApart, textWidth } from '../rules/analysis/labels.ts';
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
/** Of a node and its name, by size of the screen: radius, ring of a cut point, letters, how far the name hangs below, and its letters at the most. */
const looks = {
  desk: { radius: 7, ring: 11, letters: 13, hang: 24, most: 14 },
  phone: { radius: 5, ring: 9, letters: 11, hang: 20, most: 8 },
} as const;
const aloneColumn = { desk: 180, phone: 120 };
const aloneLine = 40;

const aloneOf = (found: NetworkRow): readonly NetworkRow['organisations'][number][] => {
  const tied = new Set([...found.declared.ties, ...found.observed.ties].flatMap((tie) => tie.between));
  return found.organisations.filter((o) => !tied.has(o.id));
};

/** Where those who are tied stand: the more there are, the taller it is, so that their names find room. */
function tiedSize(found: NetworkRow, phone: boolean): readonly [width: number, height: number] {
  const tied = found.organisations.length - aloneOf(found).length;
  return phone ? [380, Math.max(460, tied * 28)] : [1000, Math.max(620, tied * 22)];
}

/** Size of the drawing: those who stand alone have a part of their own below. */
export function networkSize(found: NetworkRow, phone: boolean): { readonly width: number; readonly height: number } {
  const [width, height] = tiedSize(found, phone);
  const perLine = Math.floor((width - margin) / aloneColumn[phone ? 'phone' : 'desk']);
  const alone = aloneOf(found).length;
  return { width, height: height + (alone === 0 ? 0 : 36 + Math.ceil(alone / perLine) * aloneLine) };
}

const clip = (name: string, most: number): string => (name.length > most ? `${name.slice(0, most - 1)}…` : name);

/** Organisations and what ties them: declared and never seen dotted, declared and seen solid, seen and never declared dashed. Isolates stay in. */
export function NetworkDrawing({ found, phone }: { readonly found: NetworkRow; readonly phone: boolean }): ReactElement {
  const t = useText();
  const names = useMemo(() => new Map(found.organisations.map((o) => [o.id, o.name])), [found]);
  const look = looks[phone ? 'phone' : 'desk'];
  const [width, height] = tiedSize(found, phone);
  // The place hangs on both layers together, so that nothing moves when one is looked at alone.
  const places = useMemo(() => {
    const { letters, ring, hang, most } = looks[phone ? 'phone' : 'desk'];
    const [wide, tall] = tiedSize(found, phone);
    const placed = layoutOf(
      found.organisations.map((o) => o.id),
      [...found.declared.ties, ...found.observed.ties].map((tie) => tie.between),
    );
    const points = placed.map((p) => ({
      id: p.id,
      x: margin + p.x * (wide - 2 * margin),
      y: 24 + p.y * (tall - 64),
      beside: Math.max(ring, textWidth(clip(names.get(p.id) ?? '', most), letters) / 2) + 2,
      above: ring + 1,
      below: hang + 5,
    }));
    return movedApart(points, { width: wide, height: tall - 20 });
  }, [found, names, phone]);
  const column = aloneColumn[phone ? 'phone' : 'desk'];
  const at = (id: string) => places.get(id);
  const unused = new Set(found.unused.map(pairOf));
  const cuts = new Set(found.declared.measures.cutPoints.flatMap((i) => found.organisations[i]?.id ?? []));
  const declared = found.declared.ties.map((tie) => ({ tie, kind: (unused.has(pairOf(tie)) ? 'unused' : 'both') as LineKind }));
  const drawn = [...declared, ...found.undeclared.map((tie) => ({ tie, kind: 'undeclared' as LineKind }))];
  const alone = aloneOf(found);
  const perLine = Math.floor((width - margin) / column);
  const node = (o: NetworkRow['organisations'][number], x: number, y: number) => (
    <g key={o.id}>
      <title>{`${o.name} · ${t(`community.sector.${o.sector}`)}`}</title>
      {cuts.has(o.id) && <circle cx={x} cy={y} r={look.ring} fill="none" stroke="var(--b-ink)" strokeWidth={1.5} />}
      <circle cx={x} cy={y} r={look.radius} fill="var(--b-surface)" stroke="var(--b-ink)" strokeWidth={2} />
      <text x={x} y={y + look.hang} textAnchor="middle" fontSize={look.letters} className={`${styles.halo} ${styles.own}`}>
        {clip(o.name, look.most)}
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
