import type { ReactElement } from 'react';
import { Empty } from '../../../platform/web/parts/Empty.tsx';
import { useLocal } from '../../../platform/web/sync/LinkProvider.tsx';
import { Num } from '../../../platform/web/text/parts.tsx';
import { useText } from '../../../platform/web/text/TextProvider.tsx';
import styles from './room.module.css';

export interface LocalShelter {
  readonly id: string;
  readonly name: string;
  readonly capacity: number;
  readonly accessible: boolean;
  readonly lon: number | null;
  readonly lat: number | null;
}

/** The shelters of the community and how many they hold. Who is in them is not recorded yet, and the page says so. */
export function SheltersTab(): ReactElement {
  const t = useText();
  const { rows } = useLocal<LocalShelter>('community.shelter');
  if (rows.length === 0) return <Empty title={t('response.shelters.none')} />;
  return (
    <div className={styles.report}>
      <p className="b-soft">{t('response.shelters.notCounted')}</p>
      <table>
        <thead>
          <tr>
            <th scope="col">{t('response.shelters.name')}</th>
            <th scope="col">{t('response.shelters.capacity')}</th>
            <th scope="col">{t('response.shelters.accessible')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.id}>
              <td>
                <bdi>{row.name}</bdi>
              </td>
              <td>
                <Num value={row.capacity} />
              </td>
              <td>{t(row.accessible ? 'response.yes' : 'response.no')}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
