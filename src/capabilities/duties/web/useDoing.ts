import { useState } from 'react';
import type { Problem } from '../../../kernel/result.ts';
import { useSaid } from './useSaid.ts';

type Say = ReturnType<typeof useSaid>;

/** What a card lets its reader do one at a time: which form is open, why the last word was refused, and how it is said. */
export function useDoing<Doing extends string>() {
  const say = useSaid();
  const [doing, begin] = useState<Doing | null>(null);
  const [refused, setRefused] = useState<Problem | null>(null);
  /** Says it and closes the form. An open form shows its refusal itself; without one it stays on the card. */
  const tell: Say = async (command, payload) => {
    const problem = await say(command, payload);
    setRefused(problem);
    if (!problem) begin(null);
    return problem;
  };
  return { doing, begin, stop: () => begin(null), refused: doing === null ? refused : null, tell };
}
