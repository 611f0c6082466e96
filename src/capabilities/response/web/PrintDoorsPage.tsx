import { Button, Select } from '@mantine/core';
import { type ReactElement, useState } from 'react';
import type { Problem } from '../../../kernel/result.ts';
import { DutyButton } from '../../../platform/web/parts/DutyButton.tsx';
import { Empty } from '../../../platform/web/parts/Empty.tsx';
import { Loading } from '../../../platform/web/parts/Loading.tsx';
import { Page } from '../../../platform/web/parts/Page.tsx';
import { PrintSheet, printPage } from '../../../platform/web/parts/PrintSheet.tsx';
import { ProblemNote } from '../../../platform/web/parts/ProblemNote.tsx';
import { QrCode } from '../../../platform/web/parts/QrCode.tsx';
import { useAddress, usePath } from '../../../platform/web/shell/address.ts';
import { ask } from '../../../platform/web/sync/api.ts';
import { useMe } from '../../../platform/web/sync/me.tsx';
import { useQueryRows } from '../../../platform/web/sync/queries.ts';
import { useText } from '../../../platform/web/text/TextProvider.tsx';
import { buildings, type DoorRow, doors, room } from '../queries.ts';
import { RevokeLink } from './RevokeLink.tsx';
import styles from './room.module.css';

/** Paper for a round: the door list of a building to tick off by hand, and a sheet of QR posters for its doors. */
export default function PrintDoorsPage(): ReactElement {
  const t = useText();
  const { incident = '' } = usePath();
  const [roundId] = useAddress('round');
  const [building, choose] = useAddress('building');
  const { rows: rooms } = useQueryRows(room, { incidentId: incident as never });
  const round = rooms[0]?.rounds.find((each) => each.id === roundId) ?? rooms[0]?.rounds[0];
  const when = round !== undefined;
  const { rows: all } = useQueryRows(buildings, { roundId: (round?.id ?? '') as never }, { when });
  const current = all.find((row) => row.building === building) ?? all[0];
  const { rows, loading, problem } = useQueryRows(
    doors,
    { roundId: (round?.id ?? '') as never, buildingId: current?.building ?? null },
    { when: when && current !== undefined },
  );
  return (
    <Page
      title={t('response.print.title')}
      exercise={rooms[0]?.exercise ?? false}
      actions={<Button onClick={printPage}>{t('response.print.print')}</Button>}
    >
      <div className="b-noprint">
        <Select
          label={t('response.print.building')}
          value={current?.building ?? null}
          onChange={choose}
          allowDeselect={false}
          data={all.flatMap((row) => (row.building ? [{ value: row.building, label: t('response.building', { number: row.number }) }] : []))}
        />
      </div>
      {problem && <ProblemNote problem={problem} />}
      {loading && <Loading />}
      {!loading && rows.length === 0 && <Empty title={t('response.doors.noDoors')} />}
      {rows.length > 0 && (
        <>
          <PrintSheet title={`${round?.title ?? ''} · ${t('response.building', { number: current?.number ?? '' })}`}>
            <DoorList rows={rows} />
          </PrintSheet>
          <Posters rows={rows} />
        </>
      )}
    </Page>
  );
}

function DoorList({ rows }: { readonly rows: readonly DoorRow[] }): ReactElement {
  const t = useText();
  return (
    <table className={styles.doorlist}>
      <thead>
        <tr>
          <th scope="col">{t('response.column.door')}</th>
          <th scope="col">{t('response.print.first')}</th>
          {(['safe', 'help', 'noAnswer'] as const).map((outcome) => (
            <th key={outcome} scope="col">
              {t(`response.outcome.${outcome}`)}
            </th>
          ))}
          <th scope="col">{t('response.doors.note')}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.household}>
            <td>
              <bdi dir="ltr">{row.door}</bdi>
            </td>
            <td>{row.vulnerability > 0 ? '★'.repeat(Math.min(row.vulnerability, 3)) : ''}</td>
            {(['safe', 'help', 'noAnswer'] as const).map((outcome) => (
              <td key={outcome}>{row.outcome === outcome ? '✓' : <span className={styles.box} />}</td>
            ))}
            <td />
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Links are made anew for printing and shown once; the server keeps only their hashes. */
function Posters({ rows }: { readonly rows: readonly DoorRow[] }): ReactElement {
  const t = useText();
  const { community } = useMe();
  const [links, setLinks] = useState<ReadonlyMap<string, string>>(new Map());
  const [problem, setProblem] = useState<Problem | null>(null);
  const byDwelling = new Map(rows.flatMap((row) => (row.dwelling ? [[row.dwelling, row.door] as const] : [])));
  const make = async () => {
    const answer = await ask<{ links: readonly { dwellingId: string; token: string }[] }>('/api/v1/response/door-links', {
      method: 'POST',
      body: { community: community.id, dwellings: [...byDwelling.keys()].slice(0, 400) },
    });
    setProblem(answer.ok ? null : answer.problem);
    if (answer.ok) setLinks(new Map(answer.value.links.map((link) => [link.dwellingId, link.token])));
  };
  return (
    <>
      <div className="b-noprint b-rows">
        <p>{t('response.print.posters')}</p>
        {problem && <ProblemNote problem={problem} />}
        <DutyButton duty="response.command" onClick={() => void make()}>
          {t('response.print.makePosters')}
        </DutyButton>
        <RevokeLink doors={byDwelling} />
      </div>
      {links.size > 0 && (
        <PrintSheet title={t('response.print.posterTitle')}>
          <div className={styles.sheet}>
            {[...links].map(([dwelling, token]) => (
              <div key={dwelling} className={styles.poster}>
                <strong>{t('response.door.heading', { door: byDwelling.get(dwelling) ?? '' })}</strong>
                <QrCode
                  text={`${window.location.origin}/door#${token}`}
                  label={t('response.door.heading', { door: byDwelling.get(dwelling) ?? '' })}
                />
                <span>{t('response.print.scan')}</span>
              </div>
            ))}
          </div>
        </PrintSheet>
      )}
    </>
  );
}
