import type { ReactElement } from 'react';
import { z } from 'zod';
import { Form, LongTextField, TextField } from '../../../platform/web/parts/fields.tsx';
import { useForm } from '../../../platform/web/parts/form.ts';
import { freshId } from '../../../platform/web/sync/fresh-id.ts';
import { useText } from '../../../platform/web/text/TextProvider.tsx';
import { enrolMembers } from '../commands-people.ts';
import { Member, name } from '../model.ts';
import type { OrganisationRow } from '../queries.ts';
import { readMemberList } from '../rules/member-list.ts';
import { useSave } from './useSave.ts';

const most = 500;
const Members = z.object({ title: name(60), list: z.string().trim().min(1).max(60_000) });

/** Takes a pasted list of people into a team, one seat each. */
export function MembersForm({ organisation, onDone }: { readonly organisation: OrganisationRow; readonly onDone: () => void }): ReactElement {
  const t = useText();
  const save = useSave(onDone);
  const form = useForm(Members, { title: t('community.memberTitle') });
  const { people, unread } = readMemberList(typeof form.draft.list === 'string' ? form.draft.list : '');
  return (
    <Form
      form={form}
      action={t('community.enrol', { n: people.length })}
      onSubmit={async ({ title, list }) => {
        const read = readMemberList(list);
        const [bad] = read.unread;
        if (bad !== undefined) return { code: 'community.memberUnread', kind: 'invalid', params: { line: bad } };
        if (read.people.length > most) return { code: 'community.tooManyMembers', kind: 'invalid', params: { most } };
        const members: Member[] = [];
        for (const [index, person] of read.people.entries()) {
          const member = Member.safeParse({ positionId: freshId(), person: { id: freshId(), ...person } });
          if (!member.success) return { code: 'community.memberUnread', kind: 'invalid', params: { line: index + 1 } };
          members.push(member.data);
        }
        return save(enrolMembers, { organisationId: organisation.id, title, members });
      }}
    >
      <TextField form={form} name="title" label={t('community.memberTitleLabel')} maxLength={60} />
      <LongTextField form={form} name="list" label={t('community.memberList')} hint={t('community.memberListHint')} rows={8} />
      {(people.length > 0 || unread.length > 0) && (
        <p role="status" className="b-small">
          {t('community.membersRead', { n: people.length })}
          {unread.length > 0 && <span className="b-attention"> {t('community.membersUnread', { lines: unread.slice(0, 8).join(', ') })}</span>}
        </p>
      )}
    </Form>
  );
}
