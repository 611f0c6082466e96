import { type CommandId, newUuid, type PersonId } from '../../../src/kernel/ids.ts';
import { verifyJournal } from '../../../src/platform/server/commands/journal.ts';
import { over } from '../../../src/platform/server/db/db.ts';
import type { LocalRow, Meta } from '../../../src/platform/web/sync/local-db.ts';
import { isOpen } from '../../../src/platform/web/sync/outbox.ts';
import { type Scenario, type Step, saying } from '../scenario.ts';
import type { Base, Sabotage } from './base.ts';
import { MemoryBase } from './bases.ts';
import { Device } from './device.ts';
import { director, found, organisation, people, positions, readings } from './founding.ts';
import type { DeviceEnd, History, Moment, Pulled, Receipt, Said } from './history.ts';
import { Chance, Loop } from './loop.ts';
import { calm, Network } from './network.ts';
import { journalOf } from './record.ts';
import { scopesNow } from './scopes.ts';
import { entities, Server } from './server.ts';
import { copyOn, outboxOn } from './vault.ts';
import { HeadLock } from './wire.ts';

const startMs = Date.parse('2026-03-01T02:00:00Z');
const stepLimit = 400_000;
/** Time after the last step in which everything must come to rest: the longest back-off is a minute. */
const restMs = 15 * 60_000;

/** One run of the real bus, pull and client code, from a founded community to rest. */
export class World {
  readonly loop: Loop;
  readonly chance: Chance;
  readonly base: Base;
  private readonly scenario: Scenario;
  private readonly network: Network;
  private readonly lock = new HeadLock();
  private readonly devices: Device[] = [];
  private readonly sabotage: Sabotage;
  private servers: Server[] = [];
  private failures = 0;
  private restored = false;
  private readonly receipts: Receipt[] = [];
  private readonly said: Said[] = [];
  private readonly pulled: Pulled[] = [];
  private readonly moments: Moment[] = [];
  /** What everyone could see, from which step on. */
  private readonly sights: { readonly step: number; readonly scopes: ReadonlyMap<string, readonly string[]> }[] = [];

  constructor(scenario: Scenario, base: Base, sabotage: Sabotage = {}) {
    this.scenario = scenario;
    this.base = base;
    this.sabotage = sabotage;
    this.chance = new Chance(scenario.seed);
    this.loop = new Loop(this.chance, startMs);
    this.network = new Network(this.loop, this.chance);
    if (sabotage.base && base instanceof MemoryBase) sabotage.base(base, this.chance);
  }

  /** @param founded the community stands already */
  async run(founded: boolean): Promise<History> {
    const { scenario, loop, network } = this;
    for (let i = 0; i < scenario.servers; i++) this.startServer();
    if (!founded) await this.done(found(this.servers[0] as Server, this.base.community));
    await this.base.keep();
    this.look();
    network.answered = (person, path, since, { status, body }) => {
      if (status !== 200 || !path.startsWith('/api/v1/pull') || this.sights.length === 0) return;
      const seen = this.sights.filter(({ step }, i) => step >= since || (this.sights[i + 1]?.step ?? Number.POSITIVE_INFINITY) > since);
      const allowed = [...new Set(seen.flatMap(({ scopes }) => scopes.get(person) ?? []))];
      this.pulled.push({ person, allowed, rows: (JSON.parse(body) as { rows: LocalRow[] }).rows });
    };
    network.weather = scenario.weather;
    for (const [i, person] of scenario.devices.entries()) this.addDevice(i, people[person] as PersonId);
    for (const step of scenario.steps) {
      await loop.run(loop.nowMs + step.afterMs, stepLimit);
      loop.nowMs += 0.01;
      await this.happen(step);
    }
    await this.settle();
    return this.record();
  }

