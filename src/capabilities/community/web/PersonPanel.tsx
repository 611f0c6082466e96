import { type ReactElement, useState } from 'react';
import { DutyButton } from '../../../platform/web/parts/DutyButton.tsx';
import { SidePanel } from '../../../platform/web/parts/SidePanel.tsx';
import { Go } from '../../../platform/web/shell/Go.tsx';
import { Icon } from '../../../platform/web/shell/Icon.tsx';
import { useQueryRows } from '../../../platform/web/sync/queries.ts';
import { PersonText } from '../../../platform/web/text/parts.tsx';
import { useText } from '../../../platform/web/text/TextProvider.tsx';
import { type PersonRow, positions } from '../queries.ts';
import { AccessPart } from './AccessPart.tsx';
import { Call } from './Call.tsx';
import styles from './Community.module.css';
import { useKindName } from './kinds.ts';
import { PersonForm } from './PersonForm.tsx';

/** One person who acts here: what they hold, what they can do, and their way to sign in. */
export function PersonPanel({ person, onClose }: { readonly person: PersonRow; readonly onClose: () => void }): ReactElement {
  const t = useText();
  const [skillName, tongueName] = [useKindName('skill'), useKindName('tongue')];
  const [changing, setChanging] = useState(false);
  const posts = useQueryRows(positions, { seats: false }, { when: person.titles.length > 0 });
  const held = posts.rows.filter((row) => row.holderId === person.id || row.deputyId === person.id);
  const seats = person.titles.filter((title) => !held.some((row) => row.title === title));
  return (
    <SidePanel title={<PersonText>{person.name}</PersonText>} onClose={onClose}>
      {changing ? (
        <PersonForm person={person} onDone={() => setChanging(false)} />
      ) : (
        <>
          <dl className={styles.facts}>
            <dt>{t('community.phone')}</dt>
            <dd>{person.phone ? <Call number={person.phone} /> : t('community.none')}</dd>
            <dt>{t('community.post')}</dt>
            <dd>
              {person.titles.length === 0 && t('community.noPost')}
              <ul className={styles.list}>
                {held.map((row) => (
                  <li key={row.id}>
                    <Go to={`/positions?position=${row.id}`}>
                      <bdi>{row.title}</bdi>
                    </Go>{' '}
                    <bdi className="b-soft b-small">{row.organisation}</bdi>{' '}
                    {row.deputyId === person.id && <span className="b-small">{t('community.deputy')}</span>}
                  </li>
                ))}
                {!posts.loading && seats.map((title) => <li key={title}>{<bdi>{title}</bdi>}</li>)}
              </ul>
            </dd>
            <dt>{t('community.languages')}</dt>
            <dd>{person.languages.map(tongueName).join(' · ') || t('community.none')}</dd>
            <dt>{t('community.skills')}</dt>
            <dd>{person.skills.map(skillName).join(' · ') || t('community.none')}</dd>
          </dl>
          <div className="b-noprint">
            <DutyButton duty="community.manage" variant="default" leftSection={<Icon name="edit" />} onClick={() => setChanging(true)}>
              {t('community.change')}
            </DutyButton>
          </div>
          <AccessPart person={person} />
        </>
      )}
    </SidePanel>
  );
}
