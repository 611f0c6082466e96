import { type ReactElement, useEffect } from 'react';
import { ChoiceField, Form, TextField } from '../../../platform/web/parts/fields.tsx';
import { useForm } from '../../../platform/web/parts/form.ts';
import { freshId } from '../../../platform/web/sync/fresh-id.ts';
import { useQueryRows } from '../../../platform/web/sync/queries.ts';
import { useText } from '../../../platform/web/text/TextProvider.tsx';
import { organisations, positions } from '../../community/index.ts';
import { duties, everyPostHolds } from '../catalogue.ts';
import { assignmentId } from '../model.ts';
import { DraftChange } from '../model-proposals.ts';
import { type CellRow, matrix } from '../queries.ts';
import type { ProposalLine } from '../queries-proposals.ts';
import { AssignmentFields, endOf } from './AssignmentFields.tsx';
import { lastDayIn } from './days.ts';
import type { Beginning } from './propose-path.ts';

const kinds = ['add', 'change', 'end'] as const;

interface Props {
  readonly number: number;
  /** What is chosen to begin with. */
  readonly begins?: Beginning | undefined;
  readonly onAdd: (line: ProposalLine) => void;
}

/** One line of a proposal: something new, or an assignment that stands and is to change or end. */
export function ProposalsLineForm({ number, begins = {}, onAdd }: Props): ReactElement {
  const t = useText();
  const { ends, duty, organisation, role = 'R', rank = 1 } = begins;
  const form = useForm(DraftChange, { kind: begins.kind ?? (ends ? 'change' : 'add'), role, rank, endsId: ends, duty, organisationId: organisation });
  const cells = useQueryRows(matrix, {});
  const everyone = useQueryRows(organisations, {});
  const { kind } = form.draft;
  const chosenDuty = typeof form.draft.duty === 'string' ? form.draft.duty : undefined;
  const old = kind === 'add' ? undefined : cells.rows.find((row) => row.id === form.draft.endsId);
  const { set } = form;
  // What is not touched stays as it is: a change begins from what stands.
  useEffect(() => {
    if (!old) return;
    for (const name of ['positionId', 'role', 'grids', 'hazards', 'levels'] as const) set(name, old[name]);
    set('rank', old.id === begins.ends && begins.rank ? begins.rank : old.rank);
    set('until', old.until && lastDayIn(old.until));
  }, [old, set, begins.ends, begins.rank]);
  const holder = everyone.rows.find((row) => row.id === (kind === 'add' ? form.draft.organisationId : old?.organisationId));
  const posts = useQueryRows(positions, { ...(holder ? { organisationId: holder.id } : {}), seats: false }, { when: holder !== undefined });
  const active = everyone.rows.filter((row) => row.status === 'active').map((row) => ({ value: row.id, label: row.name }));
  const said = (row: CellRow): string =>
    `${t(`duty.${row.duty}`)} · ${row.title ? `${row.organisation} · ${row.title}` : row.organisation} · ${row.role}${row.rank > 1 ? row.rank : ''}`;
  return (
    <section className="b-rows">
      <h3>{t('duties.proposal.line', { n: number })}</h3>
      <Form
        form={form}
        action={t('duties.proposal.addLine')}
        onSubmit={async (draft) => {
          const change = draft.kind === 'end' ? draft : { ...draft, id: assignmentId.parse(freshId()), until: endOf(draft.until) };
          onAdd({
            change,
            duty: change.kind === 'add' ? change.duty : (old?.duty ?? ''),
            organisation: holder?.name ?? '',
            title: change.kind === 'end' ? (old?.title ?? null) : (posts.rows.find((row) => row.id === change.positionId)?.title ?? null),
            delegatedFrom: active.find((o) => o.value === change.delegatedFrom)?.label ?? null,
            before: old ? { role: old.role, rank: old.rank, title: old.title } : null,
          });
          return null;
        }}
      >
        <ChoiceField
          form={form}
          name="kind"
          label={t('duties.proposal.kind')}
          choices={kinds.map((one) => ({ value: one, label: t(`duties.proposal.kind.${one}`) }))}
        />
        {kind === 'add' ? (
          <>
            <ChoiceField
              form={form}
              name="duty"
              label={t('duties.duty')}
              choices={duties.filter((d) => d.code !== everyPostHolds).map(({ code }) => ({ value: code, label: t(`duty.${code}`) }))}
            />
            <ChoiceField form={form} name="organisationId" label={t('duties.organisation')} choices={active} />
          </>
        ) : (
          <ChoiceField
            form={form}
            name="endsId"
            label={t('duties.proposal.which')}
            choices={cells.rows.map((row) => ({ value: row.id, label: said(row) }))}
          />
        )}
        {kind !== 'end' && (
          <>
            <AssignmentFields form={form} duty={kind === 'add' ? chosenDuty : old?.duty} organisationId={holder?.id} />
            <ChoiceField form={form} name="delegatedFrom" label={t('duties.proposal.delegatedFrom')} optional choices={active} />
          </>
        )}
        <TextField form={form} name="basis" label={t('duties.proposal.basis')} maxLength={200} />
      </Form>
    </section>
  );
}
