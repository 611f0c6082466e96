import type { CommunityId } from '../../../kernel/ids.ts';
import { backOffMs } from './outbox.ts';

/**
 * Listens to the server's hints ("something changed, the community is at version n"). Comes back by itself after a break.
 * @returns stops listening
 */
export function listen(community: CommunityId, heard: (version: number) => void, there: (open: boolean) => void): () => void {
  let source: EventSource | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let failures = 0;
  let stopped = false;

  const open = () => {
    source = new EventSource(`/api/v1/hints?${new URLSearchParams({ community })}`);
    source.onopen = () => {
      failures = 0;
      there(true);
    };
    source.onmessage = (event: MessageEvent<string>) => {
      const version = versionIn(event.data);
      if (version !== null) heard(version);
    };
    // The browser's own reconnection does not spread out a street of phones, and gives up on an HTTP error; ours does neither.
    source.onerror = () => {
      source?.close();
      if (stopped) return;
      there(false);
      failures += 1;
      timer = setTimeout(open, backOffMs(failures, Math.random()));
    };
  };
  const comeBack = () => {
    if (source?.readyState === EventSource.OPEN) return;
    clearTimeout(timer);
    source?.close();
    open();
  };
  open();
  addEventListener('online', comeBack);
  return () => {
    stopped = true;
    removeEventListener('online', comeBack);
    clearTimeout(timer);
    source?.close();
  };
}

function versionIn(data: string): number | null {
  try {
    const hint: unknown = JSON.parse(data);
    return typeof hint === 'object' && hint !== null && 'version' in hint && typeof hint.version === 'number' ? hint.version : null;
  } catch {
    return null;
  }
}
