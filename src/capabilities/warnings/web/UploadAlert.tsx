import { type ReactElement, useRef, useState } from 'react';
import type { Problem } from '../../../kernel/result.ts';
import { DutyButton } from '../../../platform/web/parts/DutyButton.tsx';
import { useToast } from '../../../platform/web/parts/overlays.tsx';
import { Icon } from '../../../platform/web/shell/Icon.tsx';
import { ask } from '../../../platform/web/sync/api.ts';
import { useMe } from '../../../platform/web/sync/me.tsx';
import { useText } from '../../../platform/web/text/TextProvider.tsx';

interface Received {
  readonly alertId: string;
  readonly matched: readonly unknown[];
}

/** Chooses a CAP file and gives it to the server, which checks it. */
export function UploadAlert({
  onReceived,
  onProblem,
}: {
  readonly onReceived: (id: string) => void;
  readonly onProblem: (problem: Problem | null) => void;
}): ReactElement {
  const t = useText();
  const toast = useToast();
  const { community } = useMe();
  const input = useRef<HTMLInputElement>(null);
  const [busy, setBusy] = useState(false);
  const send = async (file: File | undefined) => {
    if (!file) return;
    setBusy(true);
    const body = new Blob([file], { type: 'application/cap+xml' });
    const answer = await ask<Received>(`/api/v1/warnings/cap?${new URLSearchParams({ community: community.id })}`, { method: 'POST', body });
    setBusy(false);
    onProblem(answer.ok ? null : answer.problem);
    if (!answer.ok) return;
    toast(t(answer.value.matched.length > 0 ? 'warnings.uploaded' : 'warnings.uploadedElsewhere'));
    onReceived(answer.value.alertId);
  };
  return (
    <>
      {/* The button below stands for it: seen and read out once. */}
      <input
        ref={input}
        type="file"
        accept=".xml,.cap,application/xml,text/xml,application/cap+xml"
        hidden
        onChange={(event) => {
          void send(event.currentTarget.files?.[0]);
          // The same file may be chosen again.
          event.currentTarget.value = '';
        }}
      />
      <DutyButton
        duty="warnings.receive"
        variant="default"
        loading={busy}
        leftSection={<Icon name="upload" />}
        onClick={() => input.current?.click()}
      >
        {t('warnings.upload')}
      </DutyButton>
    </>
  );
}
