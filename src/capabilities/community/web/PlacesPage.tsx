import { type ReactElement, useMemo, useState } from 'react';
import { DutyButton } from '../../../platform/web/parts/DutyButton.tsx';
import { Empty } from '../../../platform/web/parts/Empty.tsx';
import { Loading } from '../../../platform/web/parts/Loading.tsx';
import { type MapMark, MapView } from '../../../platform/web/parts/MapView.tsx';
import { Page } from '../../../platform/web/parts/Page.tsx';
import { ProblemNote } from '../../../platform/web/parts/ProblemNote.tsx';
import { SidePanel, usePanel } from '../../../platform/web/parts/SidePanel.tsx';
import { TabSet } from '../../../platform/web/parts/TabSet.tsx';
import { useAddress } from '../../../platform/web/shell/address.ts';
import { Icon } from '../../../platform/web/shell/Icon.tsx';
import { useQueryRows } from '../../../platform/web/sync/queries.ts';
import { Num } from '../../../platform/web/text/parts.tsx';
import { useText } from '../../../platform/web/text/TextProvider.tsx';
import { about, type Place, places } from '../queries.ts';
import { BuildingForm } from './BuildingForm.tsx';
import { BuildingPanel } from './BuildingPanel.tsx';
import styles from './Community.module.css';
import { GridForm } from './GridForm.tsx';
import { useKindName } from './kinds.ts';
import { FacilityForm, ShelterForm } from './SpotForms.tsx';
import { SpotPanel } from './SpotPanel.tsx';

const forms = {
  grid: ['community.addGrid', GridForm],
  building: ['community.addBuilding', BuildingForm],
  shelter: ['community.addShelter', ShelterForm],
  facility: ['community.addFacility', FacilityForm],
} as const;
const shapes = { building: 'square', shelter: 'triangle', facility: 'circle', grid: 'diamond' } as const;

/** The ground: grids with their buildings, shelters and facilities, as a tree, as lists and on the map. */
export default function PlacesPage(): ReactElement {
  const t = useText();
  const { rows, loading, problem } = useQueryRows(places, {});
  const here = useQueryRows(about, {}).rows[0];
  const [id, open, close] = usePanel('building');
  const [spotId, openSpot, closeSpot] = usePanel('spot');
  const [adding, setAdding] = useState<keyof typeof forms | null>(null);
  const shown = rows.find((row) => row.id === id && row.at === 'building');
  const spot = rows.find((row) => row.id === spotId && (row.at === 'shelter' || row.at === 'facility'));
  const of = useMemo(() => Map.groupBy(rows, (row) => row.at), [rows]);
  const doors = (of.get('building') ?? []).reduce((sum, building) => sum + (building.doors ?? 0), 0);
  const lead =
    here && t('community.placesLead', { code: here.code12, grids: of.get('grid')?.length ?? 0, buildings: of.get('building')?.length ?? 0, doors });
  const [tab] = useAddress('tab');
  // Most of all what the open list lacks; a building needs a grid to stand in.
  const wanted: readonly (keyof typeof forms)[] =
    tab === 'shelters' ? ['shelter'] : tab === 'facilities' ? ['facility'] : of.has('grid') ? ['building', 'grid'] : ['grid'];
  const actions = wanted.map((each, i) => (
    <DutyButton
      key={each}
      duty="community.manage"
      variant={i === 0 ? 'filled' : 'default'}
      leftSection={<Icon name="plus" />}
      onClick={() => setAdding(each)}
    >
      {t(forms[each][0])}
    </DutyButton>
  ));
  const AddForm = adding && forms[adding][1];
  const list = () =>
    loading ? (
      <Loading />
    ) : problem ? null : rows.length === 0 ? (
      <Empty title={t('community.noPlaces')} text={t('community.noPlacesText')} />
    ) : (
      <Tree of={of} onOpen={open} />
    );
  return (
    <Page title={t('community.places')} lead={lead} actions={actions}>
      {problem && <ProblemNote problem={problem} />}
      <TabSet
        label={t('community.places')}
        tabs={[
          { id: 'grids', title: t('community.grids'), content: list },
          { id: 'shelters', title: t('community.shelters'), content: () => <Shelters rows={of.get('shelter') ?? []} onOpen={openSpot} /> },
          { id: 'facilities', title: t('community.facilities'), content: () => <Facilities rows={of.get('facility') ?? []} onOpen={openSpot} /> },
          {
            id: 'map',
            title: t('community.map'),
            content: () => <PlacesMap rows={rows} onOpen={(place) => (place.at === 'building' ? open : openSpot)(place.id)} />,
          },
        ]}
      />
      {adding && AddForm ? (
        <SidePanel title={t(forms[adding][0])} onClose={() => setAdding(null)}>
          <AddForm grids={of.get('grid') ?? []} onDone={() => setAdding(null)} />
        </SidePanel>
      ) : spot ? (
        <SpotPanel key={spot.id} place={spot} grids={of.get('grid') ?? []} onClose={closeSpot} />
      ) : (
        shown && <BuildingPanel key={shown.id} building={shown} onClose={close} />
      )}
    </Page>
  );
}

