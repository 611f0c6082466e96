import type { FeatureCollection } from 'geojson';
import { lazy, type ReactElement, Suspense } from 'react';
import { ErrorBoundary } from '../shell/ErrorBoundary.tsx';
import { useText } from '../text/TextProvider.tsx';
import { Loading } from './Loading.tsx';
import styles from './MapView.module.css';

/** GeoJSON (RFC 7946) in WGS 84. */
export type { FeatureCollection } from 'geojson';

/** Shapes tell kinds apart without colour: ● ■ ▲ ◆ ✚ */
export type MarkShape = 'circle' | 'square' | 'triangle' | 'diamond' | 'cross';

export interface MapMark {
  readonly id: string;
  /** Degrees, WGS 84. */
  readonly lon: number;
  readonly lat: number;
  readonly label: string;
  readonly shape: MarkShape;
  /** Drawn in the colour that asks for attention. */
  readonly urgent?: boolean;
}

export interface MapProps {
  /** What the map says, in a sentence: its text alternative. */
  readonly label: string;
  /** Areas and lines; property `name` is written on them. */
  readonly features?: FeatureCollection;
  readonly marks: readonly MapMark[];
  readonly onOpen?: (id: string) => void;
  /** CSS length; 24rem. */
  readonly height?: string;
}

const Drawing = lazy(() => import('./MapDrawing.tsx'));

/** A map without tiles: works with no network. Below it the same places as a list, for those who do not look at maps, and for devices that cannot draw one. */
export function MapView(props: MapProps): ReactElement {
  const t = useText();
  const { label, marks, onOpen, height = '24rem' } = props;
  return (
    <figure className={styles.figure}>
      <div className={styles.map} style={{ blockSize: height }}>
        <ErrorBoundary instead={<p className={styles.failed}>{t('web.map.failed')}</p>}>
          <Suspense fallback={<Loading />}>
            <Drawing {...props} />
          </Suspense>
        </ErrorBoundary>
      </div>
      <figcaption>{label}</figcaption>
      {marks.length > 0 && (
        <details>
          <summary>{t('web.map.list')}</summary>
          <ul className={styles.list}>
            {marks.map((mark) => (
              <li key={mark.id}>
                {onOpen ? (
                  <button type="button" className={styles.open} onClick={() => onOpen(mark.id)}>
                    <bdi>{mark.label}</bdi>
                  </button>
                ) : (
                  <bdi>{mark.label}</bdi>
                )}
              </li>
            ))}
          </ul>
        </details>
      )}
    </figure>
  );
}
