import { Button } from '@mantine/core';
import { type ReactElement, useState } from 'react';
import type { Problem } from '../../../kernel/result.ts';
import { DutyNote } from '../../../platform/web/parts/DutyNote.tsx';
import { Empty } from '../../../platform/web/parts/Empty.tsx';
import { Loading } from '../../../platform/web/parts/Loading.tsx';
import { Page } from '../../../platform/web/parts/Page.tsx';
import { ProblemNote } from '../../../platform/web/parts/ProblemNote.tsx';
import { Go } from '../../../platform/web/shell/Go.tsx';
import { useSend } from '../../../platform/web/sync/LinkProvider.tsx';
import { useQueryRows } from '../../../platform/web/sync/queries.ts';
import { useText } from '../../../platform/web/text/TextProvider.tsx';
import { keepBoth, mergeResidents } from '../commands-care.ts';
import { type DuplicateRow, duplicates } from '../queries.ts';
import styles from './Register.module.css';
import { useRelation } from './words.ts';

/** Pairs of records that may be one person, side by side; a person decides each. */
export default function DuplicatesPage(): ReactElement {
  const t = useText();
  const { rows, loading, problem } = useQueryRows(duplicates, {});
  return (
    <Page title={t('register.duplicates')} lead={t('register.duplicatesLead')}>
      {problem ? <ProblemNote problem={problem} /> : <DutyNote duty="register.write" />}
      {loading && <Loading />}
      {!loading && !problem && rows.length === 0 && <Empty title={t('register.noDuplicates')} action={<Go to="/register">{t('register.nav')}</Go>} />}
      <ul className={styles.list}>
        {rows.map((row) => (
          <Pair key={row.id} row={row} />
        ))}
      </ul>
    </Page>
  );
}

const shown = ['name', 'otherName', 'sex', 'birthDate', 'phone', 'relation'] as const;

function Pair({ row }: { readonly row: DuplicateRow }): ReactElement {
  const t = useText();
  const send = useSend();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const decide = async (say: () => ReturnType<typeof send>) => {
    setBusy(true);
    const result = await say();
    setBusy(false);
    if (result.status === 'refused') setProblem(result.problem);
  };
  const merge = (keep: DuplicateRow['first'], gone: DuplicateRow['first']) =>
    decide(() => send(mergeResidents, { duplicateId: row.id, keepId: keep.id, goneId: gone.id, take: [] }));
  return (
    <li className="b-card b-rows">
      <strong>{t(`register.reason.${row.reason}`)}</strong>
      <div className={styles.sides}>
        <Side side={row.first} other={row.second} busy={busy} onKeep={() => void merge(row.first, row.second)} />
        <Side side={row.second} other={row.first} busy={busy} onKeep={() => void merge(row.second, row.first)} />
      </div>
      {problem && <ProblemNote problem={problem} />}
      <div className="b-line">
        <Button variant="default" loading={busy} onClick={() => void decide(() => send(keepBoth, { duplicateId: row.id }))}>
          {t('register.twoPeople')}
        </Button>
      </div>
    </li>
  );
}

interface SideProps {
  readonly side: DuplicateRow['first'];
  readonly other: DuplicateRow['first'];
  readonly busy: boolean;
  readonly onKeep: () => void;
}

function Side({ side, other, busy, onKeep }: SideProps): ReactElement {
  const t = useText();
  const relation = useRelation();
  const say = (field: (typeof shown)[number]): string => {
    const value = side[field];
    if (!value) return '—';
    return field === 'sex' ? t(`register.sex.${value}`) : field === 'relation' ? relation(value) : value;
  };
  return (
    <div className="b-rows">
      <dl className={styles.facts}>
        <dt>{t('register.door')}</dt>
        <dd className={side.door === other.door ? '' : styles.differs}>
          <Go to={`/register?household=${side.householdId}`}>
            <bdi>{side.door || t('register.doorUnknown')}</bdi>
          </Go>
        </dd>
        {shown.map((field) => [
          <dt key={`${field} name`}>{t(`register.field.${field}`)}</dt>,
          <dd key={field} className={side[field] === other[field] ? '' : styles.differs}>
            <bdi>{say(field)}</bdi>
          </dd>,
        ])}
        <dt>{t('register.field.idNumber')}</dt>
        <dd className={side.maskedId === other.maskedId ? '' : styles.differs}>
          <bdi dir="ltr">{side.maskedId ?? '—'}</bdi>
        </dd>
      </dl>
      <Button loading={busy} onClick={onKeep}>
        {t('register.onePersonKeepThis')}
      </Button>
    </div>
  );
}
