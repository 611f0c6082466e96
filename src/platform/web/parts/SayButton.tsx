import { Button, type ButtonProps } from '@mantine/core';
import { type ReactElement, type ReactNode, useState } from 'react';
import type { Problem } from '../../../kernel/result.ts';
import { useSend } from '../sync/LinkProvider.tsx';
import type { Sayable } from '../sync/link.ts';
import styles from './notes.module.css';
import { ProblemNote } from './ProblemNote.tsx';

interface Props<Payload> extends Pick<ButtonProps, 'variant' | 'size' | 'className' | 'disabled'> {
  readonly command: Sayable<Payload>;
  readonly payload: Payload;
  readonly children: ReactNode;
  /** Called once it was taken, or stands in the outbox. */
  readonly onSaid?: () => void;
}

/** A button that says one command; a small one in a line unless told otherwise. While the answer is under way it cannot be pressed again; why it was refused stands beside it. */
export function SayButton<Payload>({
  command,
  payload,
  children,
  onSaid,
  variant = 'default',
  size = 'compact-md',
  ...look
}: Props<Payload>): ReactElement {
  const send = useSend();
  const [busy, setBusy] = useState(false);
  const [refused, setRefused] = useState<Problem | null>(null);
  const say = async () => {
    setBusy(true);
    const answer = await send(command, payload);
    setBusy(false);
    setRefused(answer.status === 'refused' ? answer.problem : null);
    if (answer.status !== 'refused') onSaid?.();
  };
  return (
    <>
      <Button variant={variant} size={size} {...look} loading={busy} onClick={() => void say()}>
        {children}
      </Button>
      {refused && (
        <div className={styles.beside}>
          <ProblemNote problem={refused} />
        </div>
      )}
    </>
  );
}
