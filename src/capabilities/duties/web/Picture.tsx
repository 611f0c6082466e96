import { Button } from '@mantine/core';
import { type ReactElement, type ReactNode, useRef } from 'react';
import { useToast } from '../../../platform/web/parts/overlays.tsx';
import { Icon } from '../../../platform/web/shell/Icon.tsx';
import { useText } from '../../../platform/web/text/TextProvider.tsx';
import styles from './Analysis.module.css';
import { savePng, saveSvg } from './picture-file.ts';

interface Props {
  /** Says the finding; also what the picture says to those who do not see it. */
  readonly title: string;
  /** Of the saved file, without its ending. */
  readonly file: string;
  readonly width: number;
  readonly height: number;
  readonly legend?: ReactNode;
  /** What is drawn: children of an SVG of that size. */
  readonly children: ReactNode;
  /** The same as a table: reached by keyboard, exported as CSV. */
  readonly table: ReactNode;
}

/** A picture with a title that says the finding, its files, and the table behind it. */
export function Picture({ title, file, width, height, legend, children, table }: Props): ReactElement {
  const t = useText();
  const toast = useToast();
  const drawing = useRef<SVGSVGElement>(null);
  const save = async (how: (svg: SVGSVGElement, file: string) => void | Promise<boolean>) => {
    if (drawing.current && (await how(drawing.current, file)) === false) toast(t('duties.picture.noPng'));
  };
  return (
    <figure className={styles.figure}>
      <figcaption>
        <h2>{title}</h2>
        {legend}
      </figcaption>
      <div className={styles.canvas}>
        <svg ref={drawing} viewBox={`0 0 ${width} ${height}`} role="img" aria-label={title} className={styles.drawing}>
          {children}
        </svg>
      </div>
      <div className="b-line b-noprint">
        <Button size="sm" variant="default" leftSection={<Icon name="download" size={16} />} onClick={() => void save(saveSvg)}>
          {t('duties.picture.svg')}
        </Button>
        <Button size="sm" variant="default" leftSection={<Icon name="download" size={16} />} onClick={() => void save(savePng)}>
          {t('duties.picture.png')}
        </Button>
      </div>
      <div className={styles.behind}>
        <h3>{t('duties.picture.table')}</h3>
        {table}
      </div>
    </figure>
  );
}
