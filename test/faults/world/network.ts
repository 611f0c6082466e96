import type { Actor } from '../../../src/kernel/command.ts';
import type { HintLine } from '../../../src/platform/web/sync/surroundings.ts';
import type { Device, Tab } from './device.ts';
import type { Chance, Loop } from './loop.ts';
import type { Answered, Server } from './server.ts';

/** Shares of requests to which something happens. */
export interface NetworkWeather {
  /** Never arrives. */
  readonly lost: number;
  /** Arrives twice, the second time later. */
  readonly twice: number;
  /** Arrives and is decided, and the answer is lost. */
  readonly unanswered: number;
  /** Takes up to a minute instead of up to a fifth of a second. */
  readonly slow: number;
  /** The session is not known for a moment. */
  readonly signedOut: number;
}

export const calm: NetworkWeather = { lost: 0, twice: 0, unanswered: 0, slow: 0, signedOut: 0 };

interface Ends {
  readonly answer: (answered: Answered) => void;
  readonly fail: () => void;
}

interface Line {
  readonly tab: Tab;
  readonly on: { readonly open: () => void; readonly hint: (data: string) => void; readonly broken: () => void };
  server: Server | undefined;
  closed: boolean;
}

/** Everything between tabs and servers. */
export class Network {
  weather: NetworkWeather = calm;
  servers: readonly Server[] = [];
  /** Told who asked for what and what came back, whether or not the answer arrives. */
  answered: (person: string, path: string, sinceStep: number, answered: Answered) => void = () => undefined;
  private readonly loop: Loop;
  private readonly chance: Chance;
  private readonly lines = new Set<Line>();
  /** Requests that have not come to a server yet, or that it has not decided: any of them may still change the community. */
  underWay = 0;
  /** Where the community stands, as a line is told when it opens. */
  version = 0;

  constructor(loop: Loop, chance: Chance) {
    this.loop = loop;
    this.chance = chance;
  }

  private travelMs(): number {
    return this.chance.often(this.weather.slow) ? this.chance.between(1_000, 60_000) : this.chance.between(1, 200);
  }

  ask(tab: Tab, path: string, body: string, ends: Ends): void {
    const { chance, loop, weather } = this;
    const { device } = tab;
    if (!device.online || chance.often(weather.lost)) {
      if (!device.online || chance.often(0.5)) loop.after(chance.between(1, 3_000), ends.fail);
      return; // else it hangs until the asker gives up
    }
    const times = chance.often(weather.twice) ? 2 : 1;
    this.underWay += times;
    for (let i = 0; i < times; i++) loop.after(this.travelMs(), () => this.arrive(device, path, body, ends));
  }

  private arrive(device: Device, path: string, body: string, ends: Ends): void {
    const { chance, loop, weather } = this;
    if (this.servers.length === 0 || chance.often(weather.signedOut)) {
      this.underWay -= 1;
      if (this.servers.length === 0) return void loop.after(chance.between(1, 1_000), ends.fail);
      return void loop.after(this.travelMs(), () => ends.answer({ status: 401, body: '' }));
    }
    const server = chance.pick(this.servers);
    const cut = () => {
      this.underWay -= 1;
      loop.after(chance.between(1, 5_000), ends.fail);
    };
    server.requests.add(cut);
    const since = loop.steps;
    const actor: Actor = { kind: 'person', person: device.person };
    void server.handle(device.community, actor, path, body).then((answered) => {
      if (!server.requests.delete(cut)) return;
      this.underWay -= 1;
      this.answered(device.person, path, since, answered);
      if (chance.often(weather.unanswered)) {
        if (chance.often(0.5)) loop.after(this.travelMs(), ends.fail);
        return;
      }
      loop.after(this.travelMs(), () => {
        if (device.online) ends.answer(answered);
        else ends.fail();
      });
    });
  }

  listen(tab: Tab, on: Line['on']): HintLine {
    const line: Line = { tab, on, server: undefined, closed: false };
    this.lines.add(line);
    this.loop.after(this.travelMs(), () => {
      if (line.closed || !tab.alive) return;
      if (!tab.device.online || this.servers.length === 0) return this.broken(line);
      line.server = this.chance.pick(this.servers);
      on.open();
      // The route tells at once where the community stands.
      on.hint(JSON.stringify({ version: this.version }));
    });
    return {
      isOpen: () => line.server !== undefined,
      close: () => {
        line.closed = true;
        line.server = undefined;
        this.lines.delete(line);
      },
    };
  }

  private broken(line: Line): void {
    line.server = undefined;
    if (!line.closed && line.tab.alive) line.on.broken();
  }

  /** A transaction has committed that told the community's new version. */
  hint(version: number): void {
    this.version = version;
    for (const line of this.lines) {
      if (!line.server) continue;
      if (this.chance.often(this.weather.lost)) {
        this.loop.after(this.travelMs(), () => this.broken(line));
        continue;
      }
      this.loop.after(this.travelMs(), () => {
        if (line.server && !line.closed && line.tab.alive && line.tab.device.online) line.on.hint(JSON.stringify({ version }));
      });
    }
  }

  /** A server died, or a device lost its network: lines that ran there break. */
  lineChanged(of: Device | Server): void {
    for (const line of this.lines) {
      if (line.server && (line.server === of || line.tab.device === of)) this.loop.after(this.chance.between(1, 500), () => this.broken(line));
    }
  }
}
