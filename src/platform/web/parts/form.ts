import { type FormEvent, useCallback, useMemo, useState } from 'react';
import type { z } from 'zod';
import type { Problem } from '../../../kernel/result.ts';
import { type Slots, useHasText, useText } from '../text/TextProvider.tsx';

/** What a form holds while it is being filled in: the schema's fields, as people type them. */
export type Draft = Readonly<Record<string, unknown>>;

export interface FormState<Value> {
  readonly draft: Draft;
  readonly set: (name: string, value: unknown) => void;
  /** The words under a field, once it was left or the form was sent; null while there is nothing to say. */
  readonly errorOf: (name: string) => string | null;
  readonly left: (name: string) => void;
  readonly busy: boolean;
  readonly problem: Problem | null;
  readonly submit: (event: FormEvent, act: (value: Value) => Promise<Problem | null>) => Promise<void>;
  readonly reset: (draft?: Draft) => void;
}

/**
 * A form bound to a zod schema: the same bounds as the command. Fields complain only after they were left; sending shows every
 * complaint and moves to the first. What was typed is never lost by a refusal.
 */
export function useForm<Value>(schema: z.ZodType<Value>, initial: Draft = {}): FormState<Value> {
  const [draft, setDraft] = useState<Draft>(initial);
  const [touched, setTouched] = useState<ReadonlySet<string>>(new Set());
  const [sent, setSent] = useState(false);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const words = useIssueText();
  const read = useMemo(() => schema.safeParse(clean(draft)), [schema, draft]);

  const set = useCallback((name: string, value: unknown) => setDraft((before) => ({ ...before, [name]: value })), []);
  const left = useCallback((name: string) => setTouched((before) => new Set(before).add(name)), []);
  const reset = useCallback(
    (next: Draft = initial) => {
      setDraft(next);
      setTouched(new Set());
      setSent(false);
      setProblem(null);
    },
    [initial],
  );
  const errorOf = (name: string) => {
    if (read.success || !(sent || touched.has(name))) return null;
    const issue = read.error.issues.find(({ path }) => path.map(String).join('.') === name);
    return issue ? words(issue) : null;
  };
  const submit = async (event: FormEvent, act: (value: Value) => Promise<Problem | null>) => {
    event.preventDefault();
    setSent(true);
    if (!read.success) {
      const form = event.currentTarget;
      requestAnimationFrame(() => form.querySelector<HTMLElement>('[aria-invalid="true"], [data-invalid="true"]')?.focus());
      return;
    }
    setBusy(true);
    try {
      setProblem(await act(read.data));
    } finally {
      setBusy(false);
    }
  };
  return { draft, set, errorOf, left, busy, problem, submit, reset };
}

/** An empty field is one that was not filled in, not an empty text. */
const clean = (draft: Draft): Draft => Object.fromEntries(Object.entries(draft).filter(([, value]) => value !== '' && value !== undefined));

/** The words for what a schema objects to. A slice may say it better with a message `web.issue.<its message>`. */
function useIssueText(): (issue: z.core.$ZodIssue) => string {
  const t = useText();
  const has = useHasText();
  return useCallback(
    (issue) => {
      if (has(issue.message)) return t(issue.message);
      switch (issue.code) {
        case 'invalid_type':
          return t('web.issue.needed');
        case 'too_small':
          return t(
            issue.origin === 'string' ? (issue.minimum === 1 ? 'web.issue.needed' : 'web.issue.short') : 'web.issue.small',
            slots(issue.minimum),
          );
        case 'too_big':
          return t(issue.origin === 'string' ? 'web.issue.long' : 'web.issue.big', slots(issue.maximum));
        default:
          return t('web.issue.form');
      }
    },
    [t, has],
  );
}
const slots = (bound: number | bigint): Slots => ({ bound: Number(bound) });
