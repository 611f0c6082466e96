/** Parameters of a path: `{ household: '…' }` for `/register/$household`. */
export type Params = Readonly<Record<string, string>>;

const partsOf = (path: string): string[] => path.split('/').filter((part) => part !== '');

/** Words stand before parameters, and `$`, which takes whatever is left, stands last. */
const weigh = (pattern: string): string =>
  partsOf(pattern)
    .map((part) => (part === '$' ? '2' : part.startsWith('$') ? '1' : '0'))
    .join('');

/**
 * Finds pages by path. Of several that fit, the more exact one is taken: `/response/activate` before `/response/$incident`.
 * @returns null only when no pattern `/$` is among them
 */
export function matcher<Door extends { readonly path: string }>(doors: readonly Door[]) {
  const ordered = doors
    .map((door) => ({ door, parts: partsOf(door.path), weight: weigh(door.path) }))
    .toSorted((a, b) => (a.weight < b.weight ? -1 : a.weight > b.weight ? 1 : 0));
  return (path: string): { readonly door: Door; readonly params: Params } | null => {
    const given = partsOf(path);
    for (const { door, parts } of ordered) {
      const params = fit(parts, given);
      if (params) return { door, params };
    }
    return null;
  };
}

function fit(pattern: readonly string[], given: readonly string[]): Params | null {
  const params: Record<string, string> = {};
  for (const [index, part] of pattern.entries()) {
    if (part === '$') return params;
    const word = given[index];
    if (word === undefined) return null;
    if (part.startsWith('$')) params[part.slice(1)] = decoded(word);
    else if (part !== word) return null;
  }
  return given.length === pattern.length ? params : null;
}

function decoded(word: string): string {
  try {
    return decodeURIComponent(word);
  } catch {
    return word;
  }
}
