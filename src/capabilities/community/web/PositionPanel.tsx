import { type ReactElement, useState } from 'react';
import type { Problem } from '../../../kernel/result.ts';
import { DutyButton } from '../../../platform/web/parts/DutyButton.tsx';
import { useConfirm } from '../../../platform/web/parts/overlays.tsx';
import { ProblemNote } from '../../../platform/web/parts/ProblemNote.tsx';
import { SidePanel } from '../../../platform/web/parts/SidePanel.tsx';
import { TimeLine } from '../../../platform/web/parts/TimeLine.tsx';
import { Go } from '../../../platform/web/shell/Go.tsx';
import { useQueryRows } from '../../../platform/web/sync/queries.ts';
import { PersonText, When } from '../../../platform/web/text/parts.tsx';
import { useText } from '../../../platform/web/text/TextProvider.tsx';
import { endPosition } from '../commands-people.ts';
import { holdings, type PositionRow, places } from '../queries.ts';
import { covers } from '../queries-cover.ts';
import { Call } from './Call.tsx';
import styles from './Community.module.css';
import { ChangePosition } from './PositionForm.tsx';
import { TakePost } from './TakePost.tsx';
import { useSave } from './useSave.ts';

/** One post: who holds it and since when, who stands in, how to call them, and who held it before. */
export function PositionPanel({ position, onClose }: { readonly position: PositionRow; readonly onClose: () => void }): ReactElement {
  const t = useText();
  const acting = useQueryRows(covers, { positionId: position.id });
  const past = useQueryRows(holdings, { positionId: position.id });
  const ground = useQueryRows(places, {}, { when: position.grids !== null });
  const [naming, setNaming] = useState<'holder' | 'deputy' | 'title' | null>(null);
  const [refused, setRefused] = useState<Problem | null>(null);
  const confirm = useConfirm();
  const save = useSave();
  const end = async () => {
    const asked = { title: t('community.endPositionTitle'), text: t('community.endPositionText'), action: t('community.endPosition') };
    if (await confirm(asked)) setRefused(await save(endPosition, { positionId: position.id }));
  };
  const grids = ground.rows.filter((place) => place.at === 'grid' && position.grids?.some((id) => id === place.id));
  return (
    <SidePanel title={<bdi>{position.title}</bdi>} onClose={onClose}>
      <dl className={styles.facts}>
        <dt>{t('community.organisation')}</dt>
        <dd>
          <Go to={`/organisations?organisation=${position.organisationId}`}>
            <bdi>{position.organisation}</bdi>
          </Go>
        </dd>
        <dt>{t('community.area')}</dt>
        <dd>{position.grids === null ? t('community.everywhere') : grids.map((grid) => grid.name).join(' · ')}</dd>
        <dt>{t('community.holder')}</dt>
        <dd className="b-line">
          {position.holder ? <PersonText>{position.holder}</PersonText> : <span className="b-attention">{t('community.vacant')}</span>}
          <Call number={position.holderPhone} />
          {position.holderSince && (
            <span className="b-soft b-small">
              {t('community.since')} <When at={position.holderSince} style="date" />
            </span>
          )}
        </dd>
        <dt>{t('community.deputy')}</dt>
        <dd className="b-line">
          {position.deputy ? <PersonText>{position.deputy}</PersonText> : t('community.none')}
          <Call number={position.deputyPhone} />
        </dd>
        {acting.rows.length > 0 && (
          <>
            <dt>{t('community.cover.acts')}</dt>
            <dd>
              {acting.rows.map((row) => (
                <div key={row.id} className="b-line">
                  <PersonText>{row.person}</PersonText>
                  <span className="b-soft b-small">
                    <When at={row.since} style="short" /> – <When at={row.until} style="short" />
                  </span>
                </div>
              ))}
            </dd>
          </>
        )}
      </dl>
      {refused && <ProblemNote problem={refused} />}
      {naming === 'title' ? (
        <ChangePosition position={position} onDone={() => setNaming(null)} />
      ) : naming ? (
        <TakePost position={position} as={naming} onDone={() => setNaming(null)} />
      ) : (
        <div className="b-line">
          <DutyButton duty="community.manage" variant="default" onClick={() => setNaming('holder')}>
            {t('community.nameHolder')}
          </DutyButton>
          <DutyButton duty="community.manage" variant="default" onClick={() => setNaming('deputy')}>
            {t('community.nameDeputy')}
          </DutyButton>
          <DutyButton duty="community.manage" variant="default" onClick={() => setNaming('title')}>
            {t('community.change')}
          </DutyButton>
          <DutyButton duty="community.manage" variant="default" onClick={() => void end()}>
            {t('community.endPosition')}
          </DutyButton>
        </div>
      )}
      {past.rows.length > 0 && (
        <section>
          <h3>{t('community.history')}</h3>
          <TimeLine
            items={past.rows.map((row) => ({
              id: `${row.since}${row.asDeputy}`,
              at: row.since,
              title: <PersonText>{row.name}</PersonText>,
              detail: `${t(row.asDeputy ? 'community.deputy' : 'community.holder')} · ${t(row.until ? 'community.ended' : 'community.current')}`,
            }))}
          />
        </section>
      )}
    </SidePanel>
  );
}
