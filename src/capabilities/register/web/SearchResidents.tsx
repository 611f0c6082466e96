import { type ReactElement, useMemo } from 'react';
import { Go } from '../../../platform/web/shell/Go.tsx';
import { useLocal } from '../../../platform/web/sync/LinkProvider.tsx';
import { useQueryRows } from '../../../platform/web/sync/queries.ts';
import { PersonText } from '../../../platform/web/text/parts.tsx';
import { useText } from '../../../platform/web/text/TextProvider.tsx';
import { search } from '../queries.ts';
import { findHere, type HouseholdHere, type ResidentHere } from '../rules/find-here.ts';

/** On the search page: residents by name, pinyin, door or telephone; without a network, those of the copy on this device. */
export default function SearchResidents({ text }: { readonly text: string }): ReactElement | null {
  const t = useText();
  const { rows, problem } = useQueryRows(search, { text: text.trim().slice(0, 40) || '-' }, { when: text.trim() !== '', keep: true });
  if (text.trim() === '') return null;
  if (problem?.code === 'web.serverAway') return <Here text={text} />;
  if (rows.length === 0) return null;
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

/** What the copy knows. The household's page needs the network, so names lead nowhere; a telephone can be called. */
function Here({ text }: { readonly text: string }): ReactElement | null {
  const t = useText();
  const { rows: residents } = useLocal<ResidentHere>('register.resident');
  const { rows: households } = useLocal<HouseholdHere>('register.household');
  const found = useMemo(() => findHere(text, residents, households), [text, residents, households]);
  if (found.length === 0) return null;
  return (
    <section className="b-rows" aria-labelledby="found-here">
      <h2 id="found-here">{t('register.residentsHere')}</h2>
      <ul>
        {found.map((row) => (
          <li key={row.id} className="b-line">
            <PersonText>{[row.name, row.otherName].filter(Boolean).join(' ')}</PersonText>
            <bdi>{row.door}</bdi>
            {row.phone && (
              <a href={`tel:${row.phone}`} dir="ltr">
                {row.phone}
              </a>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
