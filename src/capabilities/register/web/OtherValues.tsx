import { Button, NativeSelect, TextInput } from '@mantine/core';
import { type ReactElement, useState } from 'react';
import { useText } from '../../../platform/web/text/TextProvider.tsx';
import { Presence, Sex, Tenure } from '../model.ts';
import type { ReviewRow } from '../queries.ts';

const choices: Readonly<Record<string, readonly string[]>> = { sex: Sex.options, tenure: Tenure.options, presence: Presence.options };
const inputs: Readonly<Record<string, string>> = { birthDate: 'date', movedIn: 'date', birthYear: 'number', phone: 'tel' };
const optional = new Set(['sex', 'birthDate', 'birthYear', 'movedIn']);

/** What is right where neither side is: one field for each that is in question, beginning with what stands now. */
export function OtherValues({
  row,
  busy,
  onDone,
}: {
  readonly row: ReviewRow;
  readonly busy: boolean;
  readonly onDone: (set: Readonly<Record<string, unknown>>) => void;
}): ReactElement {
  const t = useText();
  const [values, setValues] = useState<Readonly<Record<string, string>>>(() =>
    // A masked number is no beginning.
    Object.fromEntries(row.said.map(({ field, now }) => [field, field === 'idNumber' ? '' : (now ?? '')])),
  );
  const submit = () =>
    onDone(
      Object.fromEntries(
        Object.entries(values).map(([field, value]) => {
          if (value === '' && optional.has(field)) return [field, null];
          return [field, field === 'birthYear' ? Number(value) : value];
        }),
      ),
    );
  return (
    <form
      className="b-rows"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      {row.said.map(({ field }) => {
        const label = t(`register.field.${field}`);
        const value = values[field] ?? '';
        const set = (next: string) => setValues({ ...values, [field]: next });
        const options = choices[field];
        return options ? (
          <NativeSelect
            key={field}
            label={label}
            value={value}
            data={options.map((option) => ({ value: option, label: t(`register.${field}.${option}`) }))}
            onChange={(event) => set(event.currentTarget.value)}
          />
        ) : (
          <TextInput
            key={field}
            label={label}
            type={inputs[field] ?? 'text'}
            value={value}
            autoComplete="off"
            onChange={(event) => set(event.currentTarget.value)}
          />
        );
      })}
      <div>
        <Button type="submit" loading={busy}>
          {t('register.review.write')}
        </Button>
      </div>
    </form>
  );
}
