import { Button, NativeSelect } from '@mantine/core';
import { type ReactElement, useMemo, useState } from 'react';
import { DutyNote } from '../../../platform/web/parts/DutyNote.tsx';
import { ProblemNote } from '../../../platform/web/parts/ProblemNote.tsx';
import { freshId } from '../../../platform/web/sync/fresh-id.ts';
import { useMe } from '../../../platform/web/sync/me.tsx';
import { useQueryRows } from '../../../platform/web/sync/queries.ts';
import { useText } from '../../../platform/web/text/TextProvider.tsx';
import type { OrganisationRow } from '../../community/index.ts';
import { duties } from '../catalogue.ts';
import { Assignment, roles } from '../model.ts';
import type { CellRow } from '../queries.ts';
import { type OccasionArgs, tryChanges } from '../queries-analysis.ts';
import type { Trial } from '../rules/analysis/what-if.ts';
import styles from './Analysis.module.css';
import { ProposeLines, type Wished } from './ProposeLines.tsx';
import { TrialResult } from './TrialResult.tsx';

interface Props {
  readonly args: OccasionArgs;
  readonly matrix: readonly CellRow[];
  readonly organisations: readonly OrganisationRow[];
}

interface Tried {
  readonly trial: Trial;
  /** What it is, in words. */
  readonly words: string;
}

/** Changes tried on a copy: nothing is written, and the findings move. */
export function TrialTab({ args, matrix, organisations }: Props): ReactElement {
  const t = useText();
  const { may } = useMe();
  const [is, setIs] = useState<'assign' | 'withdraw'>('assign');
  const [duty, setDuty] = useState('');
  const [organisation, setOrganisation] = useState('');
  const [role, setRole] = useState<string>('A');
  const [rank, setRank] = useState('2');
  const [cell, setCell] = useState('');
  const [proposing, setProposing] = useState(false);
  const [tried, setTried] = useState<readonly Tried[]>([]);
  const titles = useMemo(() => duties.map(({ code }) => ({ value: code, label: t(`duty.${code}`) })), [t]);
  const held = matrix.filter((row) => row.duty === duty && !tried.some((one) => one.trial.is === 'withdraw' && one.trial.assignmentId === row.id));
  const { rows, problem } = useQueryRows(
    tryChanges,
    { ...args, changes: tried.map((one) => one.trial) },
    { when: tried.length > 0 && may('duties.assign'), keep: true },
  );
  const result = tried.length > 0 ? rows[0] : undefined;
  if (!may('duties.assign')) return <DutyNote duty="duties.assign" />;

  const cellWords = (row: CellRow): string =>
    `${row.role}${row.rank > 1 ? row.rank : ''} ${row.title ? `${row.organisation} · ${row.title}` : row.organisation}`;
  const wanted = (): Tried | null => {
    if (is === 'withdraw') {
      const row = held.find((one) => one.id === cell);
      return row
        ? { trial: { is, assignmentId: row.id }, words: t('duties.trial.removed', { duty: t(`duty.${row.duty}`), who: cellWords(row) }) }
        : null;
    }
    const house = organisations.find((one) => one.id === organisation);
    const assignment = Assignment.safeParse({ id: freshId(), duty, organisationId: organisation, role, rank: Number(rank) });
    if (!house || duty === '' || !assignment.success) return null;
    return {
      trial: { is, assignment: assignment.data },
      words: t('duties.trial.added', { duty: t(`duty.${duty}`), who: `${role}${rank === '1' ? '' : rank} ${house.name}` }),
    };
  };
  const ready = is === 'withdraw' ? held.some((one) => one.id === cell) : duty !== '' && organisation !== '';
  const add = () => {
    const one = wanted();
    if (!one) return;
    setTried([...tried, one]);
    setCell('');
  };
  const nothing = { value: '', label: t('duties.trial.choose') };
  return (
    <div className="b-rows">
      <p>{t('duties.trial.lead')}</p>
      <form
        className={`b-card ${styles.form}`}
        onSubmit={(event) => {
          event.preventDefault();
          add();
        }}
      >
        <NativeSelect
          label={t('duties.trial.what')}
          value={is}
          onChange={(event) => setIs(event.currentTarget.value === 'withdraw' ? 'withdraw' : 'assign')}
          data={[
            { value: 'assign', label: t('duties.trial.assign') },
            { value: 'withdraw', label: t('duties.trial.withdraw') },
          ]}
        />
        <NativeSelect label={t('duties.duty')} value={duty} onChange={(event) => setDuty(event.currentTarget.value)} data={[nothing, ...titles]} />
        {is === 'withdraw' ? (
          <NativeSelect
            label={t('duties.holders')}
            value={cell}
            onChange={(event) => setCell(event.currentTarget.value)}
            data={[nothing, ...held.map((row) => ({ value: row.id as string, label: cellWords(row) }))]}
          />
        ) : (
          <>
            <NativeSelect
              label={t('duties.organisation')}
              value={organisation}
              onChange={(event) => setOrganisation(event.currentTarget.value)}
              data={[nothing, ...organisations.filter((one) => one.status === 'active').map((one) => ({ value: one.id as string, label: one.name }))]}
            />
            <NativeSelect
              label={t('duties.role')}
              value={role}
              onChange={(event) => setRole(event.currentTarget.value)}
              data={roles.map((one) => ({ value: one, label: t(`duties.role.${one}`) }))}
            />
            <NativeSelect
              label={t('duties.rank')}
              value={rank}
              onChange={(event) => setRank(event.currentTarget.value)}
              data={['1', '2', '3', '4']}
            />
          </>
        )}
        <Button type="submit" disabled={!ready}>
          {t('duties.trial.try')}
        </Button>
      </form>
      {tried.length > 0 && (
        <section className="b-rows" aria-label={t('duties.trial.tried')}>
          <h2>{t('duties.trial.tried')}</h2>
          <ol>
            {tried.map((one, i) => (
              <li key={`${i} ${one.words}`}>
                <bdi>{one.words}</bdi>{' '}
                <Button size="compact-sm" variant="subtle" onClick={() => setTried(tried.filter((_, at) => at !== i))}>
                  {t('duties.trial.drop')}
                </Button>
              </li>
            ))}
          </ol>
        </section>
      )}
      {tried.length > 0 &&
        (proposing ? (
          <section className="b-card b-rows" aria-label={t('duties.propose')}>
            <ProposeLines
              wished={tried.flatMap(({ trial }) => wishOf(trial, matrix))}
              names={new Map(organisations.map((one) => [one.id as string, one.name]))}
              reason={t('duties.trial.reason')}
              basis={t('duties.proposal.analysisBasis')}
              onDone={() => {
                setProposing(false);
                setTried([]);
              }}
              onCancel={() => setProposing(false)}
            />
          </section>
        ) : (
          <div>
            <Button onClick={() => setProposing(true)}>{t('duties.trial.propose', { n: tried.length })}</Button>
          </div>
        ))}
      {problem && <ProblemNote problem={problem} />}
      {result && <TrialResult result={result} />}
    </div>
  );
}

/** A trial as a line of a proposal. Other trials (who stands in a post, who is lost) are no changes of the matrix. */
function wishOf(trial: Trial, matrix: readonly CellRow[]): Wished[] {
  if (trial.is === 'assign') {
    const { duty, organisationId, positionId, role, rank } = trial.assignment;
    return [{ kind: 'add', duty, organisationId, positionId, role, rank }];
  }
  if (trial.is !== 'withdraw') return [];
  const row = matrix.find((one) => one.id === trial.assignmentId);
  return row ? [{ kind: 'end', endsId: row.id, organisationId: row.organisationId }] : [];
}
