import { type ReactElement, useState } from 'react';
import type { Problem } from '../../../kernel/result.ts';
import { DutyButton } from '../../../platform/web/parts/DutyButton.tsx';
import { Loading } from '../../../platform/web/parts/Loading.tsx';
import { useConfirm, useToast } from '../../../platform/web/parts/overlays.tsx';
import { ProblemNote } from '../../../platform/web/parts/ProblemNote.tsx';
import { SidePanel } from '../../../platform/web/parts/SidePanel.tsx';
import { Go } from '../../../platform/web/shell/Go.tsx';
import { Icon } from '../../../platform/web/shell/Icon.tsx';
import { useSend } from '../../../platform/web/sync/LinkProvider.tsx';
import { useQueryRows } from '../../../platform/web/sync/queries.ts';
import { Num, PersonText } from '../../../platform/web/text/parts.tsx';
import { useText } from '../../../platform/web/text/TextProvider.tsx';
import { endOrganisation } from '../commands-people.ts';
import { type OrganisationRow, positions } from '../queries.ts';
import { Call } from './Call.tsx';
import styles from './Community.module.css';
import { useKindName } from './kinds.ts';
import { MembersForm } from './MembersForm.tsx';
import { OrganisationForm } from './OrganisationForm.tsx';
import { NewPosition } from './PositionForm.tsx';
import { StandingPart } from './StandingPart.tsx';

/** One organisation: what it is, its posts with holders and deputies, its members, and its duties one step away. */
export function OrganisationPanel({ organisation, onClose }: { readonly organisation: OrganisationRow; readonly onClose: () => void }): ReactElement {
  const t = useText();
  const kindName = useKindName('kind');
  const send = useSend();
  const confirm = useConfirm();
  const toast = useToast();
  const posts = useQueryRows(positions, { organisationId: organisation.id, seats: false });
  const seats = useQueryRows(positions, { organisationId: organisation.id, seats: true }, { when: organisation.seats > 0 });
  const [changing, setChanging] = useState<'organisation' | 'post' | 'members' | null>(null);
  const [refused, setRefused] = useState<Problem | null>(null);

  const end = async () => {
    const asked = { title: t('community.endTitle'), text: t('community.endText'), action: t('community.end') };
    if (!(await confirm(asked))) return;
    const result = await send(endOrganisation, { organisationId: organisation.id });
    if (result.status === 'refused') setRefused(result.problem);
    else toast(t('community.saved'));
  };

  return (
    <SidePanel title={<bdi>{organisation.name}</bdi>} onClose={onClose}>
      <p className="b-line">
        <span>{kindName(organisation.kind)}</span>
        <span className="b-soft">{t(`community.sector.${organisation.sector}`)}</span>
        {organisation.status === 'ended' && <strong>{t('community.status.ended')}</strong>}
        <Call number={organisation.phone} />
      </p>
      <p>
        <Go to={`/duties?organisation=${organisation.id}`}>{t('community.seeDuties')}</Go>
      </p>
      <StandingPart organisationId={organisation.id} />
      {posts.problem && <ProblemNote problem={posts.problem} />}
      {posts.loading && <Loading />}
      {posts.rows.length > 0 && <h3>{t('community.posts')}</h3>}
      <ul className={styles.list}>
        {posts.rows.map((row) => (
          <li key={row.id} className={styles.post}>
            <Go to={`/positions?position=${row.id}`}>
              <bdi>{row.title}</bdi>
            </Go>
            <div className="b-line b-small">
              {row.holder ? <PersonText>{row.holder}</PersonText> : <span className="b-attention">{t('community.vacant')}</span>}
              <Call number={row.holderPhone} />
              {row.deputy && (
                <span className="b-soft">
                  {t('community.deputy')} <PersonText>{row.deputy}</PersonText>
                </span>
              )}
              <Call number={row.deputyPhone} />
            </div>
          </li>
        ))}
      </ul>
      {organisation.seats > 0 && (
        <details>
          <summary>
            {t('community.members')} <Num value={organisation.seats} />
          </summary>
          <ul className={styles.list}>
            {seats.rows.map((row) => (
              <li key={row.id} className="b-line b-small">
                {row.holder && <PersonText>{row.holder}</PersonText>}
                <Call number={row.holderPhone} />
              </li>
            ))}
          </ul>
        </details>
      )}
      {refused && <ProblemNote problem={refused} />}
      {changing === 'post' ? (
        <NewPosition organisation={organisation.id} onDone={() => setChanging(null)} />
      ) : changing === 'members' ? (
        <MembersForm organisation={organisation} onDone={() => setChanging(null)} />
      ) : changing === 'organisation' ? (
        <OrganisationForm organisation={organisation} onDone={() => setChanging(null)} />
      ) : (
        organisation.status === 'active' && (
          <div className="b-line">
            <DutyButton duty="community.manage" variant="default" leftSection={<Icon name="plus" />} onClick={() => setChanging('post')}>
              {t('community.addPosition')}
            </DutyButton>
            <DutyButton duty="community.manage" variant="default" leftSection={<Icon name="people" />} onClick={() => setChanging('members')}>
              {t('community.enrolMembers')}
            </DutyButton>
            <DutyButton duty="community.manage" variant="default" leftSection={<Icon name="edit" />} onClick={() => setChanging('organisation')}>
              {t('community.change')}
            </DutyButton>
            <DutyButton duty="community.manage" variant="default" onClick={() => void end()}>
              {t('community.end')}
            </DutyButton>
          </div>
        )
      )}
    </SidePanel>
  );
}