function Tree({ of, onOpen }: { readonly of: ReadonlyMap<Place['at'], readonly Place[]>; readonly onOpen: (id: string) => void }): ReactElement {
  const t = useText();
  const byGrid = Map.groupBy(of.get('building') ?? [], (building) => building.gridId);
  return (
    <ul className={styles.grids}>
      {(of.get('grid') ?? []).map((grid) => {
        const buildings = byGrid.get(grid.gridId) ?? [];
        return (
          <li key={grid.id} className="b-card">
            <h2 className={styles.gridName}>
              <bdi>{grid.name}</bdi>
            </h2>
            {buildings.length === 0 && <p className="b-soft">{t('community.noBuildings')}</p>}
            <ul className={styles.list}>
              {buildings.map((building) => (
                <li key={building.id} className="b-line">
                  <button type="button" className={styles.link} onClick={() => onOpen(building.id)}>
                    <bdi>{building.name}</bdi>
                  </button>
                  <span className="b-small b-soft">
                    {t('community.buildingLine', { floors: building.floors ?? 0, units: building.units ?? 0, doors: building.doors ?? 0 })}
                  </span>
                </li>
              ))}
            </ul>
          </li>
        );
      })}
    </ul>
  );
}

interface SpotsProps {
  readonly rows: readonly Place[];
  readonly onOpen: (id: string) => void;
}

function Shelters({ rows, onOpen }: SpotsProps): ReactElement {
  const t = useText();
  if (rows.length === 0) return <Empty title={t('community.noShelters')} />;
  const places = rows.reduce((sum, row) => sum + (row.capacity ?? 0), 0);
  return (
    <>
      <p>{t('community.sheltersLead', { shelters: rows.length, places })}</p>
      <ul className={styles.list}>
        {rows.map((row) => (
          <li key={row.id} className={styles.post}>
            <button type="button" className={styles.link} onClick={() => onOpen(row.id)}>
              <bdi>{row.name}</bdi>
            </button>
            <span className="b-line b-small">
              <span>
                {t('community.capacity')} <Num value={row.capacity ?? 0} />
              </span>
              <span>{t(row.accessible ? 'community.accessible' : 'community.notAccessible')}</span>
            </span>
          </li>
        ))}
      </ul>
    </>
  );
}

function Facilities({ rows, onOpen }: SpotsProps): ReactElement {
  const t = useText();
  const kindName = useKindName('facility');
  if (rows.length === 0) return <Empty title={t('community.noFacilities')} />;
  return (
    <ul className={styles.list}>
      {rows.map((row) => (
        <li key={row.id} className="b-line">
          <button type="button" className={styles.link} onClick={() => onOpen(row.id)}>
            <bdi>{row.name}</bdi>
          </button>
          <span className="b-soft b-small">{kindName(row.kind ?? '')}</span>
        </li>
      ))}
    </ul>
  );
}

function PlacesMap({ rows, onOpen }: { readonly rows: readonly Place[]; readonly onOpen: (place: Place) => void }): ReactElement {
  const t = useText();
  const marks = useMemo(
    () =>
      rows.flatMap(({ id, lon, lat, name, at }): MapMark[] =>
        lon === null || lat === null ? [] : [{ id, lon, lat, label: name, shape: shapes[at] }],
      ),
    [rows],
  );
  if (marks.length === 0) return <Empty title={t('community.noPoints')} />;
  const openPlace = (id: string) => {
    const place = rows.find((row) => row.id === id);
    if (place) onOpen(place);
  };
  return <MapView label={t('community.mapLabel')} marks={marks} onOpen={openPlace} height="32rem" />;
}
