import { useCallback, useState } from 'react';
import type { Problem } from '../../../kernel/result.ts';
import { useToast } from '../../../platform/web/parts/overlays.tsx';
import { useSend } from '../../../platform/web/sync/LinkProvider.tsx';
import { useText } from '../../../platform/web/text/TextProvider.tsx';
import { undoVisit, visitDoor } from '../commands/visits.ts';
import type { HelpKind, Outcome } from '../model.ts';
import type { SeenDoor } from './local.ts';

/** Says what was found at a door, and offers to take it back; `problem`: why the last one was refused. */
export function useVisiting(): {
  /** Stays the same while the language does: a card keeps it. */
  readonly say: (door: SeenDoor, outcome: Outcome, kind?: HelpKind, note?: string) => Promise<void>;
  readonly problem: Problem | null;
} {
  const t = useText();
  const send = useSend();
  const toast = useToast();
  const [problem, setProblem] = useState<Problem | null>(null);
  const say = useCallback(
    async (door: SeenDoor, outcome: Outcome, kind: HelpKind = 'other', note = '') => {
      const [roundId, householdId] = [door.round as never, door.household as never];
      const result = await send(visitDoor, { roundId, householdId, outcome, kind, urgency: 'today', note });
      setProblem(result.status === 'refused' ? result.problem : null);
      if (result.status === 'refused') return;
      toast(`${door.door} · ${t(`response.outcome.${outcome}`)}`, { undo: () => void send(undoVisit, { roundId, householdId }) });
    },
    [send, t, toast],
  );
  return { say, problem };
}
