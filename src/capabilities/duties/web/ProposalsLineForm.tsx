import type { ReactElement } from 'react';
import { ChoiceField, Form, ManyField, NumberField, TextField } from '../../../platform/web/parts/fields.tsx';
import { useForm } from '../../../platform/web/parts/form.ts';
import { freshId } from '../../../platform/web/sync/fresh-id.ts';
import { useQueryRows } from '../../../platform/web/sync/queries.ts';
import { useText } from '../../../platform/web/text/TextProvider.tsx';
import { organisations, places, positions } from '../../community/index.ts';
import { duties, everyPostHolds } from '../catalogue.ts';
import { assignmentId, roles } from '../model.ts';
import { DraftChange } from '../model-proposals.ts';
import { type CellRow, matrix } from '../queries.ts';
import type { ProposalLine } from '../queries-proposals.ts';

const kinds = ['add', 'change', 'end'] as const;

/** One line of a proposal: something new, or an assignment that stands and is to change or end. */
export function ProposalsLineForm({ number, onAdd }: { readonly number: number; readonly onAdd: (line: ProposalLine) => void }): ReactElement {
  const t = useText();
  const form = useForm(DraftChange, { kind: 'add', role: 'R', rank: 1 });
  const cells = useQueryRows(matrix, {});
  const everyone = useQueryRows(organisations, {});
  const grounds = useQueryRows(places, {});
  const { kind } = form.draft;
  const old = kind === 'add' ? undefined : cells.rows.find((row) => row.id === form.draft.endsId);
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
          const change = draft.kind === 'end' ? draft : { ...draft, id: assignmentId.parse(freshId()) };
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
            {holder && (
              <ChoiceField
                form={form}
                name="positionId"
                label={t('duties.position')}
                hint={t('duties.positionHint')}
                optional
                choices={posts.rows.filter((row) => row.organisationId === holder.id).map((row) => ({ value: row.id, label: row.title }))}
              />
            )}
            <ChoiceField
              form={form}
              name="role"
              label={t('duties.role')}
              choices={roles.map((role) => ({ value: role, label: t(`duties.role.${role}`) }))}
            />
            <NumberField form={form} name="rank" label={t('duties.rank')} hint={t('duties.rankHint')} />
            <ManyField
              form={form}
              name="grids"
              label={t('duties.grids')}
              hint={t('duties.gridsHint')}
              optional
              choices={grounds.rows.filter((place) => place.at === 'grid').map((place) => ({ value: place.id, label: place.name }))}
            />
            <ChoiceField form={form} name="delegatedFrom" label={t('duties.proposal.delegatedFrom')} optional choices={active} />
          </>
        )}
        <TextField form={form} name="basis" label={t('duties.proposal.basis')} maxLength={200} />
      </Form>
    </section>
  );
}
