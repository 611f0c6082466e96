import { useCallback } from 'react';
import type { Problem } from '../../../kernel/result.ts';
import { useToast } from '../../../platform/web/parts/overlays.tsx';
import { useSend } from '../../../platform/web/sync/LinkProvider.tsx';
import type { Sayable } from '../../../platform/web/sync/link.ts';
import { useText } from '../../../platform/web/text/TextProvider.tsx';

/** Says a command and answers its refusal; null: it was accepted, the reader was told, and `onDone` was called. */
export function useSaid(onDone?: () => void): <Payload>(command: Sayable<Payload>, payload: Payload) => Promise<Problem | null> {
  const t = useText();
  const send = useSend();
  const toast = useToast();
  return useCallback(
    async (command, payload) => {
      const result = await send(command, payload);
      if (result.status === 'refused') return result.problem;
      toast(t('duties.recorded'));
      onDone?.();
      return null;
    },
    [t, send, toast, onDone],
  );
}
