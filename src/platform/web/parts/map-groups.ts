/** A place on the screen, CSS pixels from the corner of the map. */
export interface Spot {
  readonly x: number;
  readonly y: number;
}

/** Places that stand so close on the screen that one button has to stand for all of them. */
export interface Group<Mark> extends Spot {
  readonly marks: readonly Mark[];
}

/**
 * Joins marks until no two buttons of `sizePx` lie over each other: whoever taps must hit the one they see (WCAG 2.2, 2.5.8). The closest
 * pair is joined first, in its middle weighted by marks; so the result does not hang on the order of the marks.
 */
export function groupMarks<Mark extends Spot>(marks: readonly Mark[], sizePx: number): Group<Mark>[] {
  const groups: Group<Mark>[] = marks.map((mark) => ({ x: mark.x, y: mark.y, marks: [mark] }));
  for (;;) {
    let closest: { readonly a: number; readonly b: number; readonly px: number } | null = null;
    for (const [a, one] of groups.entries())
      for (let b = a + 1; b < groups.length; b++) {
        const other = groups[b] as Group<Mark>;
        const px = Math.max(Math.abs(one.x - other.x), Math.abs(one.y - other.y));
        if (px < sizePx && (closest === null || px < closest.px)) closest = { a, b, px };
      }
    if (!closest) return groups;
    const [one, other] = [groups[closest.a] as Group<Mark>, groups[closest.b] as Group<Mark>];
    const joined = [...one.marks, ...other.marks];
    const mean = (axis: 'x' | 'y') => joined.reduce((sum, mark) => sum + mark[axis], 0) / joined.length;
    groups.splice(closest.b, 1);
    groups.splice(closest.a, 1, { x: mean('x'), y: mean('y'), marks: joined });
  }
}
