import type { ReactElement } from 'react';
import { Go } from '../../../platform/web/shell/Go.tsx';
import { useQueryRows } from '../../../platform/web/sync/queries.ts';
import { PersonText } from '../../../platform/web/text/parts.tsx';
import { useText } from '../../../platform/web/text/TextProvider.tsx';
import { search } from '../queries.ts';

/** On the search page: residents by name, pinyin, door or telephone. */
export default function SearchResidents({ text }: { readonly text: string }): ReactElement | null {
  const t = useText();
  const { rows } = useQueryRows(search, { text: text.trim().slice(0, 40) || '-' }, { when: text.trim() !== '', keep: true });
  if (text.trim() === '' || rows.length === 0) return null;
  return (
    <section className="b-rows" aria-labelledby="found-residents">
      <h2 id="found-residents">{t('register.residents')}</h2>
      <ul>
        {rows.map((row) => (
          <li key={row.id} className="b-line">
            <Go to={`/register?household=${row.householdId}`}>
              <PersonText>{[row.name, row.otherName].filter(Boolean).join(' ')}</PersonText>
            </Go>
            <bdi>{row.door}</bdi>
            {row.by === 'phone' && <bdi dir="ltr">{row.phone}</bdi>}
          </li>
        ))}
      </ul>
    </section>
  );
}