  /** Lets the loop run until this is done. */
  private async done<T>(work: Promise<T>): Promise<T> {
    let over = false;
    let failure: unknown;
    let result: T | undefined;
    work.then(
      (value) => {
        result = value;
        over = true;
      },
      (error: unknown) => {
        over = true;
        failure = error;
      },
    );
    await this.loop.run(Number.POSITIVE_INFINITY, stepLimit, () => over);
    if (failure) throw failure as Error;
    return result as T;
  }

  private startServer(): void {
    const { loop, chance, lock, base, scenario } = this;
    const weather = {
      statementFails: () => {
        if (this.failures === 0 || !chance.often(0.2)) return false;
        this.failures -= 1;
        return true;
      },
    };
    const server = new Server({ loop, chance, lock, weather, backend: base, pageRows: scenario.pageRows });
    server.wire.notified = (payload) => {
      this.look();
      this.network.hint(Number(payload.split(' ')[1]));
    };
    this.sabotage.server?.(server, chance);
    this.servers = [...this.servers, server];
    this.network.servers = this.servers;
  }

  private kill(server: Server | undefined): void {
    if (!server) return;
    server.die();
    this.servers = this.servers.filter((each) => each !== server);
    this.network.servers = this.servers;
    this.network.lineChanged(server);
  }

  private addDevice(number: number, person: PersonId): void {
    const { loop, chance, network, base } = this;
    const device = new Device({ community: base.community, person, loop, chance, network });
    device.disk.committed = (stores) => {
      const truth = base.now();
      if (!truth || !stores.has('meta')) return;
      const [meta] = device.disk.all<Meta>('meta');
      if (meta) this.moments.push({ device: number, meta, rows: copyOn(device.disk), truth });
    };
    this.sabotage.device?.(device, chance);
    this.devices.push(device);
    device.openTab();
  }

  /** Notes who may see what, when that has changed. */
  private look(): void {
    const truth = this.base.now();
    if (!truth) return;
    const scopes = scopesNow(truth, this.base.community, new Date(this.loop.nowMs));
    if (JSON.stringify([...scopes]) !== JSON.stringify([...(this.sights.at(-1)?.scopes ?? [])])) this.sights.push({ step: this.loop.steps, scopes });
  }

  private async happen(step: Step): Promise<void> {
    const device = 'device' in step ? this.devices[step.device % this.devices.length] : undefined;
    switch (step.kind) {
      case 'say':
        return this.say(step);
      case 'openTab':
        return device?.openTab();
      case 'killTab':
        return device?.tabs[0]?.die();
      case 'powerCut':
        return device?.powerCut();
      case 'online':
        return device?.setOnline(step.on);
      case 'full':
        if (device) device.disk.full = step.on;
        return;
      case 'clock':
        if (!device) return;
        device.skewMs += step.byMs;
        return;
      case 'killServer':
        return this.kill(this.servers[0]);
      case 'startServer':
        if (this.servers.length < 2) this.startServer();
        return;
      case 'loseDatabase':
        for (const { wire } of this.servers) wire.lose();
        return;
      case 'statementFails':
        this.failures += 3;
        return;
      case 'backUp':
        return this.base.keep();
      case 'restore':
        return this.restore();
      case 'reading':
        return this.change(step.which, step.given);
      default:
        step satisfies never;
    }
  }

  private say({ device: d, tab: t, what, which }: Extract<Step, { kind: 'say' }>): void {
    const number = d % this.devices.length;
    const device = this.devices[number] as Device;
    const link = device.tabs[t % Math.max(1, device.tabs.length)]?.link;
    if (!link) return;
    const { command, payload } = saying(what, which, this.chance, () => newUuid(this.loop.nowMs, this.chance.fill));
    void link.send(command, payload as never).then(
      (result) => {
        if (result.status === 'saved') this.receipts.push({ device: number, id: result.id, name: command.name });
        else this.said.push({ device: number, name: command.name, reply: result });
      },
      // The device could not keep it, and the person was told so.
      () => undefined,
    );
  }

