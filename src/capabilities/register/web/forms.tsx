import { Button, TextInput } from '@mantine/core';
import { type ReactElement, useState } from 'react';
import { z } from 'zod';
import type { HouseholdId, ResidentId } from '../../../kernel/ids.ts';
import type { Problem } from '../../../kernel/result.ts';
import { ChoiceField, DateField, Form, TextField } from '../../../platform/web/parts/fields.tsx';
import { useForm } from '../../../platform/web/parts/form.ts';
import { useToast } from '../../../platform/web/parts/overlays.tsx';
import { ProblemNote } from '../../../platform/web/parts/ProblemNote.tsx';
import { freshId } from '../../../platform/web/sync/fresh-id.ts';
import { usePending, useSend } from '../../../platform/web/sync/LinkProvider.tsx';
import { useQueryRows } from '../../../platform/web/sync/queries.ts';
import { PersonText } from '../../../platform/web/text/parts.tsx';
import { useText } from '../../../platform/web/text/TextProvider.tsx';
import { addResident, correctResident } from '../commands.ts';
import { addContact, linkCarer, recordNeed } from '../commands-care.ts';
import { careLinkId, contactId, NeedCode, needId, PersonName, Phones, type ResidentField, relations, residentId, Sex } from '../model.ts';
import { type Person, search } from '../queries.ts';
import type { Seen } from '../rules/conflicts.ts';

const some = (max: number) => z.string().trim().max(max).optional();
const Resident = z.object({
  name: PersonName,
  otherName: some(120),
  sex: Sex.optional(),
  birthDate: z.iso.date().optional(),
  phone: Phones.optional(),
  relation: some(40),
  movedIn: z.iso.date().optional(),
});

/** What somebody corrects: the record, and the community's version that they have before them. */
interface Known {
  readonly person: Person;
  readonly seen: number;
}

/** The record with one's own corrections that are still on their way, and for each field what one has before oneself. */
function useWithOwn(known: Known | undefined): { readonly person: Person; readonly basisOf: (field: ResidentField) => Seen } | undefined {
  const pending = usePending(correctResident.name);
  if (!known) return undefined;
  const sets = pending.flatMap(({ envelope, progress }) => {
    // What an older version of the app said, or cannot be read here, is no ground to build on.
    const said = correctResident.payload.safeParse(envelope.payload);
    const onItsWay = progress.at === 'saved' || progress.at === 'sent' || progress.at === 'agreed';
    return onItsWay && said.success && said.data.residentId === known.person.id ? [{ id: envelope.id, set: said.data.set }] : [];
  });
  return {
    person: Object.assign({}, known.person, ...sets.map(({ set }) => set)) as Person,
    basisOf: (field) => sets.findLast(({ set }) => set[field] !== undefined)?.id ?? known.seen,
  };
}

/** Adds a resident to a household, or corrects what is written about one. */
export function ResidentForm({
  household,
  known,
  onDone,
}: {
  readonly household: HouseholdId;
  readonly known?: Known;
  readonly onDone: () => void;
}): ReactElement {
  const t = useText();
  const send = useSend();
  const toast = useToast();
  const before = useWithOwn(known);
  const person = before?.person;
  const initial = person ? Object.fromEntries(Object.keys(Resident.shape).map((field) => [field, person[field as keyof Person] ?? ''])) : {};
  const form = useForm(Resident, initial);
  const usual = relations.map((value) => ({ value: value as string, label: t(`register.relation.${value}`) }));
  const own =
    person && person.relation !== '' && !usual.some(({ value }) => value === person.relation)
      ? [{ value: person.relation, label: person.relation }]
      : [];
  return (
    <Form
      form={form}
      action={t('register.save')}
      onSubmit={async (value) => {
        const fields = {
          name: value.name,
          otherName: value.otherName ?? '',
          sex: value.sex ?? null,
          birthDate: value.birthDate ?? null,
          phone: value.phone ?? '',
          relation: value.relation ?? '',
          movedIn: value.movedIn ?? null,
        };
        const changed = before ? (Object.keys(fields) as (keyof typeof fields)[]).filter((field) => fields[field] !== before.person[field]) : [];
        if (before && changed.length === 0) {
          onDone();
          return null;
        }
        const result = before
          ? await send(correctResident, {
              residentId: before.person.id,
              set: Object.fromEntries(changed.map((field) => [field, fields[field]])),
              basis: Object.fromEntries(changed.map((field) => [field, before.basisOf(field)])),
            })
          : await send(addResident, { residentId: residentId.parse(freshId()), householdId: household, fields: { ...fields, birthYear: null } });
        if (result.status === 'refused') return result.problem;
        toast(t('register.saved'));
        onDone();
        return null;
      }}
    >
      <TextField form={form} name="name" label={t('register.field.name')} maxLength={60} />
      <TextField form={form} name="otherName" label={t('register.field.otherName')} optional maxLength={120} />
      <ChoiceField
        form={form}
        name="sex"
        label={t('register.field.sex')}
        optional
        choices={Sex.options.map((value) => ({ value, label: t(`register.sex.${value}`) }))}
      />
      <DateField form={form} name="birthDate" label={t('register.field.birthDate')} optional />
      <TextField form={form} name="phone" kind="tel" label={t('register.field.phone')} optional maxLength={64} />
      <ChoiceField form={form} name="relation" label={t('register.field.relation')} optional choices={[...usual, ...own]} />
      <DateField form={form} name="movedIn" label={t('register.field.movedIn')} optional />
    </Form>
  );
}

