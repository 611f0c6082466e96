import type { ReactElement } from 'react';
import { useText } from '../text/TextProvider.tsx';
import styles from './marks.module.css';

export type Colour = 'blue' | 'yellow' | 'orange' | 'red';
export type Level = 'I' | 'II' | 'III' | 'IV';

/** Usage of the emergency plans: level IV is blue, III yellow, II orange, I red. */
const colourOf: Readonly<Record<Level, Colour>> = { I: 'red', II: 'orange', III: 'yellow', IV: 'blue' };
/** Bars beside the word, so that the colour can be told in black and white. */
const bars: Readonly<Record<Colour, number>> = { blue: 1, yellow: 2, orange: 3, red: 4 };

function Mark({ colour, word }: { readonly colour: Colour; readonly word: string }): ReactElement {
  return (
    <span className={`${styles.warning} ${styles[colour]}`}>
      <svg width="14" height="12" viewBox="0 0 14 12" aria-hidden="true">
        {[0, 1, 2, 3].map((i) => (
          <rect key={i} x={i * 3.6} y={9 - i * 3} width="2.4" height={3 + i * 3} fill="currentColor" opacity={i < bars[colour] ? 1 : 0.25} />
        ))}
      </svg>
      {word}
    </span>
  );
}

/** The response level of an incident or plan: I is the gravest. */
export function LevelMark({ level }: { readonly level: Level }): ReactElement {
  const t = useText();
  return <Mark colour={colourOf[level]} word={t('web.level', { level })} />;
}

/** The colour of a warning as its sender set it. */
export function ColourMark({ colour }: { readonly colour: Colour }): ReactElement {
  const t = useText();
  return <Mark colour={colour} word={t(`web.colour.${colour}`)} />;
}
