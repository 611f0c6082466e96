import { Button } from '@mantine/core';
import { type ReactElement, useState } from 'react';
import type { Problem } from '../../../kernel/result.ts';
import { DutyButton } from '../../../platform/web/parts/DutyButton.tsx';
import { Loading } from '../../../platform/web/parts/Loading.tsx';
import { useConfirm, useToast } from '../../../platform/web/parts/overlays.tsx';
import { ProblemNote } from '../../../platform/web/parts/ProblemNote.tsx';
import { SidePanel } from '../../../platform/web/parts/SidePanel.tsx';
import { Go } from '../../../platform/web/shell/Go.tsx';
import { Icon } from '../../../platform/web/shell/Icon.tsx';
import { useSend } from '../../../platform/web/sync/LinkProvider.tsx';
import { useMe } from '../../../platform/web/sync/me.tsx';
import { useQueryRows } from '../../../platform/web/sync/queries.ts';
import { useText } from '../../../platform/web/text/TextProvider.tsx';
import { everyPostHolds, findDuty } from '../catalogue.ts';
import { withdraw } from '../commands.ts';
import { card } from '../queries.ts';
import { byStrength } from '../rules/matrix.ts';
import { AssignForm } from './AssignForm.tsx';
import { CardLine } from './CardLine.tsx';
import styles from './Duties.module.css';
import { DutyFacts } from './DutyFacts.tsx';
import { proposePath } from './propose-path.ts';

/** One duty: what it is, where it comes from, who holds it, and giving it to someone else. */
export function DutyPanel({ code, onClose }: { readonly code: string; readonly onClose: () => void }): ReactElement {
  const t = useText();
  const { may } = useMe();
  const send = useSend();
  const confirm = useConfirm();
  const toast = useToast();
  const { rows, loading, problem } = useQueryRows(card, { duty: code });
  const [adding, setAdding] = useState(false);
  const [refused, setRefused] = useState<Problem | null>(null);
  const duty = findDuty(code);
  const title = duty ? t(`duty.${code}`) : code;

  const takeBack = async (row: (typeof rows)[number]) => {
    const from = row.title ? `${row.organisation} · ${row.title}` : row.organisation;
    if (!(await confirm({ title: t('duties.withdrawTitle', { duty: title }), text: <bdi>{from}</bdi>, action: t('duties.withdraw') }))) return;
    const result = await send(withdraw, { assignmentId: row.id });
    if (result.status === 'refused') setRefused(result.problem);
    else {
      setRefused(null);
      toast(t('duties.withdrawn'));
    }
  };

  return (
    <SidePanel title={title} onClose={onClose}>
      {duty && <DutyFacts duty={duty} />}
      {problem && <ProblemNote problem={problem} />}
      {refused && <ProblemNote problem={refused} />}
      <h3>{t('duties.holders')}</h3>
      {loading && <Loading />}
      {!loading && rows.length === 0 && !problem && (
        <p className={code === everyPostHolds ? undefined : 'b-attention'}>{t(code === everyPostHolds ? 'duties.everyPost' : 'duties.nobody')}</p>
      )}
      <ul className={styles.cards}>
        {[...rows].sort(byStrength).map((row) => (
          <CardLine key={row.id} row={row} what="holder">
            <Go to={proposePath({ ends: row.id })}>{t('duties.propose')}</Go>{' '}
            {may('duties.assign') && (
              <Button size="compact-sm" variant="default" onClick={() => void takeBack(row)}>
                {t('duties.withdraw')}
              </Button>
            )}
          </CardLine>
        ))}
      </ul>
      {adding ? (
        <AssignForm duty={code} onDone={() => setAdding(false)} />
      ) : (
        <div className="b-line">
          <Go to={proposePath({ duty: code })}>{t('duties.proposeHolder')}</Go>
          <DutyButton duty="duties.assign" leftSection={<Icon name="plus" />} onClick={() => setAdding(true)}>
            {t('duties.assign')}
          </DutyButton>
        </div>
      )}
    </SidePanel>
  );
}