const Need = z.object({ code: NeedCode, detail: some(200) });

export function NeedForm({ resident, onDone }: { readonly resident: ResidentId; readonly onDone: () => void }): ReactElement {
  const t = useText();
  const send = useSend();
  const form = useForm(Need);
  return (
    <Form
      form={form}
      action={t('register.save')}
      onSubmit={async ({ code, detail = '' }) => {
        const result = await send(recordNeed, { needId: needId.parse(freshId()), residentId: resident, code, detail });
        if (result.status === 'refused') return result.problem;
        onDone();
        return null;
      }}
    >
      <ChoiceField
        form={form}
        name="code"
        label={t('register.need')}
        choices={NeedCode.options.map((value) => ({ value, label: t(`register.need.${value}`) }))}
      />
      <TextField form={form} name="detail" label={t('register.needDetail')} optional maxLength={200} />
    </Form>
  );
}

const Contact = z.object({ name: PersonName, phone: Phones.min(3), relation: some(40) });

export function ContactForm({ household, onDone }: { readonly household: HouseholdId; readonly onDone: () => void }): ReactElement {
  const t = useText();
  const send = useSend();
  const form = useForm(Contact);
  return (
    <Form
      form={form}
      action={t('register.save')}
      onSubmit={async ({ name, phone, relation = '' }) => {
        const result = await send(addContact, {
          contactId: contactId.parse(freshId()),
          householdId: household,
          contact: { name, phone, relation, residentId: null },
        });
        if (result.status === 'refused') return result.problem;
        onDone();
        return null;
      }}
    >
      <TextField form={form} name="name" label={t('register.field.name')} maxLength={60} />
      <TextField form={form} name="phone" kind="tel" label={t('register.field.phone')} maxLength={24} />
      <TextField form={form} name="relation" label={t('register.contactRelation')} optional maxLength={40} />
    </Form>
  );
}

/** Finds the resident who looks after this one. */
export function CarerForm({ resident, onDone }: { readonly resident: ResidentId; readonly onDone: () => void }): ReactElement {
  const t = useText();
  const send = useSend();
  const [text, setText] = useState('');
  const [problem, setProblem] = useState<Problem | null>(null);
  const { rows } = useQueryRows(search, { text: text.trim() || '-' }, { when: text.trim() !== '', keep: true });
  const link = async (carer: ResidentId) => {
    const result = await send(linkCarer, {
      linkId: careLinkId.parse(freshId()),
      residentId: resident,
      carer: { kind: 'resident', residentId: carer },
      note: '',
    });
    if (result.status === 'refused') setProblem(result.problem);
    else onDone();
  };
  return (
    <div className="b-rows">
      <TextInput
        label={t('register.findCarer')}
        description={t('register.searchHint')}
        value={text}
        autoComplete="off"
        onChange={(event) => setText(event.currentTarget.value)}
      />
      {problem && <ProblemNote problem={problem} />}
      <ul>
        {(text.trim() === '' ? [] : rows)
          .filter((row) => row.id !== resident)
          .map((row) => (
            <li key={row.id}>
              <Button variant="subtle" size="compact-sm" onClick={() => void link(row.id)}>
                <PersonText>{row.name}</PersonText>&nbsp;<bdi>{row.door}</bdi>
              </Button>
            </li>
          ))}
      </ul>
    </div>
  );
}