  /** The keeper of the matrix gives or takes what a grid worker may read. */
  private change(which: number, given: boolean): void {
    const server = this.servers[0];
    if (!server) return;
    const assignmentId = readings[which];
    const envelope = { id: this.freshId<CommandId>(), ver: 1, dseq: 1, claimedAt: new Date(this.loop.nowMs).toISOString() };
    const assignment = {
      id: this.freshId(),
      duty: 'register.read',
      organisationId: organisation,
      positionId: positions[which + 1],
      role: 'R',
      rank: 1,
      grids: null,
    };
    const command = given
      ? { ...envelope, name: 'duties.assign', payload: { assignments: [{ ...assignment, hazards: null, levels: null, since: null, until: null }] } }
      : { ...envelope, name: 'duties.withdraw', payload: { assignmentId } };
    void server.bus.submit(this.base.community, { actor: { kind: 'person', person: director }, device: null, commands: [command] });
  }

  private freshId = <T extends string>(): T => newUuid(this.loop.nowMs, this.chance.fill) as T;

  /** All servers stop, an older backup is put back, one starts again. */
  private async restore(): Promise<void> {
    for (const server of this.servers) this.kill(server);
    const put = await this.base.putBack(this.freshId());
    this.restored ||= put;
    const head = (await this.base.read()).get('platform.head')?.values().next().value;
    this.network.version = Number(head?.version ?? 0);
    this.look();
    this.startServer();
  }

  /** Everything is well again: what has not come to rest by then never will. */
  private async settle(): Promise<void> {
    const { loop, network } = this;
    network.weather = calm;
    this.failures = 0;
    if (this.servers.length === 0) this.startServer();
    for (const device of this.devices) {
      device.disk.full = false;
      device.setOnline(true);
      if (device.tabs.length === 0) device.openTab();
    }
    const until = loop.nowMs + restMs;
    let lookedMs = loop.nowMs;
    await loop.run(until, stepLimit, () => {
      if (loop.nowMs < lookedMs + 1_000) return false;
      lookedMs = loop.nowMs;
      return this.atRest();
    });
    // What is at rest stays so: nothing in the air changes it any more.
    await loop.run(loop.nowMs + 100, stepLimit);
  }

  private atRest(): boolean {
    const head = this.base.now()?.get('platform.head')?.values().next().value;
    return (
      head !== undefined &&
      this.network.underWay === 0 &&
      this.devices.every(({ disk, tabs }) => {
        const current = ({ link }: Device['tabs'][number]) =>
          link?.state.copy === 'complete' && entities.every((entity) => link.state.cursors[entity] === head.version);
        // A restored server may have come to the very version that the device knows of the one before.
        const epoch = disk.all<Meta>('meta')[0]?.epoch;
        return (epoch === '' || epoch === head.epoch) && disk.live.length === 0 && !outboxOn(disk).some(isOpen) && tabs.every(current);
      })
    );
  }

  private async record(): Promise<History> {
    const truth = await this.base.read();
    const scopes = scopesNow(truth, this.base.community, new Date(this.loop.nowMs));
    const { journal, head } = journalOf(truth, this.base.community);
    const server = this.servers[0] as Server;
    const chain = await this.done(over(server.wire.pool).as({ community: this.base.community, actor: 'check' }, verifyJournal, 'read only'));
    const ends: DeviceEnd[] = [];
    for (const [device, { disk, person, tabs }] of this.devices.entries()) {
      const views = (await this.done(Promise.all(tabs.map((tab) => tab.views())))).flat();
      ends.push({
        device,
        person,
        scopes: scopes.get(person) ?? [],
        meta: disk.all<Meta>('meta')[0] as Meta,
        views,
        outbox: outboxOn(disk),
      });
    }
    const { receipts, said, pulled, moments, restored } = this;
    return { receipts, said, pulled, moments, ends, journal, head, chain, truth, restored };
  }
}
