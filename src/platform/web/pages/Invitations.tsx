import { Button } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { type ReactElement, useState } from 'react';
import type { Problem } from '../../../kernel/result.ts';
import { ProblemNote } from '../parts/ProblemNote.tsx';
import { ask } from '../sync/api.ts';
import { useRichText, useText } from '../text/TextProvider.tsx';

interface Invitation {
  readonly community: string;
  readonly name: string;
}

/** Communities that invite the telephone this session was opened with; `otherwise` when there are none. Joining is the owner's own decision. */
export function Invitations({ otherwise = null }: { readonly otherwise?: ReactElement | null }): ReactElement | null {
  const t = useText();
  const rich = useRichText();
  const client = useQueryClient();
  const [problem, setProblem] = useState<Problem | null>(null);
  const { data } = useQuery({ queryKey: ['invitations'], queryFn: () => ask<{ invitations: readonly Invitation[] }>('/api/v1/invitations') });
  if (!data) return null;
  const waiting = data.ok ? data.value.invitations : [];
  if (waiting.length === 0) return otherwise;
  const answer = async (community: string, accept: boolean) => {
    const said = await ask('/api/v1/invitations', { method: 'POST', body: { community, accept } });
    setProblem(said.ok ? null : said.problem);
    await Promise.all([client.invalidateQueries({ queryKey: ['invitations'] }), client.invalidateQueries({ queryKey: ['me'] })]);
  };
  return (
    <section>
      {problem && <ProblemNote problem={problem} />}
      {waiting.map(({ community, name }) => (
        <div key={community} className="b-card">
          <p>{rich('web.invited.by', { name: <bdi key="name">{name}</bdi> })}</p>
          <div className="b-line">
            <Button onClick={() => void answer(community, true)}>{t('web.invited.join')}</Button>
            <Button variant="default" onClick={() => void answer(community, false)}>
              {t('web.invited.decline')}
            </Button>
          </div>
        </div>
      ))}
    </section>
  );
}
