import type { Envelope, Reply } from '../../src/kernel/command.ts';
import type { CommandId, DeviceId } from '../../src/kernel/ids.ts';
import { type Item, isOpen, nextBatch, renumber, reopenAll, settle, unanswered } from '../../src/platform/web/sync/outbox.ts';
import { freshId } from './fresh-id.ts';

/** Makes the first community of an empty installation and signs its director in. @returns cookie and community */
export async function foundCommunity(url: string, output: string): Promise<{ cookie: string; community: string }> {
  const director = { name: '李敏', username: 'limin', password: 'a long enough one' };
  const code = /enter the code (\d{8})/.exec(output)?.[1];
  const made = await post(url, '/api/v1/setup', { code, community: { name: '柳巷社区', code12: '130602001009' }, director });
  if (!made.ok) throw new Error(`setup: ${made.status} ${await made.text()}`);
  const cookie = await signIn(url, director.username, director.password);
  const me = (await (await fetch(`${url}/api/v1/me`, { headers: { cookie } })).json()) as { memberships: { community: string }[] };
  return { cookie, community: me.memberships[0]?.community ?? '' };
}

/** @returns the cookie header */
export async function signIn(url: string, username: string, password: string): Promise<string> {
  const answer = await post(url, '/api/auth/sign-in/username', { username, password });
  if (!answer.ok) throw new Error(`sign-in: ${answer.status}`);
  return answer.headers
    .getSetCookie()
    .map((each) => each.split(';')[0])
    .join('; ');
}

const post = (url: string, path: string, body: unknown, cookie = '', timeoutMs = 30_000): Promise<Response> =>
  fetch(`${url}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', cookie },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(timeoutMs),
  });

interface Place {
  readonly url: string;
  readonly cookie: string;
  readonly community: string;
  /** Milliseconds after which no answer counts as none; 30 s, as the app has it. */
  readonly timeoutMs?: number;
}

/** A phone without its screen: the outbox that phones have, over HTTP, to one server that may go away and come back. */
export class Phone {
  readonly #at: Place;
  #device = freshId<DeviceId>();
  #numbered = 0;
  #items: readonly Item[] = [];

  constructor(at: Place) {
    this.#at = at;
  }

  /** Puts a command into the outbox. @returns its id */
  say(name: string, payload: unknown): string {
    this.#numbered += 1;
    const envelope = { id: freshId<CommandId>(), name, ver: 1, dseq: this.#numbered, claimedAt: new Date().toISOString(), payload };
    this.#items = [...this.#items, { envelope, progress: { at: 'saved' }, life: true }];
    return envelope.id;
  }

  /** A new person of the community: a command that can be said any number of times. */
  add(name: string): string {
    return this.say('community.addPerson', { id: freshId(), name });
  }

  /**
   * Sends what is open, batch by batch, as the app does.
   * @returns null when nothing is open any more; otherwise how the last try failed: an HTTP status, or the network's code
   */
  async push(): Promise<string | null> {
    for (let failures = 0; failures < 20; ) {
      const batch = nextBatch(this.#items);
      if (batch.length === 0) return null;
      this.#change(batch.map((item): Item => ({ ...item, progress: { at: 'sent' } })));
      const replies = await this.#ask(batch.map((item) => item.envelope));
      if (typeof replies === 'string') {
        this.#change(unanswered(this.#items, batch));
        return replies;
      }
      const { changed, next } = settle(this.#items, replies, Date.now());
      this.#change(changed);
      if (next.go === 'renumber') {
        this.#device = freshId<DeviceId>();
        const anew = renumber(this.#items);
        this.#numbered = anew.length;
        this.#change(anew);
      }
      if (next.go !== 'on') failures += 1;
      if (next.go === 'wait') await new Promise((done) => setTimeout(done, next.ms));
    }
    return 'gave up';
  }

  /** @returns the answers; how it failed, when there are none or they were cut off on the way */
  async #ask(commands: readonly Envelope[]): Promise<Reply[] | string> {
    const { url, cookie, community, timeoutMs } = this.#at;
    try {
      const answer = await post(url, '/api/v1/push', { community, device: this.#device, commands }, cookie, timeoutMs);
      return answer.ok ? ((await answer.json()) as { replies: Reply[] }).replies : String(answer.status);
    } catch (error) {
      const why = ((error as Error).cause ?? error) as { code?: unknown; message: string };
      return typeof why.code === 'string' ? why.code : why.message;
    }
  }

  /** What the app does when a pull shows another epoch. @returns how many commands are open again */
  beginAnew(): number {
    const again = reopenAll(this.#items);
    this.#change(again);
    return again.length;
  }

  async pull(cursor = 0): Promise<{ epoch: string; cursor: number; restart: boolean; rows: { id: string }[] }> {
    const { url, cookie, community } = this.#at;
    const search = new URLSearchParams({ community, cursor: String(cursor), limit: '5000' });
    const answer = await fetch(`${url}/api/v1/pull?${search}`, { headers: { cookie } });
    if (!answer.ok) throw new Error(`pull: ${answer.status}`);
    return (await answer.json()) as { epoch: string; cursor: number; restart: boolean; rows: { id: string }[] };
  }

  /** Ids of the commands that the server has agreed to, as this phone knows it. */
  agreed(): string[] {
    return [...this.agreedAt().keys()];
  }

  /** The same, each with the community version that the server gave it. */
  agreedAt(): Map<string, number> {
    return new Map(this.#items.flatMap(({ envelope, progress }) => (progress.at === 'agreed' ? [[envelope.id, progress.version]] : [])));
  }

  /** Commands that are neither agreed nor open. */
  lost(): Item[] {
    return this.#items.filter((item) => !isOpen(item) && item.progress.at !== 'agreed');
  }

  /** Forgets a command that the server has agreed to, as the app does after 14 days. */
  forget(id: string): void {
    this.#items = this.#items.filter(({ envelope }) => envelope.id !== id);
  }

  #change(changed: readonly Item[]): void {
    const byId = new Map(changed.map((item) => [item.envelope.id, item]));
    this.#items = this.#items.map((item) => byId.get(item.envelope.id) ?? item);
  }
}
