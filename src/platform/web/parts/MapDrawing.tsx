import { LngLatBounds, Map as MapLibre, Marker, NavigationControl, setWorkerUrl } from 'maplibre-gl';
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?url';
import 'maplibre-gl/dist/maplibre-gl.css';
import { type ReactElement, useEffect, useRef } from 'react';
import styles from './MapView.module.css';
import type { MapMark, MapProps, MarkShape } from './MapView.tsx';

setWorkerUrl(workerUrl);

const paths: Readonly<Record<MarkShape, string>> = {
  circle: 'M8 1.5a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13z',
  square: 'M2 2h12v12H2z',
  triangle: 'M8 1l7 13H1z',
  diamond: 'M8 .5L15.5 8 8 15.5.5 8z',
  cross: 'M5.5 1h5v4.5H15v5h-4.5V15h-5v-4.5H1v-5h4.5z',
};
const token = (name: string) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

/** The drawing behind {@link MapView}: areas as outlines, places as buttons that the keyboard reaches. */
export default function MapDrawing({ label, features, marks, onOpen }: MapProps): ReactElement {
  const box = useRef<HTMLDivElement>(null);
  const open = useRef(onOpen);
  open.current = onOpen;
  useEffect(() => {
    if (!box.current) return;
    // Without WebGL the library draws nothing and says nothing; the list then has to do.
    if (!document.createElement('canvas').getContext('webgl2')) throw new Error('no WebGL');
    const map = new MapLibre({
      container: box.current,
      attributionControl: false,
      style: { version: 8, sources: {}, layers: [{ id: 'ground', type: 'background', paint: { 'background-color': token('--b-sunken') } }] },
      bounds: boundsOf(marks, features),
      fitBoundsOptions: { padding: 40, maxZoom: 17 },
      cooperativeGestures: false,
    });
    map.addControl(new NavigationControl({ showCompass: false }));
    map.on('load', () => {
      if (!features) return;
      map.addSource('areas', { type: 'geojson', data: features });
      map.addLayer({ id: 'fill', type: 'fill', source: 'areas', paint: { 'fill-color': token('--b-surface'), 'fill-opacity': 0.9 } });
      map.addLayer({ id: 'line', type: 'line', source: 'areas', paint: { 'line-color': token('--b-line-strong'), 'line-width': 1.5 } });
    });
    const drawn = marks.map((mark) =>
      new Marker({ element: buttonFor(mark, () => open.current?.(mark.id)) }).setLngLat([mark.lon, mark.lat]).addTo(map),
    );
    return () => {
      for (const marker of drawn) marker.remove();
      map.remove();
    };
  }, [features, marks]);
  return <div ref={box} className={styles.canvas} role="region" aria-label={label} />;
}

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

function buttonFor(mark: MapMark, onOpen: () => void): HTMLElement {
  const button = document.createElement('button');
  button.type = 'button';
  button.className = `${styles.mark} ${mark.urgent ? styles.urgent : ''}`;
  button.title = mark.label;
  button.setAttribute('aria-label', mark.label);
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  svg.setAttribute('viewBox', '0 0 16 16');
  svg.setAttribute('width', '18');
  svg.setAttribute('height', '18');
  const path = document.createElementNS('http://www.w3.org/2000/svg', 'path');
  path.setAttribute('d', paths[mark.shape]);
  path.setAttribute('fill', 'currentColor');
  svg.append(path);
  button.append(svg);
  button.addEventListener('click', onOpen);
  return button;
}
