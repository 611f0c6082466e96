import { Select } from '@mantine/core';
import { type ReactElement, useState } from 'react';
import type { DwellingId } from '../../../kernel/ids.ts';
import type { Problem } from '../../../kernel/result.ts';
import { DutyButton } from '../../../platform/web/parts/DutyButton.tsx';
import { useConfirm, useToast } from '../../../platform/web/parts/overlays.tsx';
import { ProblemNote } from '../../../platform/web/parts/ProblemNote.tsx';
import { useSend } from '../../../platform/web/sync/LinkProvider.tsx';
import { useText } from '../../../platform/web/text/TextProvider.tsx';
import { revokeDoorTokens } from '../commands.ts';

/** Makes the printed links of one door worthless: a poster was photographed, or a tenant moved out. */
export function RevokeLink({ doors }: { readonly doors: ReadonlyMap<string, string> }): ReactElement {
  const t = useText();
  const send = useSend();
  const confirm = useConfirm();
  const toast = useToast();
  const [dwelling, choose] = useState<string | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const revoke = async () => {
    const door = dwelling && doors.get(dwelling);
    if (!door) return;
    const asked = { title: t('response.revoke.title', { door }), text: t('response.revoke.text'), action: t('response.revoke.action') };
    if (!(await confirm(asked))) return;
    const result = await send(revokeDoorTokens, { dwellingId: dwelling as DwellingId });
    setProblem(result.status === 'refused' ? result.problem : null);
    if (result.status === 'accepted') toast(t('response.revoke.done', { door }));
  };
  return (
    <details className="b-noprint">
      <summary>{t('response.revoke.summary')}</summary>
      <div className="b-rows">
        <Select
          label={t('response.column.door')}
          searchable
          value={dwelling}
          onChange={choose}
          data={[...doors].map(([value, label]) => ({ value, label }))}
        />
        {problem && <ProblemNote problem={problem} />}
        <DutyButton duty="response.command" variant="default" disabled={dwelling === null} onClick={() => void revoke()}>
          {t('response.revoke.action')}
        </DutyButton>
      </div>
    </details>
  );
}
