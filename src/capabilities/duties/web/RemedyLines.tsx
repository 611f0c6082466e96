import { Button, Checkbox } from '@mantine/core';
import { type ReactElement, useState } from 'react';
import type { Problem } from '../../../kernel/result.ts';
import { DutyButton } from '../../../platform/web/parts/DutyButton.tsx';
import { useConfirm, useToast } from '../../../platform/web/parts/overlays.tsx';
import { ProblemNote } from '../../../platform/web/parts/ProblemNote.tsx';
import { Go } from '../../../platform/web/shell/Go.tsx';
import { freshId } from '../../../platform/web/sync/fresh-id.ts';
import { useSend } from '../../../platform/web/sync/LinkProvider.tsx';
import { useText } from '../../../platform/web/text/TextProvider.tsx';
import { assign } from '../commands.ts';
import type { AssignmentId } from '../model.ts';
import type { RemedyLine, RemedyReason } from '../rules/analysis/remedy.ts';
import { powerOf } from '../rules/powers.ts';
import styles from './Analysis.module.css';
import { ProposeLines } from './ProposeLines.tsx';
import { useFindingText } from './useFindingText.ts';

interface Props {
  readonly lines: readonly RemedyLine[];
  readonly names: ReadonlyMap<string, string>;
  readonly titles: ReadonlyMap<string, string>;
  readonly keepIn: readonly string[];
  readonly onKeepIn: (keys: readonly string[]) => void;
  readonly keptOut: ReadonlyMap<string, string>;
  readonly onKeepOut: (key: string, words: string) => void;
}

/** The lines of a remedy: what, why, whether it stays; those that are ticked are written into the matrix together, after a question. */
export function RemedyLines({ lines, names, titles, keepIn, onKeepIn, keptOut, onKeepOut }: Props): ReactElement | null {
  const t = useText();
  const { titleOf } = useFindingText();
  const send = useSend();
  const confirm = useConfirm();
  const toast = useToast();
  const [unticked, setUnticked] = useState<ReadonlySet<string>>(() => new Set(lines.filter((line) => powerOf(line.duty)).map((line) => line.key)));
  const [proposing, setProposing] = useState(false);
  const [taken, setTaken] = useState(false);
  const [refused, setRefused] = useState<Problem | null>(null);
  if (lines.length === 0) return null;

  const who = (line: RemedyLine): string =>
    [names.get(line.organisationId) ?? '', line.positionId ? titles.get(line.positionId) : t('duties.remedy.everyPost')].filter(Boolean).join(' · ');
  const words = (line: RemedyLine): string =>
    t('duties.remedy.line', { duty: titleOf(line.duty), role: t(`duties.role.${line.role}`), rank: line.rank, who: who(line) });
  const why = ({ duty, loses, whenLost }: RemedyReason): string =>
    t('duties.remedy.because', {
      duty: titleOf(duty),
      loses,
      lost: whenLost === null ? 'nobody' : whenLost.kind === 'organisation' ? 'organisation' : 'person',
      name: (whenLost && names.get(whenLost.id)) ?? '',
    });
  const chosen = lines.filter((line) => !unticked.has(line.key) && !keptOut.has(line.key));
  const powers = chosen.filter((line) => powerOf(line.duty)).length;
  const toggle = (set: ReadonlySet<string>, key: string): ReadonlySet<string> =>
    set.has(key) ? new Set([...set].filter((one) => one !== key)) : new Set([...set, key]);

  const takeOver = async () => {
    const sure = await confirm({
      title: t('duties.remedy.takeTitle', { n: chosen.length }),
      text: [t('duties.remedy.takeText'), ...(powers > 0 ? [t('duties.remedy.takePowers', { n: powers })] : [])].join(' '),
      action: t('duties.remedy.take', { n: chosen.length }),
    });
    if (!sure) return;
    const result = await send(assign, {
      assignments: chosen.map(({ duty, role, rank, organisationId, positionId }) => ({
        id: freshId() as AssignmentId,
        duty,
        role,
        rank,
        organisationId,
        positionId,
        grids: null,
        hazards: null,
        levels: null,
        since: null,
        until: null,
      })),
    });
    if (result.status === 'refused') return setRefused(result.problem);
    setRefused(null);
    setTaken(true);
    toast(t('duties.remedy.taken', { n: chosen.length }));
  };

  return (
    <div className="b-rows">
      <ul className={styles.findings}>
        {lines.map((line) => (
          <li key={line.key}>
            <div className={styles.line}>
              <Checkbox
                aria-label={words(line)}
                checked={!unticked.has(line.key) && !keptOut.has(line.key)}
                disabled={taken || keptOut.has(line.key)}
                onChange={() => setUnticked(toggle(unticked, line.key))}
              />
              <div className="b-rows">
                <span className={styles.says}>{words(line)}</span>
                {powerOf(line.duty) && <span className="b-attention">{t(`duties.power.${powerOf(line.duty)}`)}</span>}
                <ul className="b-small b-soft">
                  {line.reasons.map((reason) => (
                    <li key={`${reason.duty} ${reason.loses} ${reason.whenLost?.id ?? ''}`}>{why(reason)}</li>
                  ))}
                </ul>
                <div className="b-line">
                  <Button
                    size="compact-sm"
                    variant={keepIn.includes(line.key) ? 'filled' : 'default'}
                    aria-pressed={keepIn.includes(line.key)}
                    onClick={() => onKeepIn([...toggle(new Set(keepIn), line.key)])}
                  >
                    {t('duties.remedy.keepIn')}
                  </Button>
                  <Button size="compact-sm" variant="default" disabled={keptOut.has(line.key)} onClick={() => onKeepOut(line.key, words(line))}>
                    {t('duties.remedy.keepOut')}
                  </Button>
                </div>
              </div>
            </div>
          </li>
        ))}
      </ul>
      {refused && <ProblemNote problem={refused} />}
      {lines.some((line) => powerOf(line.duty) && unticked.has(line.key)) && <p>{t('duties.remedy.powersOut')}</p>}
      {proposing ? (
        <section className="b-card b-rows" aria-label={t('duties.propose')}>
          <ProposeLines
            wished={chosen.map(({ duty, role, rank, organisationId, positionId }) => ({ kind: 'add', duty, role, rank, organisationId, positionId }))}
            names={names}
            reason={t('duties.remedy.reason')}
            basis={t('duties.proposal.analysisBasis')}
            onDone={() => {
              setProposing(false);
              setTaken(true);
            }}
            onCancel={() => setProposing(false)}
          />
        </section>
      ) : (
        <div className="b-line">
          <Button disabled={taken || chosen.length === 0} onClick={() => setProposing(true)}>
            {t('duties.remedy.propose', { n: chosen.length })}
          </Button>
          <DutyButton duty="duties.assign" variant="default" disabled={taken || chosen.length === 0} onClick={() => void takeOver()}>
            {t('duties.remedy.take', { n: chosen.length })}
          </DutyButton>
        </div>
      )}
      {taken && <Go to="/duties/proposals">{t('duties.proposals')}</Go>}
    </div>
  );
}
