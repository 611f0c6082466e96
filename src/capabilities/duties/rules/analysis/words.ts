import type { FindingCode, Fix, Subject } from './model.ts';

/** A message key with what fills its slots. */
export interface Sentence {
  readonly key: string;
  readonly slots: Readonly<Record<string, string | number>>;
}

interface Told {
  readonly code: FindingCode;
  readonly subjects: readonly (Subject & { readonly name: string })[];
  readonly params: Readonly<Record<string, string | number>>;
}

/**
 * The sentence of a finding: its figures, titles of the duties it names, and the name of the organisation or post it is about.
 * @param titleOf title of a duty in the reader's language
 */
export function sentenceOf({ code, subjects, params }: Told, titleOf: (duty: string) => string): Sentence {
  const titled = Object.fromEntries(
    Object.entries(params).map(([slot, value]) => [slot, (slot === 'duty' || slot === 'next') && typeof value === 'string' ? titleOf(value) : value]),
  );
  const duties = subjects.filter((s) => s.kind === 'duty').map((s) => titleOf(s.id));
  return {
    key: `duties.finding.${code}`,
    slots: { ...titled, name: subjects.find((s) => s.kind !== 'duty' && s.name !== '')?.name ?? '—', list: duties.join(' · ') },
  };
}

/** What closes a finding, as words on a button. */
export const fixSentence = (fix: Fix, titleOf: (duty: string) => string): Sentence => ({
  key: `duties.fix.${fix.kind}`,
  slots: {
    ...('duty' in fix && { duty: titleOf(fix.duty) }),
    ...('role' in fix && { role: fix.role }),
    ...('people' in fix && { people: fix.people }),
    ...('hours' in fix && { hours: fix.hours }),
  },
});

/** Name of one part of a characteristic. */
export const partKey = (code: string): string => `duties.part.${code}`;
