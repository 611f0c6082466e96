import { Button } from '@mantine/core';
import { type ReactElement, useState } from 'react';
import { z } from 'zod';
import { DataTable } from '../../../platform/web/parts/DataTable.tsx';
import { DutyButton } from '../../../platform/web/parts/DutyButton.tsx';
import { Empty } from '../../../platform/web/parts/Empty.tsx';
import { ExerciseFrame } from '../../../platform/web/parts/ExerciseFrame.tsx';
import { Form, ManyField, NumberField, TextField, YesField } from '../../../platform/web/parts/fields.tsx';
import { useForm } from '../../../platform/web/parts/form.ts';
import { useConfirm } from '../../../platform/web/parts/overlays.tsx';
import { Page } from '../../../platform/web/parts/Page.tsx';
import { SidePanel, usePanel } from '../../../platform/web/parts/SidePanel.tsx';
import { StatusMark } from '../../../platform/web/parts/StatusMark.tsx';
import type { Column } from '../../../platform/web/parts/table-logic.ts';
import { freshId } from '../../../platform/web/sync/fresh-id.ts';
import { useSend } from '../../../platform/web/sync/LinkProvider.tsx';
import { useQueryRows } from '../../../platform/web/sync/queries.ts';
import { Ago, Num, PersonText, Share } from '../../../platform/web/text/parts.tsx';
import { useText } from '../../../platform/web/text/TextProvider.tsx';
import { positions } from '../../community/index.ts';
import { startContactTest } from '../commands-contact.ts';
import { type ContactTestRow, contactTests } from '../queries-contact.ts';
import { ContactTestPanel } from './ContactTestPanel.tsx';

/** Contact tests: who could be reached, how fast, and who not at all. */
export default function ContactTestsPage(): ReactElement {
  const t = useText();
  const { rows, loading, problem } = useQueryRows(contactTests, {});
  const [id, open, close] = usePanel('test');
  const [starting, setStarting] = useState(false);
  const chosen = rows.find((row) => row.id === id);
  const runs = rows.some(({ closedAt }) => closedAt === null);
  const columns: readonly Column<ContactTestRow>[] = [
    { key: 'title', title: t('duties.contact.name'), value: (row) => row.title, cell: (row) => <PersonText>{row.title}</PersonText>, main: true },
    {
      key: 'state',
      title: t('duties.contact.state'),
      value: (row) => t(row.closedAt ? 'duties.contact.closed' : 'duties.contact.runs'),
      cell: (row) => (
        <span className="b-line">
          <StatusMark is={row.closedAt ? 'done' : 'doing'} word={t(row.closedAt ? 'duties.contact.closed' : 'duties.contact.runs')} />
          {row.exercise && <strong>{t('web.exercise')}</strong>}
        </span>
      ),
      width: 190,
    },
    { key: 'started', title: t('duties.contact.started'), value: (row) => row.startedAt, cell: (row) => <Ago at={row.startedAt} />, width: 140 },
    {
      key: 'reached',
      title: t('duties.contact.reached'),
      value: (row) => row.measures.share,
      cell: (row) => <Share of={row.measures.reached} all={row.measures.posts} />,
      width: 150,
      end: true,
    },
    {
      key: 'median',
      title: t('duties.contact.median'),
      value: (row) => row.measures.medianMin,
      cell: (row) => <Minutes of={row.measures.medianMin} />,
      end: true,
      width: 140,
    },
    {
      key: 'p90',
      title: t('duties.contact.p90'),
      value: (row) => row.measures.p90Min,
      cell: (row) => <Minutes of={row.measures.p90Min} />,
      end: true,
      width: 160,
    },
    { key: 'unreachable', title: t('duties.contact.unreachable'), value: (row) => row.measures.unreachable.length, end: true, width: 140 },
  ];
  return (
    <Page
      title={t('duties.contact.title')}
      lead={t('duties.contact.lead')}
      actions={
        !starting && (
          <DutyButton duty="warnings.publish" disabled={runs} onClick={() => setStarting(true)}>
            {t(runs ? 'duties.contact.oneRuns' : 'duties.contact.start')}
          </DutyButton>
        )
      }
    >
      {starting && <StartTest onDone={() => setStarting(false)} />}
      <DataTable
        name="contact-tests"
        label={t('duties.contact.title')}
        rows={rows}
        rowKey={(row) => row.id}
        columns={columns}
        onOpen={(row) => open(row.id)}
        loading={loading}
        problem={problem}
        empty={<Empty title={t('duties.contact.none')} text={t('duties.contact.noneText')} />}
      />
      {chosen && (
        <SidePanel title={<PersonText>{chosen.title}</PersonText>} onClose={close}>
          {chosen.exercise ? (
            <ExerciseFrame>
              <ContactTestPanel key={chosen.id} test={chosen} />
            </ExerciseFrame>
          ) : (
            <ContactTestPanel key={chosen.id} test={chosen} />
          )}
        </SidePanel>
      )}
    </Page>
  );
}

function Minutes({ of }: { readonly of: number | null }): ReactElement {
  return of === null ? <span>—</span> : <Num value={Math.round(of * 10) / 10} />;
}

const Started = z.object({
  title: z.string().trim().min(1).max(80),
  organisations: z.array(z.string()).min(1),
  withinMin: z.number().int().min(5).max(1440),
  exercise: z.boolean().default(false),
});

/** Who is tried: every post of the organisations chosen. */
function StartTest({ onDone }: { readonly onDone: () => void }): ReactElement {
  const t = useText();
  const send = useSend();
  const confirm = useConfirm();
  const { rows } = useQueryRows(positions, { seats: false });
  const byOrganisation = Map.groupBy(rows, ({ organisationId }) => organisationId as string);
  const choices = [...byOrganisation].map(([value, posts]) => ({
    value,
    label: t('duties.contact.organisation', { name: posts[0]?.organisation ?? '', n: posts.length }),
  }));
  const form = useForm(Started, { withinMin: 30, organisations: [], exercise: false });
  return (
    <section className="b-card">
      <Form
        form={form}
        action={t('duties.contact.start')}
        secondary={
          <Button variant="default" onClick={onDone}>
            {t('web.cancel')}
          </Button>
        }
        onSubmit={async ({ title, organisations, withinMin, exercise }) => {
          const chosen = organisations.flatMap((id) => byOrganisation.get(id) ?? []);
          const asked = {
            title: t('duties.contact.ask', { n: chosen.length }),
            text: t(exercise ? 'duties.contact.askDrill' : 'duties.contact.askText'),
            action: t('duties.contact.start'),
          };
          if (!(await confirm(asked))) return null;
          const answer = await send(startContactTest, {
            testId: freshId() as never,
            title,
            exercise,
            withinMin,
            positions: chosen.map(({ id }) => id),
          });
          if (answer.status === 'refused') return answer.problem;
          onDone();
          return null;
        }}
      >
        <TextField form={form} name="title" label={t('duties.contact.name')} hint={t('duties.contact.nameHint')} maxLength={80} />
        <ManyField form={form} name="organisations" label={t('duties.contact.whom')} choices={choices} />
        <NumberField form={form} name="withinMin" label={t('duties.contact.within')} hint={t('duties.contact.withinHint')} />
        <YesField form={form} name="exercise" label={t('duties.contact.exercise')} hint={t('duties.contact.exerciseHint')} />
      </Form>
    </section>
  );
}
