import type { State } from '../sql/memory.ts';
import type { History, Line } from './history.ts';

/** The journal with its payloads, and the head, as they stand in the tables. */
export function journalOf(truth: State, community: string): Pick<History, 'journal' | 'head'> {
  const rows = <T>(table: string) => [...(truth.get(table)?.values() ?? [])].filter((row) => row.community === community) as unknown as T[];
  const payloads = new Map(rows<{ version: number; payload: Line['payload'] }>('platform.payload').map((p) => [p.version, p.payload]));
  const journal = rows<Line & { recorded_at: string }>('platform.journal')
    .sort((a, b) => a.version - b.version)
    .map((line) => ({ ...line, recordedAt: line.recorded_at, payload: payloads.get(line.version) ?? {} }));
  const [head] = rows<History['head']>('platform.head');
  if (!head) throw new Error('the community is gone');
  return { journal, head };
}
