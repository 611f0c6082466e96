import { Button } from '@mantine/core';
import { type ReactElement, useState } from 'react';
import { z } from 'zod';
import type { Problem } from '../../../kernel/result.ts';
import { Empty } from '../../../platform/web/parts/Empty.tsx';
import { ChoiceField, DateField, Form, TextField } from '../../../platform/web/parts/fields.tsx';
import { useForm } from '../../../platform/web/parts/form.ts';
import { useConfirm } from '../../../platform/web/parts/overlays.tsx';
import { Page } from '../../../platform/web/parts/Page.tsx';
import { ProblemNote } from '../../../platform/web/parts/ProblemNote.tsx';
import { StatusMark } from '../../../platform/web/parts/StatusMark.tsx';
import { freshId } from '../../../platform/web/sync/fresh-id.ts';
import { type HeldPosition, useMe } from '../../../platform/web/sync/me.tsx';
import { useQueryRows } from '../../../platform/web/sync/queries.ts';
import { useNow } from '../../../platform/web/text/clock.ts';
import { PersonText, When } from '../../../platform/web/text/parts.tsx';
import { useRichText, useText } from '../../../platform/web/text/TextProvider.tsx';
import { endCover, nameCover } from '../commands-cover.ts';
import { personId } from '../model.ts';
import { positions } from '../queries.ts';
import { type CoverRow, covers } from '../queries-cover.ts';
import { useSave } from './useSave.ts';

/** Who acts for me while I am away, and for whom I act: by post, from when to when. */
export default function CoverPage(): ReactElement {
  const t = useText();
  const me = useMe();
  const { rows, loading, problem } = useQueryRows(covers, {});
  const known = !loading && !problem;
  const own = me.positions.filter((p) => !p.seat && !p.asDeputy && !p.actingUntil);
  const mine = rows.filter((row) => row.personId === me.person);
  const others = rows.filter((row) => row.personId !== me.person && !own.some(({ id }) => id === row.positionId));
  return (
    <Page title={t('community.cover.title')} lead={t('community.cover.lead')}>
      {problem && <ProblemNote problem={problem} />}
      {own.length === 0 && <Empty title={t('community.cover.noPost')} text={t('community.cover.noPostText')} />}
      {own.map((post) => (
        <OwnPost key={post.id} post={post} known={known} rows={rows.filter(({ positionId }) => positionId === post.id)} />
      ))}
      <Covers heading={t('community.cover.iAct')} rows={mine} />
      <Covers heading={t('community.cover.others')} rows={others} />
    </Page>
  );
}

interface OwnPostProps {
  readonly post: HeldPosition;
  readonly rows: readonly CoverRow[];
  /** Are these all there are, or have they not been read yet? */
  readonly known: boolean;
}

function OwnPost({ post, rows, known }: OwnPostProps): ReactElement {
  const t = useText();
  const [naming, setNaming] = useState(false);
  return (
    <section className="b-card b-rows" aria-labelledby={`post-${post.id}`}>
      <h2 id={`post-${post.id}`}>
        <bdi>{post.organisation}</bdi> · <bdi>{post.title}</bdi>
      </h2>
      {known && rows.length === 0 && <p className="b-soft">{t('community.cover.nobody')}</p>}
      <CoverList rows={rows} />
      {naming ? (
        <NameCover post={post} onDone={() => setNaming(false)} />
      ) : (
        <div>
          <Button onClick={() => setNaming(true)}>{t('community.cover.name')}</Button>
        </div>
      )}
    </section>
  );
}

const Named = z.object({ person: personId, from: z.iso.date(), to: z.iso.date(), note: z.string().trim().max(120).default('') });

/** A calendar day as people here count it, at its first moment. */
const midnight = (day: string, plusDays = 0): Date => {
  const at = new Date(`${day}T00:00:00`);
  at.setDate(at.getDate() + plusDays);
  return at;
};
const dayOf = (at: Date): string => `${at.getFullYear()}-${String(at.getMonth() + 1).padStart(2, '0')}-${String(at.getDate()).padStart(2, '0')}`;

