import { Button, NativeSelect } from '@mantine/core';
import { type ReactElement, useState } from 'react';
import { Empty } from '../../../platform/web/parts/Empty.tsx';
import { Loading } from '../../../platform/web/parts/Loading.tsx';
import { ProblemNote } from '../../../platform/web/parts/ProblemNote.tsx';
import { TimeLine } from '../../../platform/web/parts/TimeLine.tsx';
import { useQueryRows } from '../../../platform/web/sync/queries.ts';
import { useHasText, useText } from '../../../platform/web/text/TextProvider.tsx';
import { type TimelineRow, timeline } from '../queries.ts';
import { type About, abouts } from '../rules/timeline.ts';
import styles from './room.module.css';

const page = 100;
const most = 200;

/** What was done, read from the journal, newest first. Refusals stand there too: they were decided. */
export function TimelineTab({ incident }: { readonly incident: string }): ReactElement {
  const t = useText();
  const [limit, setLimit] = useState(page);
  const [before, setBefore] = useState<number | null>(null);
  const [about, setAbout] = useState<About | null>(null);
  const { rows, loading, problem } = useQueryRows(timeline, { incidentId: incident as never, about, before, limit }, { keep: true });
  const describe = useDescription();
  if (problem) return <ProblemNote problem={problem} />;
  if (loading) return <Loading />;
  const older = () => {
    if (limit < most) setLimit(most);
    else setBefore(rows.at(-1)?.version ?? null);
  };
  return (
    <div className="b-rows">
      <NativeSelect
        className={styles.about}
        label={t('response.timeline.about')}
        value={about ?? ''}
        data={[{ value: '', label: t('web.table.any') }, ...abouts.map((value) => ({ value, label: t(`response.timeline.about.${value}`) }))]}
        onChange={(event) => {
          setAbout(abouts.find((one) => one === event.currentTarget.value) ?? null);
          setBefore(null);
        }}
      />
      {rows.length === 0 && <Empty title={t('response.timeline.none')} />}
      <TimeLine
        label={t('response.tab.timeline')}
        items={rows.map((row) => ({
          id: row.id,
          at: row.at,
          title: describe(row),
          detail: <bdi>{row.by ?? t(`response.actor.${row.actorKind}`)}</bdi>,
          ...(row.status === 'accepted' ? {} : { is: { status: 'stopped' as const, word: t(`response.timeline.${row.status}`) } }),
        }))}
      />
      <div className="b-line">
        {rows.length === limit && (
          <Button variant="default" onClick={older}>
            {t('response.timeline.older')}
          </Button>
        )}
        {before !== null && (
          <Button variant="default" onClick={() => setBefore(null)}>
            {t('response.timeline.newest')}
          </Button>
        )}
      </div>
    </div>
  );
}

/** One line of the journal in words. */
function useDescription(): (row: TimelineRow) => string {
  const t = useText();
  const has = useHasText();
  return ({ name, params }) => {
    const verb = has(`response.did.${name}`) ? t(`response.did.${name}`) : name;
    const { door, outcome, kind, from, to, level } = params;
    const parts = [
      door,
      outcome && t(`response.outcome.${outcome}`),
      kind && has(`response.kind.${kind}`) && t(`response.kind.${kind}`),
      from && to && `${from} → ${to}`,
      level,
    ];
    return [verb, ...parts.filter(Boolean)].join(' · ');
  };
}
