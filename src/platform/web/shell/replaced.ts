const reloadedAt = 'banyan.reloaded';
/** A reload that did not help is not tried again within this time. */
const restMs = 60_000;

/** A server that answers but lacks the page has a newer app: only a reload brings it. Without an answer a reload would lose everything. */
export async function reloadIfReplaced(): Promise<void> {
  const there = await fetch('/healthz', { cache: 'no-store' }).then(
    ({ ok }) => ok,
    () => false,
  );
  if (!there || Date.now() - Number(sessionStorage.getItem(reloadedAt)) < restMs) return;
  sessionStorage.setItem(reloadedAt, String(Date.now()));
  location.reload();
  await new Promise(() => undefined);
}
