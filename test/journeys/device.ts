import type { Page } from 'playwright-core';

/** Asks the server a query as the person of this page. */
export const asked = <Row>(page: Page, query: string, args: object): Promise<Row[]> =>
  page.evaluate(
    async ([name, given]) => {
      const post = (path: string, body: object) =>
        fetch(path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }).then((r) => r.json());
      const me = await fetch('/api/v1/me').then((r) => r.json());
      return (await post(`/api/v1/query/${name}`, { community: me.memberships[0].community, args: given })).rows;
    },
    [query, args] as const,
  ) as Promise<Row[]>;

/** Everything that this person's device may copy of these entities, as the words in it that are about people: names, doors, notes, numbers. */
export const rowsOf = (page: Page, entities: readonly string[]): Promise<string[]> =>
  page.evaluate(async (names) => {
    const me = await fetch('/api/v1/me').then((r) => r.json());
    const search = new URLSearchParams({ community: me.memberships[0].community, entities: names.join(), limit: '5000' });
    const { rows } = (await fetch(`/api/v1/pull?${search}`).then((r) => r.json())) as { rows: Record<string, unknown>[] };
    const found = new Set<string>();
    const walk = (value: unknown): void => {
      if (typeof value === 'string') {
        const isDoor = /^\d+-\d+-\d+$/.test(value);
        const isTelephone = /^\+?\d{7,}$/.test(value);
        if (isDoor || isTelephone || /\p{Script=Han}{2}/u.test(value)) found.add(value);
      } else if (value !== null && typeof value === 'object') for (const each of Object.values(value)) walk(each);
    };
    for (const row of rows) walk(row);
    return [...found];
  }, entities);

/** What stands in the databases of this app, store by store: how many records, and every text and every byte in them, read as text. */
export const dumpOf = (page: Page): Promise<Record<string, { rows: number; text: string }>> =>
  page.evaluate(async () => {
    const done = <T>(request: IDBRequest<T>) =>
      new Promise<T>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(new Error(String(request.error)));
      });
    const read = (value: unknown): unknown => {
      if (value instanceof ArrayBuffer) return read(new Uint8Array(value));
      if (ArrayBuffer.isView(value)) {
        const bytes = new Uint8Array(value.buffer);
        return [new TextDecoder('utf-8').decode(bytes), new TextDecoder('utf-16le').decode(bytes), new TextDecoder('latin1').decode(bytes)];
      }
      // Without a secure context there are no keys.
      if (isSecureContext && value instanceof CryptoKey) return { key: value.type, extractable: value.extractable };
      if (Array.isArray(value)) return value.map(read);
      if (value !== null && typeof value === 'object') return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, read(each)]));
      return value;
    };
    const dump: Record<string, { rows: number; text: string }> = {};
    for (const { name = '' } of await indexedDB.databases()) {
      const db = await done(indexedDB.open(name));
      for (const store of name.startsWith('banyan ') ? db.objectStoreNames : []) {
        const transaction = db.transaction(store).objectStore(store);
        const [keys, values] = await Promise.all([done(transaction.getAllKeys()), done(transaction.getAll())]);
        dump[store] = { rows: values.length, text: JSON.stringify([keys, values.map(read)]) };
      }
      db.close();
    }
    dump.localStorage = { rows: localStorage.length, text: JSON.stringify({ ...localStorage }) };
    dump.sessionStorage = { rows: sessionStorage.length, text: JSON.stringify({ ...sessionStorage }) };
    return dump;
  });

/**
 * Closes the app's page and ends the service worker, as the browser does half a minute after the last page was closed: what it held in
 * memory is gone. The page's last words to it take a moment to arrive, so it is ended until it stays so.
 */
export async function endWorkers(page: Page): Promise<void> {
  const session = await page.context().newCDPSession(page);
  await page.goto('about:blank');
  await session.send('ServiceWorker.enable');
  for (let times = 0; times < 4; times++) {
    await page.waitForTimeout(1_000);
    await session.send('ServiceWorker.stopAllWorkers');
  }
  await session.detach();
}

/** Says one command at once as the person of this page. @returns how it was answered */
export const said = (page: Page, name: string, payload: object): Promise<string> =>
  page.evaluate(
    async ([what, given]) => {
      const me = await fetch('/api/v1/me').then((r) => r.json());
      const command = { id: crypto.randomUUID(), name: what, ver: 1, dseq: 1, claimedAt: new Date().toISOString(), payload: given };
      const body = { community: me.memberships[0].community, device: crypto.randomUUID(), commands: [command] };
      const answer = await fetch('/api/v1/push', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
      const { replies } = (await answer.json()) as { replies: { status: string; problem?: { code: string } }[] };
      return replies[0]?.problem?.code ?? replies[0]?.status ?? 'unanswered';
    },
    [name, payload] as const,
  );
