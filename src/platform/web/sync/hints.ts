import type { CommunityId } from '../../../kernel/ids.ts';
import { backOffMs } from './outbox.ts';
import type { HintLine, Surroundings } from './surroundings.ts';

/**
 * Listens to the server's hints ("something changed, the community is at version n"). Comes back by itself after a break.
 * @returns stops listening
 */
export function listen(here: Surroundings, community: CommunityId, heard: (version: number) => void, there: (open: boolean) => void): () => void {
  let line: HintLine | undefined;
  let forget: () => void = () => undefined;
  let failures = 0;
  let stopped = false;

  const open = () => {
    line = here.hints(`/api/v1/hints?${new URLSearchParams({ community })}`, {
      open: () => {
        failures = 0;
        there(true);
      },
      hint: (data) => {
        const version = versionIn(data);
        if (version !== null) heard(version);
      },
      // The browser's own reconnection does not spread out a street of phones, and gives up on an HTTP error; ours does neither.
      broken: () => {
        line?.close();
        if (stopped) return;
        there(false);
        failures += 1;
        forget = here.later(backOffMs(failures, here.chance()), open);
      },
    });
  };
  const comeBack = () => {
    if (line?.isOpen()) return;
    forget();
    line?.close();
    open();
  };
  open();
  const deaf = here.onNetwork({ back: comeBack });
  return () => {
    stopped = true;
    deaf();
    forget();
    line?.close();
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
