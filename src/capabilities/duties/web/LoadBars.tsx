import type { ReactElement, ReactNode } from 'react';
import { usePhone } from '../../../platform/web/shell/usePhone.ts';
import { sayNumber } from '../../../platform/web/text/moments.ts';
import { useLanguage, useText } from '../../../platform/web/text/TextProvider.tsx';
import styles from './Analysis.module.css';
import type { LoadRow } from './LoadTab.tsx';

interface Size {
  readonly width: number;
  readonly height: number;
}

interface Props {
  readonly rows: readonly LoadRow[];
  /** Takes the size of the drawing and what is drawn. */
  readonly children: (size: Size, bars: ReactNode) => ReactElement;
}

const edge = 12;
const wholeHours: Intl.NumberFormatOptions = { maximumFractionDigits: 0 };

/** One bar for each organisation: the work that falls to it; a tick where its people's hours end. What is beyond the tick is hatched. */
export function LoadBars({ rows, children }: Props): ReactElement {
  const t = useText();
  const phone = usePhone();
  const { language, direction } = useLanguage();
  const width = phone ? 380 : 900;
  // On a phone the name stands above its bar, at a desk before it.
  const [line, indent, bar] = phone ? [44, 0, 14] : [30, 250, 16];
  const height = rows.length * line + 2 * edge;
  // The work sets the scale: a team with many hundred hours to spare would make every other bar a dot.
  const most = Math.max(1, ...rows.map((row) => row.hours));
  const room = width - 2 * edge - indent - 110;
  const length = (hours: number) => (hours / most) * room;
  const rtl = direction === 'rtl';
  /** Left edge of something so long that begins so far from the reading edge. */
  const from = (start: number, long: number) => (rtl ? width - start - long : start);
  const clip = (name: string) => (name.length > (phone ? 24 : 17) ? `${name.slice(0, phone ? 23 : 16)}…` : name);
  return children(
    { width, height },
    <>
      <defs>
        <pattern id="duties-over" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <rect width="6" height="6" fill="var(--b-attention-soft)" />
          <rect width="2.5" height="6" fill="var(--b-attention)" />
        </pattern>
      </defs>
      {rows.map((row, i) => {
        const top = edge + i * line;
        const y = phone ? top + 20 : top + 6;
        const start = edge + indent;
        const within = Math.min(row.hours, row.available);
        const figures = `${sayNumber(language, row.hours, wholeHours)} / ${sayNumber(language, row.available, wholeHours)}`;
        return (
          <g key={row.id}>
            <title>{`${row.name}: ${t('duties.load.bar', { hours: Math.round(row.hours), available: Math.round(row.available) })}`}</title>
            <text x={from(edge, 0)} y={phone ? top + 13 : top + 19} textAnchor="start" fontSize={phone ? 13 : 14} className={styles.own}>
              {clip(row.name)}
            </text>
            <rect x={from(start, length(within))} y={y} width={length(within)} height={bar} fill="var(--b-primary)" />
            {row.hours > row.available && (
              <rect
                x={from(start + length(within), length(row.hours - within))}
                y={y}
                width={length(row.hours - within)}
                height={bar}
                fill="url(#duties-over)"
                stroke="var(--b-attention)"
              />
            )}
            {row.available <= most && (
              <rect x={from(start + length(row.available) - 1, 2)} y={y - 3} width={2} height={bar + 6} fill="var(--b-ink)" />
            )}
            <text
              x={from(start + length(Math.max(row.hours, row.available <= most ? row.available : 0)) + 8, 0)}
              y={y + bar - 3}
              textAnchor={rtl ? 'end' : 'start'}
              direction="ltr"
              fontSize={13}
            >
              {figures}
            </text>
          </g>
        );
      })}
    </>,
  );
}
