import { Button } from '@mantine/core';
import type { ReactElement } from 'react';
import { z } from 'zod';
import type { OrganisationId } from '../../../kernel/ids.ts';
import type { Problem } from '../../../kernel/result.ts';
import { ChoiceField, DateField, Form, LongTextField, TextField } from '../../../platform/web/parts/fields.tsx';
import { useForm } from '../../../platform/web/parts/form.ts';
import { useToast } from '../../../platform/web/parts/overlays.tsx';
import { freshId } from '../../../platform/web/sync/fresh-id.ts';
import { useSend } from '../../../platform/web/sync/LinkProvider.tsx';
import { useQueryRows } from '../../../platform/web/sync/queries.ts';
import { useText } from '../../../platform/web/text/TextProvider.tsx';
import { proposeSeveral, wordingFields } from '../commands-proposals.ts';
import { type Assignment, type AssignmentId, assignmentId } from '../model.ts';
import { type MatrixChange, plainText, proposalId } from '../model-proposals.ts';
import { speakingPosts } from '../queries-proposals.ts';
import { dayBegins } from './days.ts';

/** A change that somebody else worked out: an assignment that begins, or one that ends. */
export type Wished =
  | ({ readonly kind: 'add' } & Pick<Assignment, 'duty' | 'organisationId' | 'positionId' | 'role' | 'rank'>)
  | { readonly kind: 'end'; readonly endsId: AssignmentId; readonly organisationId: OrganisationId };

const together = ['each', 'one'] as const;
const Head = wordingFields.extend({
  basis: plainText(200),
  takesEffect: z.iso.date().nullable().default(null),
  /** One proposal for each organisation that gains or loses, or one for all of them, which all must accept. */
  together: z.enum(together),
});

/** A proposal holds so many lines at the most. */
const most = 60;
const inParts = (lines: readonly Wished[]): Wished[][] =>
  Array.from({ length: Math.ceil(lines.length / most) }, (_, i) => lines.slice(i * most, (i + 1) * most));

interface Props {
  readonly wished: readonly Wished[];
  readonly names: ReadonlyMap<string, string>;
  /** Why, and what it rests on, to begin with. */
  readonly reason: string;
  readonly basis: string;
  readonly onDone: (proposals: number) => void;
  readonly onCancel: () => void;
}

/** Puts changes to the organisations they affect, instead of writing them past them: each organisation by itself, or all in one. */
export function ProposeLines({ wished, names, reason, basis, onDone, onCancel }: Props): ReactElement {
  const t = useText();
  const send = useSend();
  const toast = useToast();
  const { rows: posts } = useQueryRows(speakingPosts, {});
  const form = useForm(Head, { reason, basis, together: 'each', title: t('duties.proposal.fromAnalysis') });
  const change = (line: Wished, ground: string): MatrixChange =>
    line.kind === 'end'
      ? { kind: 'end', endsId: line.endsId, basis: ground, delegatedFrom: null }
      : {
          ...line,
          id: assignmentId.parse(freshId()),
          grids: null,
          hazards: null,
          levels: null,
          until: null,
          basis: ground,
          delegatedFrom: null,
        };
  return (
    <Form
      form={form}
      action={t('duties.propose')}
      secondary={
        <Button variant="default" onClick={onCancel}>
          {t('web.cancel')}
        </Button>
      }
      onSubmit={async ({ basis: ground, takesEffect, together: how, title, reason: why, positionId }): Promise<Problem | null> => {
        const groups = (how === 'one' ? [[...wished]] : [...Map.groupBy(wished, (line) => line.organisationId).values()]).flatMap(inParts);
        // All of them or none: one that is refused must not leave the others standing.
        const result = await send(proposeSeveral, {
          positionId,
          takesEffect: takesEffect && dayBegins(takesEffect),
          proposals: groups.map((group, i) => {
            const house = how === 'one' ? '' : ` · ${names.get(group[0]?.organisationId ?? '') ?? i + 1}`;
            return {
              reason: why,
              title: `${[...title].slice(0, 80 - house.length).join('')}${house}`.slice(0, 80),
              proposalId: proposalId.parse(freshId()),
              changes: group.map((line) => change(line, ground)),
            };
          }),
        });
        if (result.status === 'refused') return result.problem;
        toast(t('duties.proposedMany', { n: groups.length }));
        onDone(groups.length);
        return null;
      }}
    >
      <ChoiceField
        form={form}
        name="together"
        label={t('duties.proposal.together')}
        hint={t('duties.proposal.togetherHint')}
        choices={together.map((how) => ({ value: how, label: t(`duties.proposal.together.${how}`) }))}
      />
      <ChoiceField
        form={form}
        name="positionId"
        label={t('duties.proposal.speakAs')}
        choices={posts.map((p) => ({ value: p.positionId, label: `${p.organisation} · ${p.title}` }))}
      />
      <TextField form={form} name="title" label={t('duties.proposal.subject')} maxLength={80} />
      <LongTextField form={form} name="reason" label={t('duties.proposal.reason')} />
      <TextField form={form} name="basis" label={t('duties.proposal.basis')} maxLength={200} />
      <DateField form={form} name="takesEffect" label={t('duties.proposal.takesEffect')} hint={t('duties.proposal.asSoon')} optional />
    </Form>
  );
}
