import { useCallback } from 'react';
import type { Problem } from '../../../kernel/result.ts';
import { useSend } from '../sync/LinkProvider.tsx';
import type { Sayable } from '../sync/link.ts';
import { useToast } from './overlays.tsx';

/**
 * What a form does when it is sent: says the command and answers its refusal, which the form shows; null: it was taken, the reader was
 * told so, and `onDone` was called.
 * @param taken words for the reader
 */
export function useSaying(taken: string, onDone?: () => void): <Payload>(command: Sayable<Payload>, payload: Payload) => Promise<Problem | null> {
  const send = useSend();
  const toast = useToast();
  return useCallback(
    async (command, payload) => {
      const result = await send(command, payload);
      if (result.status === 'refused') return result.problem;
      toast(taken);
      onDone?.();
      return null;
    },
    [taken, send, toast, onDone],
  );
}
