import type { ReactElement } from 'react';
import { Go } from '../../../platform/web/shell/Go.tsx';
import { useQueryRows } from '../../../platform/web/sync/queries.ts';
import { useText } from '../../../platform/web/text/TextProvider.tsx';
import { organisations, positions } from '../queries.ts';
import { Call } from './Call.tsx';
import styles from './Community.module.css';

const most = 12;

/** Organisations and posts whose name holds the words. */
export default function SearchOrganisations({ text }: { readonly text: string }): ReactElement | null {
  const t = useText();
  const wanted = text.trim().toLowerCase();
  const when = wanted !== '';
  const everyone = useQueryRows(organisations, {}, { when });
  const posts = useQueryRows(positions, { seats: false }, { when });
  if (!when) return null;
  const fits = (...words: (string | null)[]) => words.some((word) => word?.toLowerCase().includes(wanted));
  const found = everyone.rows.filter((row) => fits(row.name)).slice(0, most);
  const held = posts.rows.filter((row) => fits(row.title, row.holder)).slice(0, most);
  if (found.length + held.length === 0) return null;
  return (
    <section>
      <h2>{t('community.organisations')}</h2>
      <ul className={styles.list}>
        {found.map((row) => (
          <li key={row.id} className="b-line">
            <Go to={`/organisations?organisation=${row.id}`}>
              <bdi>{row.name}</bdi>
            </Go>
            <Call number={row.phone} />
          </li>
        ))}
        {held.map((row) => (
          <li key={row.id} className="b-line">
            <Go to={`/positions?position=${row.id}`}>
              <bdi>{`${row.organisation} · ${row.title}`}</bdi>
            </Go>
            {row.holder && <bdi className="b-soft">{row.holder}</bdi>}
            <Call number={row.holderPhone} />
          </li>
        ))}
      </ul>
    </section>
  );
}
