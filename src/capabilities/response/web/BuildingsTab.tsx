import { Select } from '@mantine/core';
import type { ReactElement } from 'react';
import { Empty } from '../../../platform/web/parts/Empty.tsx';
import { Loading } from '../../../platform/web/parts/Loading.tsx';
import { ProblemNote } from '../../../platform/web/parts/ProblemNote.tsx';
import { useAddress } from '../../../platform/web/shell/address.ts';
import { Go } from '../../../platform/web/shell/Go.tsx';
import { useQueryRows } from '../../../platform/web/sync/queries.ts';
import { Share } from '../../../platform/web/text/parts.tsx';
import { useText } from '../../../platform/web/text/TextProvider.tsx';
import { buildings, doors, type Room } from '../queries.ts';
import { BuildingPlan } from './BuildingPlan.tsx';
import styles from './room.module.css';

/** Every building of a round with how far it is, and the one that is open as a plan of its doors. */
export function BuildingsTab({ room }: { readonly room: Room }): ReactElement {
  const t = useText();
  const [chosen, choose] = useAddress('round');
  const [building, open] = useAddress('building');
  const round = room.rounds.find((each) => each.id === chosen) ?? room.rounds[0];
  const { rows, loading, problem } = useQueryRows(buildings, { roundId: (round?.id ?? '') as never }, { when: round !== undefined });
  if (!round) return <Empty title={t('response.noRound')} text={t('response.noRoundText')} />;
  const current = rows.find((row) => row.building === building) ?? rows[0];
  return (
    <div className="b-rows">
      {problem && <ProblemNote problem={problem} />}
      {room.rounds.length > 1 && (
        <Select
          label={t('response.doors.round')}
          value={round.id}
          onChange={choose}
          allowDeselect={false}
          data={room.rounds.map((each) => ({ value: each.id, label: each.title }))}
        />
      )}
      {loading && <Loading />}
      <ul className={styles.buildings}>
        {rows.map((row) => (
          <li key={row.building ?? 'none'}>
            <button
              type="button"
              className={styles.building}
              aria-pressed={row === current}
              onClick={() => open(row.building)}
              disabled={row.building === null}
            >
              <strong>
                <bdi>{t('response.building', { number: row.number })}</bdi>
              </strong>
              <span className={styles.share} aria-hidden="true">
                <span style={{ inlineSize: `${(100 * row.reached) / Math.max(1, row.all)}%` }} />
              </span>
              <span className="b-num">
                <Share of={row.reached} all={row.all} />
              </span>
              {row.help > 0 && <span className="b-attention">▲ {row.help}</span>}
            </button>
          </li>
        ))}
      </ul>
      {current?.building && (
        <OneBuilding key={`${round.id} ${current.building}`} round={round.id} building={current.building} number={current.number} />
      )}
      <Go to={`/response/${room.id}/print?round=${round.id}${current?.building ? `&building=${current.building}` : ''}`}>
        {t('response.print.open')}
      </Go>
    </div>
  );
}

function OneBuilding({ round, building, number }: { readonly round: string; readonly building: string; readonly number: string }): ReactElement {
  const t = useText();
  const { rows, loading, problem } = useQueryRows(doors, { roundId: round as never, buildingId: building });
  if (problem) return <ProblemNote problem={problem} />;
  if (loading) return <Loading />;
  return rows.length === 0 ? <Empty title={t('response.doors.noDoors')} /> : <BuildingPlan number={number} doors={rows} />;
}
