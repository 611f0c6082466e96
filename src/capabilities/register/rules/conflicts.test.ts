import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { changedMeanwhile, mergeFields, type Seen, type Stamp } from './conflicts.ts';

const zhang = { name: '张桂兰', phone: '138', relation: 'head' };
const at = (version: number, command = `c${version}`): Stamp => [version, command];

describe('a correction of routine fields', () => {
  it('is simply written where nobody changed anything meanwhile', () => {
    expect(mergeFields(zhang, { phone: at(5) }, { phone: '139' }, { phone: 5 })).toEqual({ set: { phone: '139' }, differences: [], parallel: false });
  });
  it('wins over what the writer did not know of, and both are kept', () => {
    expect(mergeFields(zhang, { phone: at(7) }, { phone: '139' }, { phone: 5 })).toEqual({
      set: { phone: '139' },
      differences: [{ field: 'phone', earlier: '138', later: '139', since: 7, basis: 5 }],
      parallel: true,
    });
  });
  it('is labelled parallel where others changed other fields meanwhile, and those stay', () => {
    expect(mergeFields(zhang, { relation: at(7) }, { phone: '139' }, { phone: 5 })).toEqual({
      set: { phone: '139' },
      differences: [],
      parallel: true,
    });
  });
  it('that says what stands there already changes nothing, whoever wrote it', () => {
    expect(mergeFields(zhang, { phone: at(7) }, { phone: '138' }, { phone: 5 })).toEqual({ set: {}, differences: [], parallel: false });
  });
  it('after another of the same writer that was still on its way is no conflict', () => {
    expect(mergeFields(zhang, { phone: at(7, 'mine') }, { phone: '139' }, { phone: 'mine' as Seen }).differences).toEqual([]);
    expect(mergeFields(zhang, { phone: at(8, 'theirs') }, { phone: '139' }, { phone: 'mine' as Seen }).differences).toHaveLength(1);
  });
  it('of which nobody knows what its writer saw is held against every change there was', () => {
    expect(changedMeanwhile(at(1), null)).toBe(true);
    expect(changedMeanwhile(undefined, null)).toBe(false);
  });
});

/** What the people of a community say to one row, one after the other as the server receives it, each having seen the row as it was some while ago. */
const said = fc.array(
  fc.record({
    /** How many versions ago the writer looked. */
    ago: fc.nat({ max: 6 }),
    fields: fc.uniqueArray(fc.constantFrom('name', 'phone', 'relation'), { minLength: 1 }),
    /** Same value as another one's now and then. */
    value: fc.option(fc.constantFrom('a', 'b'), { nil: undefined }),
  }),
  { maxLength: 12 },
);

/** Lays everything that was said over the row, in order; every value carries its own number unless two people happen to say the same. */
function fold(story: typeof said extends fc.Arbitrary<infer T> ? T : never) {
  let row: Record<string, string> = { ...zhang };
  const stamps: Record<string, Stamp> = {};
  const offered: { field: string; value: string; version: number }[] = [];
  const kept: { field: string; value: unknown }[] = [];
  /** Values that gave way to somebody who had seen them. */
  const seenAndReplaced: { field: string; value: string | undefined }[] = [];
  story.forEach(({ ago, fields, value }, i) => {
    const version = i + 1;
    const basis = Math.max(0, i - ago);
    const set = Object.fromEntries(fields.map((field) => [field, value ?? `${field} ${i}`]));
    const merged = mergeFields<Record<string, string>>(row, stamps, set, Object.fromEntries(fields.map((f) => [f, basis])));
    for (const field of fields) offered.push({ field, value: set[field] ?? '', version });
    for (const { field, earlier, later } of merged.differences) kept.push({ field, value: earlier }, { field, value: later });
    for (const field of Object.keys(merged.set)) {
      if (!merged.differences.some((d) => d.field === field)) seenAndReplaced.push({ field, value: row[field] });
      stamps[field] = at(version);
    }
    row = { ...row, ...(merged.set as Record<string, string>) };
  });
  return { row, offered, kept, seenAndReplaced };
}

describe('whatever people say without knowing of each other', () => {
  it('nothing is lost: every value is current, or kept in a review, or gave way to somebody who had it before them', () => {
    fc.assert(
      fc.property(said, (story) => {
        const { row, offered, kept, seenAndReplaced } = fold(story);
        for (const { field, value } of offered) {
          const somewhere =
            row[field] === value ||
            kept.some((each) => each.field === field && each.value === value) ||
            seenAndReplaced.some((each) => each.field === field && each.value === value);
          expect(somewhere, `${field} = ${value}`).toBe(true);
        }
      }),
      { numRuns: 2_000 },
    );
  });
  it('the last one received stands in every field it names', () => {
    fc.assert(
      fc.property(said, (story) => {
        const { row, offered } = fold(story);
        const last = Object.fromEntries(offered.map(({ field, value }) => [field, value]));
        expect(row).toEqual({ ...zhang, ...last });
      }),
    );
  });
  it('people who always look before they write never trouble the desk', () => {
    fc.assert(
      fc.property(said, (story) => {
        expect(fold(story.map((each) => ({ ...each, ago: 0 }))).kept).toEqual([]);
      }),
    );
  });
});
