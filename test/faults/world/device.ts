import { openDB } from 'idb';
import type { CommunityId, PersonId } from '../../../src/kernel/ids.ts';
import { Link } from '../../../src/platform/web/sync/link.ts';
import type { LocalRow } from '../../../src/platform/web/sync/local-db.ts';
import type { Surroundings } from '../../../src/platform/web/sync/surroundings.ts';
import { Disk, factoryOf } from './disk.ts';
import type { Chance, Loop } from './loop.ts';
import type { Network } from './network.ts';
import { entities } from './server.ts';
import { vaultOf } from './vault.ts';

/** A page of the app in one tab of one device: the real Link on surroundings that the simulation owns. */
export class Tab {
  alive = true;
  link: Link | undefined;
  readonly device: Device;
  heard: (what: unknown) => void = () => undefined;

  constructor(device: Device) {
    this.device = device;
    void Link.open(
      device.community,
      device.person,
      () => undefined,
      this.surroundings(),
      async () => vaultOf(device),
    ).then(
      (link) => {
        this.link = link;
        link.want(entities);
        for (const entity of entities) link.mirror.rows(entity);
      },
      () => undefined,
    );
  }

  private surroundings(): Surroundings {
    const { device } = this;
    const { loop, chance, network } = device;
    const living = (work: () => void) => () => {
      if (this.alive) work();
    };
    return {
      nowMs: () => Math.floor(loop.nowMs + device.skewMs),
      chance: () => chance.next(),
      fill: chance.fill,
      later: (ms, work) => loop.after(ms, living(work)),
      timeout: (ms) => {
        const on: (() => void)[] = [];
        loop.after(ms, () => on.forEach((abort) => abort()));
        return { aborted: false, addEventListener: (_: string, abort: () => void) => on.push(abort) } as unknown as AbortSignal;
      },
      fetch: (path, { body, signal }) =>
        new Promise((done, failed) => {
          network.ask(this, path, typeof body === 'string' ? body : '', {
            answer: ({ status, body: text }) => this.alive && done({ ok: status < 300, status, text: async () => text }),
            fail: () => this.alive && failed(new TypeError('network')),
          });
          signal?.addEventListener(
            'abort',
            living(() => failed(new TypeError('aborted'))),
          );
        }),
      hints: (_path, on) => network.listen(this, on),
      channel: (_name, heard) => {
        this.heard = heard;
        return { tell: (what) => device.tell(this, what), close: () => undefined };
      },
      online: () => device.online,
      onNetwork: (on) => {
        device.listeners.add(on);
        return () => void device.listeners.delete(on);
      },
      openDB: ((...args: Parameters<typeof openDB>) => {
        // The library looks for it by its global name, at this moment.
        Object.assign(globalThis, { indexedDB: factoryOf(device.disk, () => this.alive) });
        return openDB(...args);
      }) as typeof openDB,
    };
  }

  /** What the pages of this tab show, and what they would read off the copy if they were opened now. */
  async views(): Promise<LocalRow[][]> {
    const { link } = this;
    if (!link) return [];
    const { shelf } = link.custody;
    const copied = await Promise.all(entities.map((entity) => shelf.rows(entity)));
    return [entities.flatMap((entity) => [...link.mirror.rows(entity)]), copied.flatMap((rows) => [...rows.values()])];
  }

  /** The browser kills the page: whatever it was doing ends in the middle. */
  die(): void {
    this.alive = false;
    for (const tx of Array.from(this.device.disk.live)) if (!tx.db.alive()) tx.die();
    this.device.tabs = this.device.tabs.filter((tab) => tab !== this);
  }
}

/** One phone of one person. */
export class Device {
  online = true;
  /** How far its clock stands from the true time, in ms. */
  skewMs = 0;
  tabs: Tab[] = [];
  readonly listeners = new Set<{ readonly back: () => void; readonly lost?: () => void }>();
  readonly disk: Disk;
  readonly community: CommunityId;
  readonly person: PersonId;
  readonly loop: Loop;
  readonly chance: Chance;
  readonly network: Network;

  constructor(parts: { community: CommunityId; person: PersonId; loop: Loop; chance: Chance; network: Network }) {
    this.community = parts.community;
    this.person = parts.person;
    this.loop = parts.loop;
    this.chance = parts.chance;
    this.network = parts.network;
    this.disk = new Disk(parts.loop, parts.chance);
  }

  openTab(): void {
    if (this.tabs.length < 3) this.tabs.push(new Tab(this));
  }

  tell(from: Tab, what: unknown): void {
    for (const tab of this.tabs) if (tab !== from) this.loop.soon(() => tab.alive && tab.heard(what));
  }

  setOnline(online: boolean): void {
    if (this.online === online) return;
    this.online = online;
    this.network.lineChanged(this);
    for (const listener of Array.from(this.listeners)) this.loop.soon(() => (online ? listener.back() : listener.lost?.()));
  }

  /** The battery is pulled out: all tabs die, and the disk loses what it had not flushed. */
  powerCut(): void {
    for (const tab of Array.from(this.tabs)) tab.die();
    this.disk.powerCut();
  }
}
