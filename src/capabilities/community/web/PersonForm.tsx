import type { ReactElement } from 'react';
import { Form, ManyField, TextField } from '../../../platform/web/parts/fields.tsx';
import { useForm } from '../../../platform/web/parts/form.ts';
import { freshId } from '../../../platform/web/sync/fresh-id.ts';
import { useText } from '../../../platform/web/text/TextProvider.tsx';
import { addPerson, changePerson } from '../commands-people.ts';
import { Person, personId, skills, tongues } from '../model.ts';
import type { PersonRow } from '../queries.ts';
import { useKindName } from './kinds.ts';
import { useSave } from './useSave.ts';

const Fields = Person.omit({ id: true });

/** Writes down somebody who acts here, or changes what is known of them. */
export function PersonForm({ person, onDone }: { readonly person?: PersonRow; readonly onDone: () => void }): ReactElement {
  const t = useText();
  const [skillName, tongueName] = [useKindName('skill'), useKindName('tongue')];
  const save = useSave(onDone);
  const form = useForm(Fields, person ? { ...person } : {});
  // Words that came from elsewhere stay choosable.
  const choices = (known: readonly string[], own: readonly string[], name: (word: string) => string) =>
    [...new Set([...known, ...own])].map((word) => ({ value: word, label: name(word) }));
  return (
    <Form
      form={form}
      action={t('community.save')}
      onSubmit={(fields) => save(person ? changePerson : addPerson, { ...fields, id: person?.id ?? personId.parse(freshId()) })}
    >
      <TextField form={form} name="name" label={t('community.personName')} maxLength={60} />
      <TextField form={form} name="phone" label={t('community.phone')} kind="tel" inputMode="tel" maxLength={24} optional />
      <ManyField
        form={form}
        name="languages"
        label={t('community.languages')}
        choices={choices(tongues, person?.languages ?? [], tongueName)}
        optional
      />
      <ManyField form={form} name="skills" label={t('community.skills')} choices={choices(skills, person?.skills ?? [], skillName)} optional />
    </Form>
  );
}
