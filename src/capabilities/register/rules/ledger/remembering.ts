/** Columns of few distinct words (relations, buildings, remarks) are read once per word; the bound keeps a column of names from filling the memory. */
export function remembering<T>(read: (text: string) => T): (text: string) => T {
  const known = new Map<string, T>();
  return (text) => {
    const before = known.get(text);
    if (before !== undefined) return before;
    const value = read(text);
    if (known.size < 20_000) known.set(text, value);
    return value;
  };
}
