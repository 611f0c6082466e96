import { useQuery } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { ask } from '../sync/api.ts';
import { useMe } from '../sync/me.tsx';
import { When } from '../text/parts.tsx';
import { useHasText, useText } from '../text/TextProvider.tsx';
import styles from './notes.module.css';

/** One answer of the query `duties.whoAnswers`: who answers for a duty here and now, first those accountable, then by rank. */
export interface DutyHolder {
  readonly organisation: string;
  /** Title of the position; null when the organisation named none. */
  readonly position: string | null;
  readonly holder: string | null;
  readonly phone: string | null;
  readonly role: 'R' | 'A' | 'C' | 'I';
  readonly since: string | null;
}

/** Who answers for a duty here, with a way to call, since when. Says so when nobody does. */
export function DutyNote({ duty }: { readonly duty: string }): ReactElement | null {
  const t = useText();
  const has = useHasText();
  const { community } = useMe();
  const { data } = useQuery({
    queryKey: ['rows', community.id, 'duties.whoAnswers', { duty }],
    queryFn: ({ signal }) =>
      ask<{ rows: readonly DutyHolder[] }>('/api/v1/query/duties.whoAnswers', {
        method: 'POST',
        body: { community: community.id, args: { duty } },
        signal,
      }),
    staleTime: 60_000,
  });
  if (!data?.ok) return null;
  const name = has(`duty.${duty}`) ? t(`duty.${duty}`) : duty;
  if (data.value.rows.length === 0) return <p className={`${styles.text} b-small b-attention`}>{t('web.duty.nobody', { duty: name })}</p>;
  return (
    <div className="b-small">
      <span className="b-soft">{t('web.duty.answers', { duty: name })}</span>
      <ul className={styles.holders}>
        {data.value.rows.map((row) => (
          <li key={`${row.organisation} ${row.position} ${row.role}`} className="b-line">
            <span>
              {t(`web.role.${row.role}`)} · <bdi>{row.organisation}</bdi>
              {row.position && (
                <>
                  {' · '}
                  <bdi>{row.position}</bdi>
                </>
              )}
              {row.holder && (
                <>
                  {' · '}
                  <bdi>{row.holder}</bdi>
                </>
              )}
            </span>
            {row.phone && (
              <a href={`tel:${row.phone}`} dir="ltr">
                {row.phone}
              </a>
            )}
            {row.since && (
              <span className="b-soft">
                {t('web.since')} <When at={row.since} style="date" />
              </span>
            )}
          </li>
        ))}
      </ul>
    </div>
  );
}