function NameCover({ post, onDone }: { readonly post: HeldPosition; readonly onDone: () => void }): ReactElement {
  const t = useText();
  const me = useMe();
  const now = useNow(60_000);
  const save = useSave(onDone);
  const form = useForm(Named, { from: dayOf(now), to: dayOf(now) });
  const args = post.organisationId ? { organisationId: post.organisationId } : {};
  const posts = useQueryRows(positions, { ...args, seats: false });
  const seats = useQueryRows(positions, { ...args, seats: true });
  const people = new Map<string, string>();
  for (const row of [...posts.rows, ...seats.rows]) {
    if (row.holderId && row.holder) people.set(row.holderId, people.get(row.holderId) ?? `${row.holder} · ${row.title}`);
    if (row.deputyId && row.deputy) people.set(row.deputyId, people.get(row.deputyId) ?? `${row.deputy} · ${row.title}`);
  }
  people.delete(me.person);
  const alone = people.size === 0 && ![posts, seats].some(({ loading, problem }) => loading || problem);
  return (
    <Form
      form={form}
      action={t('community.cover.save')}
      secondary={
        <Button variant="default" onClick={onDone}>
          {t('web.cancel')}
        </Button>
      }
      onSubmit={({ person, from, to, note }) => {
        // Today means from this moment on, not from a midnight that has passed; the last day counts whole.
        const since = from === dayOf(now) ? null : midnight(from).toISOString();
        const until = midnight(to, 1).toISOString();
        return save(nameCover, { id: freshId() as never, positionId: post.id, personId: person, since, until, note });
      }}
    >
      <ChoiceField
        form={form}
        name="person"
        label={t('community.cover.who')}
        hint={t(alone ? 'community.cover.nobodyElse' : 'community.cover.whoHint')}
        choices={[...people].map(([value, label]) => ({ value, label }))}
      />
      <DateField form={form} name="from" label={t('community.cover.from')} />
      <DateField form={form} name="to" label={t('community.cover.to')} hint={t('community.cover.toHint')} />
      <TextField form={form} name="note" label={t('community.cover.note')} hint={t('community.cover.noteHint')} maxLength={120} optional />
    </Form>
  );
}

function Covers({ heading, rows }: { readonly heading: string; readonly rows: readonly CoverRow[] }): ReactElement | null {
  if (rows.length === 0) return null;
  return (
    <section className="b-card b-rows">
      <h2>{heading}</h2>
      <CoverList rows={rows} />
    </section>
  );
}

function CoverList({ rows }: { readonly rows: readonly CoverRow[] }): ReactElement | null {
  const t = useText();
  const rich = useRichText();
  const me = useMe();
  const confirm = useConfirm();
  const save = useSave();
  const [refused, setRefused] = useState<Problem | null>(null);
  if (rows.length === 0) return null;
  const end = async (row: CoverRow) => {
    const asked = { title: t('community.cover.endTitle'), text: t('community.cover.endText'), action: t('community.cover.end') };
    if (await confirm(asked)) setRefused(await save(endCover, { coverId: row.id as never }));
  };
  return (
    <>
      {refused && <ProblemNote problem={refused} />}
      <ul className="b-rows">
        {rows.map((row) => (
          <li key={row.id} className="b-line">
            <StatusMark is={row.runs ? 'doing' : 'todo'} word={t(row.runs ? 'community.cover.runs' : 'community.cover.comes')} />
            <span>
              {rich('community.cover.line', {
                person: <PersonText key="person">{row.person}</PersonText>,
                holder: <PersonText key="holder">{row.holder}</PersonText>,
                post: (
                  <bdi key="post">
                    {row.organisation} · {row.title}
                  </bdi>
                ),
              })}
            </span>
            <span className="b-soft">
              <When at={row.since} style="day" /> – <When at={Date.parse(row.until) - 1} style="day" />
            </span>
            {row.note && (
              <span className="b-soft">
                <PersonText>{row.note}</PersonText>
              </span>
            )}
            {(row.holderId === me.person || me.may('community.manage')) && (
              <Button variant="default" size="compact-md" onClick={() => void end(row)}>
                {t('community.cover.end')}
              </Button>
            )}
          </li>
        ))}
      </ul>
    </>
  );
}
