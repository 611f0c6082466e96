import { type ReactElement, useState } from 'react';
import { z } from 'zod';
import { ChoiceField, Form, NumberField, TextField } from '../../../platform/web/parts/fields.tsx';
import { useForm } from '../../../platform/web/parts/form.ts';
import { Page } from '../../../platform/web/parts/Page.tsx';
import { ProblemNote } from '../../../platform/web/parts/ProblemNote.tsx';
import { SayButton } from '../../../platform/web/parts/SayButton.tsx';
import { StatusMark } from '../../../platform/web/parts/StatusMark.tsx';
import { ask } from '../../../platform/web/sync/api.ts';
import { freshId } from '../../../platform/web/sync/fresh-id.ts';
import { useSend } from '../../../platform/web/sync/LinkProvider.tsx';
import { useMe } from '../../../platform/web/sync/me.tsx';
import { useQueryRows } from '../../../platform/web/sync/queries.ts';
import { Ago } from '../../../platform/web/text/parts.tsx';
import { useText } from '../../../platform/web/text/TextProvider.tsx';
import { addEndpoint, addFeed, endEndpoint, endFeed } from '../commands-feed.ts';
import type { EndpointId, FeedId } from '../notice.ts';
import { endpointList, feedList } from '../queries.ts';
import styles from './Warnings.module.css';

const Name = z.string().trim().min(1).max(60);
const Polled = z.object({ name: Name, url: z.url({ protocol: /^https?$/ }).max(500), everyMin: z.number().int().min(1).max(1440) });
const Pushed = z.object({ name: Name });
const Partner = z.object({ name: Name, channel: z.enum(['webhook', 'email']), address: z.string().trim().min(3).max(500) });

/** Where alerts come from by themselves, and whom outside we can tell. */
export default function SourcesPage(): ReactElement {
  const t = useText();
  const { may } = useMe();
  return (
    <Page title={t('warnings.sources')}>
      {may('warnings.receive') && <Feeds />}
      {may('warnings.publish') && <Partners />}
    </Page>
  );
}

function Feeds(): ReactElement {
  const t = useText();
  const { rows, problem } = useQueryRows(feedList, {});
  return (
    <section className="b-rows" aria-labelledby="feeds">
      <h2 id="feeds">{t('warnings.sources.feeds')}</h2>
      {problem && <ProblemNote problem={problem} />}
      {rows.length === 0 && !problem && <p className="b-soft">{t('warnings.sources.none')}</p>}
      <ul className={`b-rows ${styles.list}`}>
        {rows.map((feed) => (
          <li key={feed.id} className="b-card b-rows">
            <div className="b-line">
              <strong>
                <bdi>{feed.name}</bdi>
              </strong>
              <span className={styles.token}>
                {feed.kind === 'polled'
                  ? t('warnings.sources.polled', { min: feed.everyMin ?? 0, url: feed.url ?? '' })
                  : t('warnings.sources.pushed')}
              </span>
            </div>
            {feed.kind === 'polled' && <LastLook lookedAt={feed.lookedAt} problem={feed.problem} />}
            <div>
              <SayButton command={endFeed} payload={{ feedId: feed.id as FeedId }}>
                {t('warnings.sources.end')}
              </SayButton>
            </div>
          </li>
        ))}
      </ul>
      <AddPolled />
      <AddPushed />
    </section>
  );
}

function LastLook({ lookedAt, problem }: { readonly lookedAt: string | null; readonly problem: string | null }): ReactElement {
  const t = useText();
  if (lookedAt === null) return <StatusMark is="todo" word={t('warnings.sources.never')} />;
  return (
    <div className="b-line">
      {problem === null ? (
        <StatusMark is="done" word={t('warnings.sources.good')} />
      ) : (
        <StatusMark is="late" word={t(`problem.${problem}`, { line: 1, error: '', maxMib: 8 })} />
      )}
      <Ago at={lookedAt} />
    </div>
  );
}

function AddPolled(): ReactElement {
  const t = useText();
  const send = useSend();
  const form = useForm(Polled, { everyMin: 5 });
  return (
    <details>
      <summary>{t('warnings.sources.addPolled')}</summary>
      <Form
        form={form}
        action={t('warnings.sources.save')}
        onSubmit={async (value) => {
          const result = await send(addFeed, { kind: 'polled', feedId: freshId() as FeedId, ...value });
          if (result.status === 'refused') return result.problem;
          form.reset();
          return null;
        }}
      >
        <TextField form={form} name="name" label={t('warnings.sources.name')} maxLength={60} />
        <TextField form={form} name="url" label={t('warnings.sources.url')} />
        <NumberField form={form} name="everyMin" label={t('warnings.sources.every')} />
      </Form>
    </details>
  );
}

/** The token is made by the server and shown here, once. */
function AddPushed(): ReactElement {
  const t = useText();
  const { community } = useMe();
  const { refetch } = useQueryRows(feedList, {});
  const form = useForm(Pushed);
  const [token, setToken] = useState<string | null>(null);
  return (
    <details>
      <summary>{t('warnings.sources.addPushed')}</summary>
      <Form
        form={form}
        action={t('warnings.sources.save')}
        onSubmit={async ({ name }) => {
          const body = { community: community.id, feedId: freshId() as FeedId, name };
          const made = await ask<{ token: string }>('/api/v1/warnings/feeds/token', { method: 'POST', body });
          if (!made.ok) return made.problem;
          setToken(made.value.token);
          refetch();
          form.reset();
          return null;
        }}
      >
        <TextField form={form} name="name" label={t('warnings.sources.name')} maxLength={60} />
      </Form>
      {token && (
        <div role="status">
          <p>{t('warnings.sources.token')}</p>
          <code className={styles.token} dir="ltr">
            {token}
          </code>
        </div>
      )}
    </details>
  );
}

function Partners(): ReactElement {
  const t = useText();
  const send = useSend();
  const { rows, problem } = useQueryRows(endpointList, {});
  const form = useForm(Partner, { channel: 'webhook' });
  const channels = (['webhook', 'email'] as const).map((value) => ({ value, label: t(`warnings.channel.${value}`) }));
  return (
    <section className="b-rows" aria-labelledby="partners">
      <h2 id="partners">{t('warnings.sources.partners')}</h2>
      {problem && <ProblemNote problem={problem} />}
      {rows.length === 0 && !problem && <p className="b-soft">{t('warnings.sources.none')}</p>}
      <ul className={`b-rows ${styles.list}`}>
        {rows.map((one) => (
          <li key={one.id} className="b-line">
            <strong>
              <bdi>{one.name}</bdi>
            </strong>
            <span>{t(`warnings.channel.${one.channel}`)}</span>
            <bdi className={styles.token}>{one.address}</bdi>
            <SayButton command={endEndpoint} payload={{ endpointId: one.id as EndpointId }}>
              {t('warnings.sources.end')}
            </SayButton>
          </li>
        ))}
      </ul>
      <details>
        <summary>{t('warnings.sources.addPartner')}</summary>
        <Form
          form={form}
          action={t('warnings.sources.save')}
          onSubmit={async (value) => {
            const result = await send(addEndpoint, { endpointId: freshId() as EndpointId, ...value });
            if (result.status === 'refused') return result.problem;
            form.reset();
            return null;
          }}
        >
          <TextField form={form} name="name" label={t('warnings.sources.name')} maxLength={60} />
          <ChoiceField form={form} name="channel" label={t('warnings.sources.channel')} choices={channels} />
          <TextField form={form} name="address" label={t('warnings.sources.address')} />
        </Form>
      </details>
    </section>
  );
}
