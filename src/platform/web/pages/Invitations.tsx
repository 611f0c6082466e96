import { Button } from '@mantine/core';
import { type QueryClient, useQuery, useQueryClient } from '@tanstack/react-query';
import { type ReactElement, useState } from 'react';
import type { Problem } from '../../../kernel/result.ts';
import { Loading } from '../parts/Loading.tsx';
import { Page } from '../parts/Page.tsx';
import { ProblemNote } from '../parts/ProblemNote.tsx';
import { ask } from '../sync/api.ts';
import { useRichText, useText } from '../text/TextProvider.tsx';

interface Invitation {
  readonly community: string;
  readonly name: string;
}

/** Who invites the telephone this session was opened with; null while that is asked. */
function useInvitations(): readonly Invitation[] | null {
  const { data } = useQuery({ queryKey: ['invitations'], queryFn: () => ask<{ invitations: readonly Invitation[] }>('/api/v1/invitations') });
  if (!data) return null;
  return data.ok ? data.value.invitations : [];
}

const lookAgain = (client: QueryClient) =>
  Promise.all([client.invalidateQueries({ queryKey: ['invitations'] }), client.invalidateQueries({ queryKey: ['me'] })]);

/** For somebody who is in no community: the one that invites, or whom to ask. */
export function InvitationsPage(): ReactElement {
  const t = useText();
  const client = useQueryClient();
  const waiting = useInvitations();
  if (!waiting) return <Loading />;
  if (waiting.length > 0)
    return (
      <Page title={t('web.invited.title')}>
        {waiting.map((each) => (
          <Invited key={each.community} invitation={each} />
        ))}
      </Page>
    );
  return (
    <Page title={t('web.noCommunity.title')} lead={t('web.noCommunity.text')}>
      <div>
        <Button variant="default" onClick={() => void lookAgain(client)}>
          {t('web.again')}
        </Button>
      </div>
    </Page>
  );
}

/** In the settings: a card for each further community that invites; nothing where none does. */
export function Invitations(): ReactElement | null {
  const waiting = useInvitations() ?? [];
  if (waiting.length === 0) return null;
  return (
    <section className="b-rows">
      {waiting.map((each) => (
        <div key={each.community} className="b-card">
          <Invited invitation={each} />
        </div>
      ))}
    </section>
  );
}

/** Joining is the owner's own decision. */
function Invited({ invitation }: { readonly invitation: Invitation }): ReactElement {
  const t = useText();
  const rich = useRichText();
  const client = useQueryClient();
  const [problem, setProblem] = useState<Problem | null>(null);
  const answer = async (accept: boolean) => {
    const said = await ask('/api/v1/invitations', { method: 'POST', body: { community: invitation.community, accept } });
    setProblem(said.ok ? null : said.problem);
    await lookAgain(client);
  };
  return (
    <div className="b-rows">
      <p>{rich('web.invited.by', { name: <bdi key="name">{invitation.name}</bdi> })}</p>
      {problem && <ProblemNote problem={problem} />}
      <div className="b-line">
        <Button onClick={() => void answer(true)}>{t('web.invited.join')}</Button>
        <Button variant="default" onClick={() => void answer(false)}>
          {t('web.invited.decline')}
        </Button>
      </div>
    </div>
  );
}
