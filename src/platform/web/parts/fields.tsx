import { Button, Checkbox, NativeSelect, Textarea, TextInput } from '@mantine/core';
import { type ReactElement, type ReactNode, useRef, useState } from 'react';
import type { Problem } from '../../../kernel/result.ts';
import { Icon } from '../shell/Icon.tsx';
import { useLink } from '../sync/LinkProvider.tsx';
import { useMe } from '../sync/me.tsx';
import { fileAddress, takePhoto } from '../sync/upload.ts';
import { useText } from '../text/TextProvider.tsx';
import styles from './fields.module.css';
import type { FormState } from './form.ts';
import { ProblemNote } from './ProblemNote.tsx';

interface FieldProps {
  readonly form: FormState<never>;
  readonly name: string;
  readonly label: string;
  readonly hint?: string;
  /** May stay empty: said beside the label, for most fields are needed. */
  readonly optional?: boolean;
}
/** Fields do not care what the whole form makes. */
type AnyForm<Props> = Omit<Props, 'form'> & { readonly form: Omit<FormState<never>, 'submit'> };

function useField({ form, name, label, hint, optional }: AnyForm<FieldProps>) {
  const t = useText();
  return {
    label: optional ? `${label} ${t('web.optional')}` : label,
    description: hint,
    error: form.errorOf(name),
    onBlur: () => form.left(name),
  };
}
const textOf = (value: unknown): string => (typeof value === 'string' || typeof value === 'number' ? String(value) : '');

type TextKind = 'text' | 'tel' | 'email' | 'password' | 'search';
interface TextProps extends FieldProps {
  readonly kind?: TextKind;
  readonly autoComplete?: string;
  readonly inputMode?: 'text' | 'numeric' | 'tel';
  readonly maxLength?: number;
}
export function TextField(props: AnyForm<TextProps>): ReactElement {
  const { form, name, kind = 'text', autoComplete = 'off', inputMode, maxLength } = props;
  return (
    <TextInput
      {...useField(props)}
      type={kind}
      name={name}
      autoComplete={autoComplete}
      {...(inputMode ? { inputMode } : {})}
      {...(maxLength ? { maxLength } : {})}
      dir={kind === 'tel' ? 'ltr' : 'auto'}
      value={textOf(form.draft[name])}
      onChange={(event) => form.set(name, event.currentTarget.value)}
    />
  );
}

export function LongTextField(props: AnyForm<FieldProps> & { readonly rows?: number }): ReactElement {
  const { form, name, rows = 3 } = props;
  return (
    <Textarea
      {...useField(props)}
      name={name}
      dir="auto"
      rows={rows}
      value={textOf(form.draft[name])}
      onChange={(event) => form.set(name, event.currentTarget.value)}
    />
  );
}

/** A number; what is no number stays as typed, so that the schema can object to it. */
export function NumberField(props: AnyForm<FieldProps>): ReactElement {
  const { form, name } = props;
  const change = (text: string) => {
    const value = Number(text.normalize('NFKC'));
    form.set(name, text.trim() !== '' && Number.isFinite(value) && String(value) === text.normalize('NFKC') ? value : text);
  };
  return (
    <TextInput
      {...useField(props)}
      name={name}
      inputMode="decimal"
      autoComplete="off"
      dir="ltr"
      value={textOf(form.draft[name])}
      onChange={(event) => change(event.currentTarget.value)}
    />
  );
}

/** A calendar day, `YYYY-MM-DD`. */
export function DateField(props: AnyForm<FieldProps>): ReactElement {
  const { form, name } = props;
  return (
    <TextInput
      {...useField(props)}
      name={name}
      type="date"
      value={textOf(form.draft[name])}
      onChange={(event) => form.set(name, event.currentTarget.value)}
    />
  );
}

export interface Choice {
  readonly value: string;
  readonly label: string;
}

