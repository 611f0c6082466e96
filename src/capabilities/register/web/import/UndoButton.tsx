import { Button } from '@mantine/core';
import { type ReactElement, useState } from 'react';
import type { Problem } from '../../../../kernel/result.ts';
import { DutyButton } from '../../../../platform/web/parts/DutyButton.tsx';
import { useConfirm, useToast } from '../../../../platform/web/parts/overlays.tsx';
import { ProblemNote } from '../../../../platform/web/parts/ProblemNote.tsx';
import { Icon } from '../../../../platform/web/shell/Icon.tsx';
import { useSend } from '../../../../platform/web/sync/LinkProvider.tsx';
import { useQueryRows } from '../../../../platform/web/sync/queries.ts';
import { PersonText } from '../../../../platform/web/text/parts.tsx';
import { useText } from '../../../../platform/web/text/TextProvider.tsx';
import { undoImport } from '../../commands-import.ts';
import type { ImportId } from '../../model.ts';
import { importBlockers } from '../../queries.ts';
import styles from './import.module.css';

interface Props {
  readonly importId: ImportId;
  readonly residents: number;
}

const shown = 20;

/** Takes a whole import back. Where people have worked on its rows since, says on which, and offers to take back the rest. */
export function UndoButton({ importId, residents }: Props): ReactElement {
  const t = useText();
  const send = useSend();
  const confirm = useConfirm();
  const toast = useToast();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const undo = async (keepChanged: boolean) => {
    const asked = { title: t('register.import.undoTitle'), text: t('register.import.undoText', { n: residents }), action: t('register.import.undo') };
    if (!keepChanged && !(await confirm(asked))) return;
    setBusy(true);
    const reply = await send(undoImport, { importId, keepChanged });
    setBusy(false);
    setProblem(reply.status === 'refused' ? reply.problem : null);
    if (reply.status === 'accepted') toast(t('register.import.undone'));
  };
  const blocked = problem?.code === 'register.importRowsChanged';
  return (
    <div className="b-rows">
      <div>
        <DutyButton duty="register.import" variant="default" loading={busy} leftSection={<Icon name="undo" />} onClick={() => void undo(false)}>
          {t('register.import.undo')}
        </DutyButton>
      </div>
      {problem && <ProblemNote problem={problem} />}
      {blocked && (
        <>
          <Blockers importId={importId} />
          <div>
            <Button loading={busy} onClick={() => void undo(true)}>
              {t('register.import.undoRest')}
            </Button>
          </div>
        </>
      )}
    </div>
  );
}

function Blockers({ importId }: { readonly importId: ImportId }): ReactElement {
  const t = useText();
  const { rows } = useQueryRows(importBlockers, { importId });
  return (
    <ul className={styles.list}>
      {rows.slice(0, shown).map((row) => (
        <li key={`${row.entity} ${row.id}`} className={styles.finding}>
          <strong>
            <PersonText>{row.label || row.door}</PersonText>
          </strong>
          <bdi>{row.door}</bdi>
          <span className="b-soft">{t(`register.import.blocker.${row.why}`)}</span>
        </li>
      ))}
      {rows.length > shown && <li className="b-soft">{t('register.import.cut', { shown, all: rows.length })}</li>}
    </ul>
  );
}
