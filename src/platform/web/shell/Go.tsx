import type { MouseEvent, ReactElement, ReactNode } from 'react';
import { useFetchPage } from './pages.tsx';
import { go } from './place.ts';

interface Props {
  readonly to: string;
  readonly className?: string | undefined;
  readonly current?: boolean | undefined;
  readonly onFollow?: (() => void) | undefined;
  readonly children: ReactNode;
}

/** A link to a page of ours: opens without reloading; new tabs and middle clicks work as everywhere. */
export function Go({ to, className, current, onFollow, children }: Props): ReactElement {
  const fetchPage = useFetchPage();
  const follow = (event: MouseEvent) => {
    if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    onFollow?.();
    go(to);
  };
  const fetchIt = () => fetchPage(to);
  return (
    <a onPointerEnter={fetchIt} onFocus={fetchIt} href={to} className={className} aria-current={current ? 'page' : undefined} onClick={follow}>
      {children}
    </a>
  );
}
