import type { Page } from 'playwright-core';

/** What a page claims: how many commands it shows as saved and unsent, and the ids that stand in its outbox at that moment. */
export interface Claim {
  readonly shown: number;
  readonly ids: readonly string[];
}

/** Every id in the outbox of this browser, in order of their numbers. */
export const outboxOf = (page: Page): Promise<{ id: string; device: string; dseq: number; at: string }[]> =>
  page.evaluate(async () => {
    const done = <T>(request: IDBRequest<T>) =>
      new Promise<T>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(new Error(String(request.error)));
      });
    const { name = '' } = (await indexedDB.databases()).find((each) => each.name?.startsWith('banyan ')) ?? {};
    if (name === '') return [];
    const db = await done(indexedDB.open(name));
    const reading = db.transaction(['outbox', 'meta']);
    const items: { envelope: { id: string; dseq: number }; progress: { at: string } }[] = await done(reading.objectStore('outbox').getAll());
    const self: { device: string } = await done(reading.objectStore('meta').get('self'));
    db.close();
    return items
      .map(({ envelope, progress }) => ({ id: envelope.id, device: self.device, dseq: envelope.dseq, at: progress.at }))
      .toSorted((a, b) => a.dseq - b.dseq);
  });

/**
 * Taps "safe" at one door after the other without a pause, until the page is gone. Each time the top bar shows another number of unsent
 * commands, `claimed` hears of it: that is the moment at which the app has said that they are saved.
 */
export async function keepSaying(page: Page, claimed: (claim: Claim) => void): Promise<void> {
  await page.exposeBinding('claimed', (_source, claim: Claim) => claimed(claim));
  await page.evaluate(() => {
    const shownNow = () => Number(/(\d+) 条待发送/.exec(document.querySelector('header')?.textContent ?? '')?.[1] ?? 0);
    const done = <T>(request: IDBRequest<T>) =>
      new Promise<T>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(new Error(String(request.error)));
      });
    let before = 0;
    const tell = async (db: IDBDatabase) => {
      const shown = shownNow();
      if (shown === before) return;
      before = shown;
      const ids = (await done(db.transaction('outbox').objectStore('outbox').getAllKeys())) as string[];
      await (window as unknown as { claimed: (claim: { shown: number; ids: string[] }) => Promise<void> }).claimed({ shown, ids });
    };
    const say = () => {
      const buttons = [...document.querySelectorAll('button')].filter(({ ariaLabel }) => ariaLabel?.endsWith('平安'));
      if (buttons.length < 6) document.querySelector<HTMLInputElement>('input[type=radio][value=done]')?.click();
      // Near the top: what was just said moves away, and the next door comes up.
      buttons[Math.floor(Math.random() * Math.min(6, buttons.length))]?.click();
      setTimeout(say, 15);
    };
    void (async () => {
      const { name = '' } = (await indexedDB.databases()).find((each) => each.name?.startsWith('banyan ')) ?? {};
      const db = await done(indexedDB.open(name));
      new MutationObserver(() => void tell(db)).observe(document.body, { subtree: true, childList: true, characterData: true });
      say();
    })();
  });
}
