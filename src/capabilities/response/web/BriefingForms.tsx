import { Button, Select, TextInput } from '@mantine/core';
import { type ReactElement, useState } from 'react';
import { z } from 'zod';
import { type Choice, ChoiceField, Form, LongTextField, ManyField, TextField, YesField } from '../../../platform/web/parts/fields.tsx';
import { type FormState, useForm } from '../../../platform/web/parts/form.ts';
import { ProblemNote } from '../../../platform/web/parts/ProblemNote.tsx';
import { freshId } from '../../../platform/web/sync/fresh-id.ts';
import { useSend } from '../../../platform/web/sync/LinkProvider.tsx';
import { useQueryRows } from '../../../platform/web/sync/queries.ts';
import { useText } from '../../../platform/web/text/TextProvider.tsx';
import { type PositionRow, positions } from '../../community/index.ts';
import { callBriefing, cancelBriefing, recordAttendance, recordDecision } from '../commands.ts';
import type { BriefingRow } from '../queries-briefings.ts';

/** Local day and time as a field of the browser gives it: `2026-11-22T14:30`. */
const Clock = z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d/);
const inHours = (hours: number): string => {
  const at = new Date(Date.now() + hours * 3_600_000);
  const two = (n: number) => String(n).padStart(2, '0');
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}T${two(at.getHours())}:${two(at.getMinutes())}`;
};

function ClockField({
  form,
  name,
  label,
}: {
  readonly form: Omit<FormState<never>, 'submit'>;
  readonly name: string;
  readonly label: string;
}): ReactElement {
  const value = form.draft[name];
  return (
    <TextInput
      type="datetime-local"
      name={name}
      label={label}
      error={form.errorOf(name)}
      onBlur={() => form.left(name)}
      value={typeof value === 'string' ? value : ''}
      onChange={(event) => form.set(name, event.currentTarget.value)}
    />
  );
}

/** Posts with somebody in them, as `organisation · title name`. */
const choicesOf = (rows: readonly PositionRow[]): Choice[] =>
  rows
    .filter(({ holder, deputy }) => holder ?? deputy)
    .map(({ id, organisation, title, holder, deputy }) => ({ value: id as string, label: `${organisation} · ${title} ${holder ?? deputy ?? ''}` }));

interface PostsProps {
  readonly form: Omit<FormState<never>, 'submit'>;
  readonly name: string;
  /** Posts with a tick each, whether ticked or not. */
  readonly listed: readonly Choice[];
  readonly listLabel: string;
  readonly label: string;
  readonly hint: string;
}

/** Posts with a tick each, and a field in which further ones are looked for: a community has too many to show them all. */
function PostsField({ form, name, listed, listLabel, label, hint }: PostsProps): ReactElement {
  const t = useText();
  const { rows, problem } = useQueryRows(positions, { seats: false });
  const [added, setAdded] = useState<readonly Choice[]>([]);
  const [search, setSearch] = useState('');
  const shown = [...listed, ...added];
  const known = new Set(shown.map(({ value }) => value));
  const further = choicesOf(rows).filter(({ value }) => !known.has(value));
  const add = (position: string | null) => {
    const found = further.find(({ value }) => value === position);
    if (!found) return;
    setAdded([...added, found]);
    form.set(name, [...(form.draft[name] as readonly string[]), found.value]);
    setSearch('');
  };
  return (
    <>
      {shown.length > 0 && <ManyField form={form} name={name} label={listLabel} choices={shown} />}
      {problem && <ProblemNote problem={problem} />}
      <Select
        label={label}
        description={hint}
        error={shown.length === 0 ? form.errorOf(name) : null}
        searchable
        value={null}
        onChange={add}
        searchValue={search}
        onSearchChange={setSearch}
        data={further}
        nothingFoundMessage={t('response.briefing.nobodyLikeThat')}
      />
    </>
  );
}

const Called = z.object({
  title: z.string().trim().min(1).max(120),
  startsAt: Clock,
  place: z.string().trim().max(120).default(''),
  link: z
    .string()
    .regex(/^https?:\/\/[^\s"<>]{3,290}$/)
    .optional(),
  invited: z.array(z.string()).min(1).max(100),
});

/** Asks posts of several organisations to one table. */
export function CallBriefing({ incident, onDone }: { readonly incident: string; readonly onDone: () => void }): ReactElement {
  const t = useText();
  const send = useSend();
  const form = useForm(Called, { startsAt: inHours(1), invited: [] });
  return (
    <Form
      form={form}
      action={t('response.briefing.call')}
      secondary={
        <Button variant="default" onClick={onDone}>
          {t('web.cancel')}
        </Button>
      }
      onSubmit={async ({ startsAt, link, invited, ...rest }) => {
        const answer = await send(callBriefing, {
          briefingId: freshId() as never,
          incidentId: incident as never,
          startsAt: new Date(startsAt).toISOString(),
          link: link ?? null,
          invited: invited as never,
          ...rest,
        });
        if (answer.status === 'refused') return answer.problem;
        onDone();
        return null;
      }}
    >
      <TextField form={form} name="title" label={t('response.briefing.name')} maxLength={120} />
      <ClockField form={form} name="startsAt" label={t('response.briefing.when')} />
      <TextField form={form} name="place" label={t('response.briefing.place')} hint={t('response.briefing.placeHint')} maxLength={120} />
      <TextField form={form} name="link" label={t('response.briefing.link')} maxLength={300} optional />
      <PostsField
        form={form}
        name="invited"
        listed={[]}
        listLabel={t('response.briefing.invited')}
        label={t('response.briefing.invite')}
        hint={t('response.briefing.inviteHint')}
      />
    </Form>
  );
}

interface OnBriefing {
  readonly briefing: BriefingRow;
  readonly onDone: () => void;
}

const Came = z.object({ present: z.array(z.string()).min(1).max(100) });

/** Who came: those invited, and whoever else sat at the table. */
export function Attendance({ briefing, onDone }: OnBriefing): ReactElement {
  const t = useText();
  const send = useSend();
  const form = useForm(Came, { present: briefing.guests.flatMap((guest) => (guest.present ? guest.position : [])) });
  const listed = briefing.guests.map(({ position, organisationName, title, name }) => ({
    value: position,
    label: `${organisationName} · ${title} ${name ?? ''}`,
  }));
  return (
    <Form
      form={form}
      action={t('response.briefing.save')}
      secondary={
        <Button variant="default" onClick={onDone}>
          {t('web.cancel')}
        </Button>
      }
      onSubmit={async ({ present }) => {
        const answer = await send(recordAttendance, { briefingId: briefing.id as never, present: present as never });
        if (answer.status === 'refused') return answer.problem;
        onDone();
        return null;
      }}
    >
      <PostsField
        form={form}
        name="present"
        listed={listed}
        listLabel={t('response.briefing.whoCame')}
        label={t('response.briefing.whoElse')}
        hint={t('response.briefing.whoElseHint')}
      />
    </Form>
  );
}

const Cancelled = z.object({ reason: z.string().trim().min(1).max(300) });

/** It will not be held, and why. */
export function CancelBriefing({ briefing, onDone }: OnBriefing): ReactElement {
  const t = useText();
  const send = useSend();
  const form = useForm(Cancelled);
  return (
    <Form
      form={form}
      action={t('response.briefing.cancel')}
      secondary={
        <Button variant="default" onClick={onDone}>
          {t('web.cancel')}
        </Button>
      }
      onSubmit={async ({ reason }) => {
        const answer = await send(cancelBriefing, { briefingId: briefing.id as never, reason });
        if (answer.status === 'refused') return answer.problem;
        onDone();
        return null;
      }}
    >
      <TextField form={form} name="reason" label={t('response.briefing.why')} maxLength={300} />
    </Form>
  );
}

const Made = z.object({ text: z.string().trim().min(1).max(200), position: z.string().min(1), dueAt: Clock, asTask: z.boolean().default(true) });

/** Writes down what was decided, who answers for it and by when. */
export function MakeDecision({ briefing, onDone }: OnBriefing): ReactElement {
  const t = useText();
  const send = useSend();
  const { rows } = useQueryRows(positions, { seats: false });
  const form = useForm(Made, { dueAt: inHours(4), asTask: true });
  return (
    <Form
      form={form}
      action={t('response.briefing.save')}
      secondary={
        <Button variant="default" onClick={onDone}>
          {t('web.cancel')}
        </Button>
      }
      onSubmit={async ({ text, position, dueAt, asTask }) => {
        const owner = rows.find(({ id }) => (id as string) === position);
        if (!owner) return { code: 'response.postGone', kind: 'missing' };
        const answer = await send(recordDecision, {
          decisionId: freshId(),
          briefingId: briefing.id as never,
          text,
          organisationId: owner.organisationId,
          positionId: owner.id,
          dueAt: new Date(dueAt).toISOString(),
          asTask,
        });
        if (answer.status === 'refused') return answer.problem;
        onDone();
        return null;
      }}
    >
      <LongTextField form={form} name="text" label={t('response.briefing.decision')} rows={2} />
      <ChoiceField form={form} name="position" label={t('response.briefing.owner')} choices={choicesOf(rows)} />
      <ClockField form={form} name="dueAt" label={t('response.briefing.due')} />
      <YesField form={form} name="asTask" label={t('response.briefing.asTask')} hint={t('response.briefing.asTaskHint')} />
    </Form>
  );
}
