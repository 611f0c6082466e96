import { useCallback, useEffect, useState } from 'react';
import type { CommunityId } from '../../../../kernel/ids.ts';
import type { Problem } from '../../../../kernel/result.ts';
import { ask } from '../../../../platform/web/sync/api.ts';
import type { PreviewReport } from '../../import-report.ts';
import type { ColumnChoice } from '../../rules/ledger/model.ts';

/** A part of a long job: `total` 0 while nobody knows yet. */
export interface Share {
  readonly done: number;
  readonly total: number;
}

type Told =
  | ({ readonly state: 'reading' } & Share)
  | { readonly state: 'failed'; readonly problem: Problem }
  | { readonly state: 'ready'; readonly report: PreviewReport };

export interface Previewed {
  /** What was found; the earlier reading while the file is read again. */
  readonly report: PreviewReport | null;
  /** How far the reading is; null when nothing is being read. */
  readonly reading: Share | null;
  readonly problem: Problem | null;
  /** Has the file read again with corrected columns. */
  readonly correct: (mapping: readonly ColumnChoice[]) => void;
}

const everyMs = 250;
const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Follows the reading of an uploaded ledger until it is there. */
export function usePreview(community: CommunityId, id: string): Previewed {
  const [report, setReport] = useState<PreviewReport | null>(null);
  const [reading, setReading] = useState<Share | null>({ done: 0, total: 0 });
  const [problem, setProblem] = useState<Problem | null>(null);
  const [round, setRound] = useState(0);

  useEffect(() => {
    let current = true;
    void follow(community, id, () => current, { setReport, setReading, setProblem });
    return () => {
      current = false;
    };
    // A new round asks again about the same preview.
  }, [community, id, round]);

  const correct = useCallback(
    async (mapping: readonly ColumnChoice[]) => {
      setProblem(null);
      setReading({ done: 0, total: 0 });
      const answer = await ask(`/api/v1/register/preview/${id}/columns`, { method: 'POST', body: { community, mapping } });
      if (answer.ok) setRound((before) => before + 1);
      else {
        setProblem(answer.problem);
        setReading(null);
      }
    },
    [community, id],
  );
  return { report, reading, problem, correct: (mapping) => void correct(mapping) };
}

interface Say {
  readonly setReport: (report: PreviewReport) => void;
  readonly setReading: (share: Share | null) => void;
  readonly setProblem: (problem: Problem) => void;
}

async function follow(community: CommunityId, id: string, current: () => boolean, say: Say): Promise<void> {
  let failed = false;
  for (;;) {
    const answer = await ask<Told>(`/api/v1/register/preview/${id}?${new URLSearchParams({ community })}`, { timeoutMs: 60_000 });
    if (!current()) return;
    if (!answer.ok) {
      // After a failed reading there may be no earlier one; the failure has been told.
      if (!failed) say.setProblem(answer.problem);
      say.setReading(null);
      return;
    }
    const told = answer.value;
    if (told.state === 'ready') {
      say.setReport(told.report);
      say.setReading(null);
      return;
    }
    if (told.state === 'failed') {
      // The next question gets the earlier reading, if there is one.
      failed = true;
      say.setProblem(told.problem);
    } else {
      say.setReading(told);
      await wait(everyMs);
    }
  }
}