/** One of a list. */
export function ChoiceField(props: AnyForm<FieldProps> & { readonly choices: readonly Choice[] }): ReactElement {
  const t = useText();
  const { form, name, choices } = props;
  return (
    <NativeSelect
      {...useField(props)}
      name={name}
      value={textOf(form.draft[name])}
      onChange={(event) => form.set(name, event.currentTarget.value)}
      data={[{ value: '', label: t('web.choose') }, ...choices]}
    />
  );
}

/** Any of a list. */
export function ManyField(props: AnyForm<FieldProps> & { readonly choices: readonly Choice[] }): ReactElement {
  const { form, name, choices } = props;
  const { onBlur: _left, ...field } = useField(props);
  const value = form.draft[name];
  return (
    <Checkbox.Group {...field} value={Array.isArray(value) ? value.map(String) : []} onChange={(next) => form.set(name, next)}>
      <div className={styles.many}>
        {choices.map((choice) => (
          <Checkbox key={choice.value} value={choice.value} label={choice.label} />
        ))}
      </div>
    </Checkbox.Group>
  );
}

/** Yes or no. */
export function YesField(props: AnyForm<FieldProps>): ReactElement {
  const { form, name } = props;
  return (
    <Checkbox
      {...useField(props)}
      name={name}
      checked={form.draft[name] === true}
      onChange={(event) => form.set(name, event.currentTarget.checked)}
    />
  );
}

/** A photo: taken or chosen, scaled down here, sent at once; the form keeps its hash. */
export function PhotoField(props: AnyForm<FieldProps>): ReactElement {
  const t = useText();
  const { community } = useMe();
  const link = useLink();
  const { form, name } = props;
  const field = useField(props);
  const [shown, setShown] = useState<string | null>(null);
  const input = useRef<HTMLInputElement>(null);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const hash = textOf(form.draft[name]);
  const take = async (file: File | undefined) => {
    if (!file) return;
    setBusy(true);
    const sent = await takePhoto(link.photos, community.id, file);
    setBusy(false);
    setProblem(sent.ok ? null : sent.problem);
    if (!sent.ok) return;
    form.set(name, sent.value);
    // Shown from here: the server may not have it for a while.
    setShown((before) => {
      if (before) URL.revokeObjectURL(before);
      return URL.createObjectURL(file);
    });
  };
  return (
    <div className={styles.photo}>
      <span>{field.label}</span>
      {field.description && <span className="b-soft b-small">{field.description}</span>}
      {hash && <img src={shown ?? fileAddress(community.id, hash)} alt={t('web.photo.taken')} className={styles.picture} />}
      {/* The button below stands for it: seen and read out once. */}
      <input ref={input} type="file" accept="image/*" capture="environment" hidden onChange={(event) => void take(event.currentTarget.files?.[0])} />
      <Button variant="default" loading={busy} leftSection={<Icon name="camera" />} onClick={() => input.current?.click()}>
        {hash ? t('web.photo.again') : t('web.photo.take')}
      </Button>
      {problem && <ProblemNote problem={problem} />}
      {field.error && (
        <span className="b-attention b-small" role="alert">
          {field.error}
        </span>
      )}
    </div>
  );
}

interface FormProps<Value> {
  readonly form: FormState<Value>;
  /** Does it; answers the problem, or null when it is done. */
  readonly onSubmit: (value: Value) => Promise<Problem | null>;
  /** The verb on the button. */
  readonly action: string;
  readonly secondary?: ReactNode;
  readonly children: ReactNode;
}

/** The frame of a form: fields one under the other, the problem above the button. */
export function Form<Value>({ form, onSubmit, action, secondary, children }: FormProps<Value>): ReactElement {
  return (
    <form className={styles.form} noValidate onSubmit={(event) => void form.submit(event, onSubmit)}>
      {children}
      {form.problem && <ProblemNote problem={form.problem} />}
      <div className="b-line">
        <Button type="submit" loading={form.busy}>
          {action}
        </Button>
        {secondary}
      </div>
    </form>
  );
}
