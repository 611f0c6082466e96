import { LngLatBounds, Map as MapLibre, Marker, NavigationControl, setWorkerUrl } from 'maplibre-gl';
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?url';
import 'maplibre-gl/dist/maplibre-gl.css';
import { type ReactElement, useEffect, useRef, useState } from 'react';
import { useText } from '../text/TextProvider.tsx';
import styles from './MapView.module.css';
import type { MapMark, MapProps, MarkShape } from './MapView.tsx';
import { type Group, groupMarks } from './map-groups.ts';

setWorkerUrl(workerUrl);

const paths: Readonly<Record<MarkShape, string>> = {
  circle: 'M8 1.5a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13z',
  square: 'M2 2h12v12H2z',
  triangle: 'M8 1l7 13H1z',
  diamond: 'M8 .5L15.5 8 8 15.5.5 8z',
  cross: 'M5.5 1h5v4.5H15v5h-4.5V15h-5v-4.5H1v-5h4.5z',
};
const token = (name: string) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

/** Width and height of a mark's button, as `MapView.module.css` draws it. */
const markPx = 32;

type Drawn = MapMark & { readonly x: number; readonly y: number };

/** The drawing behind {@link MapView}: areas as outlines, places as buttons that the keyboard reaches; places too close to tell apart share one, which goes nearer. */
export default function MapDrawing({ label, features, marks, onOpen }: MapProps): ReactElement {
  const t = useText();
  const box = useRef<HTMLDivElement>(null);
  const says = useRef({ onOpen, t });
  says.current = { onOpen, t };
  const [map, setMap] = useState<MapLibre | null>(null);
  useEffect(() => {
    if (!box.current) return;
    // Without WebGL the library draws nothing and says nothing; the list then has to do.
    if (!document.createElement('canvas').getContext('webgl2')) throw new Error('no WebGL');
    const made = new MapLibre({
      container: box.current,
      attributionControl: false,
      style: { version: 8, sources: {}, layers: [{ id: 'ground', type: 'background', paint: { 'background-color': token('--b-sunken') } }] },
      cooperativeGestures: false,
    });
    made.addControl(new NavigationControl({ showCompass: false }));
    made.on('load', () => {
      if (!features) return;
      made.addSource('areas', { type: 'geojson', data: features });
      made.addLayer({ id: 'fill', type: 'fill', source: 'areas', paint: { 'fill-color': token('--b-surface'), 'fill-opacity': 0.9 } });
      made.addLayer({ id: 'line', type: 'line', source: 'areas', paint: { 'line-color': token('--b-line-strong'), 'line-width': 1.5 } });
    });
    setMap(made);
    return () => {
      setMap(null);
      made.remove();
    };
  }, [features]);

  // The view is chosen anew when other places are shown, not when one of them has news: whoever looks closely is not thrown back.
  const shown = marks.map(({ id }) => id).join(' ');
  const latest = useRef(marks);
  latest.current = marks;
  useEffect(() => {
    if (shown !== '' || features) map?.fitBounds(boundsOf(latest.current, features), { padding: 40, maxZoom: 17, animate: false });
  }, [map, shown, features]);

  useEffect(() => {
    if (!map) return;
    const drawn = new Map<string, Marker>();
    /** Buttons that stay keep their element, and with it the focus. */
    const draw = () => {
      const spots = marks.map((mark): Drawn => ({ ...mark, ...map.project([mark.lon, mark.lat]) }));
      const groups = new Map(groupMarks(spots, markPx).map((group) => [group.marks.map(({ id }) => id).join(' '), group]));
      for (const [key, marker] of drawn) {
        if (groups.has(key)) continue;
        marker.remove();
        drawn.delete(key);
      }
      for (const [key, group] of groups) {
        if (drawn.has(key)) continue;
        const [first] = group.marks;
        const element =
          group.marks.length === 1 && first
            ? buttonFor(first, () => says.current.onOpen?.(first.id))
            : buttonForMany(group, says.current.t('web.map.several', { n: group.marks.length, names: namesOf(group) }), () => nearer(group));
        drawn.set(key, new Marker({ element }).setLngLat(map.unproject([group.x, group.y])).addTo(map));
      }
    };
    /** Shows the places of a group apart; the focus goes on to the first of them. */
    const nearer = ({ marks: together }: Group<Drawn>) => {
      map.once('moveend', () => {
        draw();
        const key = [...drawn.keys()].find((ids) => ids.split(' ').includes(together[0]?.id ?? ''));
        if (key) drawn.get(key)?.getElement().focus();
      });
      map.fitBounds(boundsOf(together, undefined), { padding: 80, maxZoom: 21 });
    };
    map.on('zoomend', draw);
    map.on('resize', draw);
    draw();
    return () => {
      map.off('zoomend', draw);
      map.off('resize', draw);
      for (const marker of drawn.values()) marker.remove();
    };
  }, [map, marks]);
  return <div ref={box} className={styles.canvas} role="region" aria-label={label} />;
}

/** The first names of a group; more would not be read out to the end. */
const namesOf = ({ marks }: Group<Drawn>): string => {
  const names = marks.slice(0, 4).map(({ label }) => label);
  return marks.length > names.length ? `${names.join(' · ')} …` : names.join(' · ');
};

function boundsOf(marks: readonly MapMark[], features: MapProps['features']): LngLatBounds {
  const bounds = new LngLatBounds();
  for (const mark of marks) bounds.extend([mark.lon, mark.lat]);
  for (const feature of features?.features ?? []) if ('coordinates' in feature.geometry) extend(bounds, feature.geometry.coordinates);
  return bounds.isEmpty() ? new LngLatBounds([73, 18], [135, 54]) : bounds;
}

function extend(bounds: LngLatBounds, coordinates: unknown): void {
  if (!Array.isArray(coordinates)) return;
  const [lon, lat] = coordinates as readonly unknown[];
  if (typeof lon === 'number' && typeof lat === 'number') bounds.extend([lon, lat]);
  else for (const part of coordinates) extend(bounds, part);
}

function button(label: string, urgent: boolean, onOpen: () => void): HTMLButtonElement {
  const made = document.createElement('button');
  made.type = 'button';
  made.className = `${styles.mark} ${urgent ? styles.urgent : ''}`;
  made.title = label;
  made.setAttribute('aria-label', label);
  made.addEventListener('click', onOpen);
  return made;
}

function buttonFor(mark: MapMark, onOpen: () => void): HTMLElement {
  const made = button(mark.label, mark.urgent ?? false, onOpen);
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  svg.setAttribute('viewBox', '0 0 16 16');
  svg.setAttribute('width', '18');
  svg.setAttribute('height', '18');
  const path = document.createElementNS('http://www.w3.org/2000/svg', 'path');
  path.setAttribute('d', paths[mark.shape]);
  path.setAttribute('fill', 'currentColor');
  svg.append(path);
  made.append(svg);
  return made;
}

/** How many places stand here; urgent when one of them is. */
function buttonForMany({ marks }: Group<Drawn>, label: string, onOpen: () => void): HTMLElement {
  const made = button(
    label,
    marks.some(({ urgent }) => urgent),
    onOpen,
  );
  const count = document.createElement('span');
  count.className = styles.many ?? '';
  count.textContent = String(marks.length);
  made.append(count);
  return made;
}
