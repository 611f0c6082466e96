/** A point of a drawing with the room that it and its words take around it, in the units of the drawing. */
export interface Labelled {
  readonly id: string;
  readonly x: number;
  readonly y: number;
  /** To either side, above and below the point. */
  readonly beside: number;
  readonly above: number;
  readonly below: number;
}

interface Area {
  readonly width: number;
  readonly height: number;
}

const rounds = 1000;
/** What is left between two labels. */
const gap = 2;

/**
 * Moves points apart until no label lies on another, as little as it takes: two that overlap give way, half each, in the direction in which
 * they overlap less (sideways counting half) (the push of the force-transfer family: Hayashi, Inoue, Masuzawa, Fujiwara, Graph Drawing 1998, LNCS 1547). Nothing moves
 * where nothing overlaps, and the same points give the same picture. In an area too small for all labels some overlap is left.
 */
export function movedApart(points: readonly Labelled[], { width, height }: Area): ReadonlyMap<string, { readonly x: number; readonly y: number }> {
  const bodies = points.map((p) => ({ ...p }));
  const bringIn = (): void => {
    for (const body of bodies) {
      body.x = Math.min(Math.max(body.x, body.beside), Math.max(body.beside, width - body.beside));
      body.y = Math.min(Math.max(body.y, body.above), Math.max(body.above, height - body.below));
    }
  };
  for (let round = 0; round < rounds; round++) {
    let moved = false;
    bringIn();
    bodies.forEach((a, i) => {
      for (const b of bodies.slice(i + 1)) {
        const [dx, dy] = [b.x - a.x, b.y + (b.below - b.above) / 2 - a.y - (a.below - a.above) / 2];
        const across = a.beside + b.beside + gap - Math.abs(dx);
        const down = (a.above + a.below + b.above + b.below) / 2 + gap - Math.abs(dy);
        if (across <= 1e-6 || down <= 1e-6) continue;
        moved = true;
        // A label is wide and low: up or down is nearly always the shorter way, and would leave columns of names. Sideways counts half.
        if (across < down * 2) {
          const step = (Math.sign(dx || 1) * across) / 2;
          a.x -= step;
          b.x += step;
        } else {
          const step = (Math.sign(dy || 1) * down) / 2;
          a.y -= step;
          b.y += step;
        }
      }
    });
    if (!moved) break;
  }
  bringIn();
  return new Map(bodies.map(({ id, x, y }) => [id, { x: Math.round(x * 10) / 10, y: Math.round(y * 10) / 10 }]));
}

/** About how wide a text is drawn, at a size: letters of Chinese and Japanese are squares, others half as wide. For a label that must not touch another. */
export function textWidth(text: string, size: number): number {
  let units = 0;
  for (const letter of text) units += /[\u2E80-\u9FFF\uAC00-\uD7AF\uF900-\uFAFF\uFF00-\uFF60]/u.test(letter) ? 1 : 0.58;
  return units * size;
}
