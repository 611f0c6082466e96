import { type ReactElement, useState } from 'react';
import type { Problem } from '../../../kernel/result.ts';
import { DutyButton } from '../../../platform/web/parts/DutyButton.tsx';
import { useConfirm } from '../../../platform/web/parts/overlays.tsx';
import { ProblemNote } from '../../../platform/web/parts/ProblemNote.tsx';
import { SidePanel } from '../../../platform/web/parts/SidePanel.tsx';
import { Icon } from '../../../platform/web/shell/Icon.tsx';
import { Num } from '../../../platform/web/text/parts.tsx';
import { useText } from '../../../platform/web/text/TextProvider.tsx';
import { endFacility, endShelter } from '../commands.ts';
import type { Place } from '../queries.ts';
import { useKindName } from './kinds.ts';
import { FacilityForm, ShelterForm } from './SpotForms.tsx';
import { useSave } from './useSave.ts';

interface Props {
  readonly place: Place;
  readonly grids: readonly Place[];
  readonly onClose: () => void;
}

/** One shelter or facility: what is known of it, to be corrected or taken out of use. */
export function SpotPanel({ place, grids, onClose }: Props): ReactElement {
  const t = useText();
  const kindName = useKindName('facility');
  const confirm = useConfirm();
  const save = useSave(onClose);
  const [changing, setChanging] = useState(false);
  const [refused, setRefused] = useState<Problem | null>(null);
  const shelter = place.at === 'shelter';
  const ChangeForm = shelter ? ShelterForm : FacilityForm;
  const end = async () => {
    const asked = { title: t('community.endSpotTitle', { name: place.name }), text: t('community.endSpotText'), action: t('community.endSpot') };
    if (await confirm(asked)) setRefused(await save(shelter ? endShelter : endFacility, { id: place.id }));
  };
  return (
    <SidePanel title={<bdi>{place.name}</bdi>} onClose={onClose}>
      <p className="b-line">
        {shelter ? (
          <>
            <span>
              {t('community.capacity')} <Num value={place.capacity ?? 0} />
            </span>
            <span>{t(place.accessible ? 'community.accessible' : 'community.notAccessible')}</span>
          </>
        ) : (
          <span>{kindName(place.kind ?? '')}</span>
        )}
        <bdi className="b-soft">{grids.find((grid) => grid.id === place.gridId)?.name}</bdi>
      </p>
      {refused && <ProblemNote problem={refused} />}
      {changing ? (
        <ChangeForm grids={grids} place={place} onDone={() => setChanging(false)} />
      ) : (
        <div className="b-line">
          <DutyButton duty="community.manage" variant="default" leftSection={<Icon name="edit" />} onClick={() => setChanging(true)}>
            {t('community.change')}
          </DutyButton>
          <DutyButton duty="community.manage" variant="default" onClick={() => void end()}>
            {t('community.endSpot')}
          </DutyButton>
        </div>
      )}
    </SidePanel>
  );
}
