import { type ReactElement, useMemo } from 'react';
import { Empty } from '../../../platform/web/parts/Empty.tsx';
import { type MapMark, MapView } from '../../../platform/web/parts/MapView.tsx';
import { useAddress } from '../../../platform/web/shell/address.ts';
import { useLocal } from '../../../platform/web/sync/LinkProvider.tsx';
import { useQueryRows } from '../../../platform/web/sync/queries.ts';
import { useText } from '../../../platform/web/text/TextProvider.tsx';
import { buildings, type Room } from '../queries.ts';
import type { LocalShelter } from './SheltersTab.tsx';

interface LocalBuilding {
  readonly id: string;
  readonly name: string;
  readonly lon: number | null;
  readonly lat: number | null;
}

/** Buildings with how far their doors are, and the shelters. Buildings in which somebody needs help stand out. */
export function MapTab({ room }: { readonly room: Room }): ReactElement {
  const t = useText();
  const [, openTab] = useAddress('tab');
  const { rows: places } = useLocal<LocalBuilding>('community.building');
  const { rows: shelters } = useLocal<LocalShelter>('community.shelter');
  const round = room.rounds[0];
  const { rows } = useQueryRows(buildings, { roundId: (round?.id ?? '') as never }, { when: round !== undefined });
  const marks = useMemo((): MapMark[] => {
    const counts = new Map(rows.map((row) => [row.building, row]));
    return [
      ...places.flatMap(({ id, name, lon, lat }): MapMark[] => {
        if (lon === null || lat === null) return [];
        const count = counts.get(id);
        const label = count ? `${name} ${count.reached}/${count.all}` : name;
        return [{ id, lon, lat, label, shape: count && count.reached === count.all ? 'circle' : 'square', urgent: (count?.help ?? 0) > 0 }];
      }),
      ...shelters.flatMap(({ id, name, lon, lat }): MapMark[] =>
        lon === null || lat === null ? [] : [{ id, lon, lat, label: name, shape: 'triangle' }],
      ),
    ];
  }, [places, shelters, rows]);
  if (marks.length === 0) return <Empty title={t('response.map.none')} text={t('response.map.noneText')} />;
  return (
    <MapView
      label={t('response.map.label', {
        help: rows.filter((row) => row.help > 0).length,
        done: rows.filter((row) => row.reached === row.all).length,
        all: rows.length,
      })}
      marks={marks}
      onOpen={() => openTab('doors')}
      height="32rem"
    />
  );
}
