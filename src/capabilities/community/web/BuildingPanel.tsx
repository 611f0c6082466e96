import { type ReactElement, useState } from 'react';
import { DutyButton } from '../../../platform/web/parts/DutyButton.tsx';
import { Loading } from '../../../platform/web/parts/Loading.tsx';
import { ProblemNote } from '../../../platform/web/parts/ProblemNote.tsx';
import { SidePanel } from '../../../platform/web/parts/SidePanel.tsx';
import { useQueryRows } from '../../../platform/web/sync/queries.ts';
import { useText } from '../../../platform/web/text/TextProvider.tsx';
import { buildingId } from '../model.ts';
import { doorsOfBuilding, type Place } from '../queries.ts';
import styles from './Community.module.css';
import { DoorForm, UnitForm } from './DoorForms.tsx';

/** One building as it stands: units side by side, floors from the top, the rooms of each. */
export function BuildingPanel({ building, onClose }: { readonly building: Place; readonly onClose: () => void }): ReactElement {
  const t = useText();
  const { rows, loading, problem } = useQueryRows(doorsOfBuilding, { buildingId: buildingId.parse(building.id) });
  const [Adding, setAdding] = useState<typeof UnitForm | typeof DoorForm | null>(null);
  const units = Map.groupBy(rows, (door) => door.unit);
  return (
    <SidePanel title={<bdi>{building.name}</bdi>} onClose={onClose}>
      <p className="b-soft">
        {t('community.buildingLine', { floors: building.floors ?? 0, units: building.units ?? 0, doors: building.doors ?? 0 })}
      </p>
      {loading && <Loading />}
      {problem && <ProblemNote problem={problem} />}
      <div className={styles.units}>
        {[...units].map(([unit, doors]) => (
          <section key={unit}>
            <h3>{t('community.unit', { unit })}</h3>
            <table className={styles.floors}>
              <caption className="b-hidden">{t('community.unit', { unit })}</caption>
              <tbody>
                {[...Map.groupBy(doors, (door) => door.floor)].map(([floor, rooms]) => (
                  <tr key={floor}>
                    <th scope="row">{floor}</th>
                    {rooms.map((door) => (
                      <td key={door.id}>{door.room}</td>
                    ))}
                  </tr>
                ))}
              </tbody>
            </table>
          </section>
        ))}
      </div>
      {Adding ? (
        <Adding building={buildingId.parse(building.id)} units={[...units.keys()]} onDone={() => setAdding(null)} />
      ) : (
        <div className="b-line">
          <DutyButton duty="community.manage" variant="default" onClick={() => setAdding(() => DoorForm)}>
            {t('community.addDoor')}
          </DutyButton>
          <DutyButton duty="community.manage" variant="default" onClick={() => setAdding(() => UnitForm)}>
            {t('community.addUnit')}
          </DutyButton>
        </div>
      )}
    </SidePanel>
  );
}
