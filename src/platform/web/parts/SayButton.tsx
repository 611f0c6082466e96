import { Button } from '@mantine/core';
import { type ReactElement, type ReactNode, useState } from 'react';
import type { Problem } from '../../../kernel/result.ts';
import { useSend } from '../sync/LinkProvider.tsx';
import type { Sayable } from '../sync/link.ts';
import { ProblemNote } from './ProblemNote.tsx';

interface Props<Payload> {
  readonly command: Sayable<Payload>;
  readonly payload: Payload;
  readonly children: ReactNode;
}

/** A small button in a line that says one command. While the answer is under way it cannot be pressed again; why it was refused stands beside it. */
export function SayButton<Payload>({ command, payload, children }: Props<Payload>): ReactElement {
  const send = useSend();
  const [busy, setBusy] = useState(false);
  const [refused, setRefused] = useState<Problem | null>(null);
  const say = async () => {
    setBusy(true);
    const answer = await send(command, payload);
    setBusy(false);
    setRefused(answer.status === 'refused' ? answer.problem : null);
  };
  return (
    <>
      <Button variant="default" size="compact-md" loading={busy} onClick={() => void say()}>
        {children}
      </Button>
      {refused && <ProblemNote problem={refused} />}
    </>
  );
}
