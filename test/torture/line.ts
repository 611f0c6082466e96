import { connect, createServer, type Server, type Socket } from 'node:net';
import type { Random } from '../../tools/demo/random.ts';

/**
 * What a bad line does to one packet. `late`: it comes, but later · `cut`: the connection ends and the packet is gone: of a question, nobody hears it;
 * of an answer, it was done and nobody knows · `torn`: half of it comes, then the connection ends · `lost`: nothing comes any more, and nobody says so.
 */
export type Fault = 'late' | 'cut' | 'torn' | 'lost';

/** A line to a server that delays, cuts and swallows. */
export interface BadLine {
  readonly url: string;
  /** How often each fault befell a question or an answer. */
  readonly befell: ReadonlyMap<string, number>;
  /** From now on nothing happens to what is sent. */
  mend(): void;
  close(): Promise<void>;
}

const longestMs = 400;

/** @param often how likely a fault is, for every packet in either direction */
export async function badLine(to: string, random: Random, often: number): Promise<BadLine> {
  const { hostname, port } = new URL(to);
  const befell = new Map<string, number>();
  const open = new Set<Socket>();
  let likely = often;

  const carry = (from: Socket, into: Socket, what: 'question' | 'answer', end: () => void) => {
    let silent = false;
    let before: Promise<void> = Promise.resolve();
    from.on('data', (bytes) => {
      if (silent) return;
      const fault = random.chance(likely)
        ? random.weighted<Fault>([
            ['late', 4],
            ['cut', 3],
            ['torn', 2],
            ['lost', 1],
          ])
        : null;
      if (fault) befell.set(`${what} ${fault}`, (befell.get(`${what} ${fault}`) ?? 0) + 1);
      if (fault === 'lost') silent = true;
      if (fault === 'cut') end();
      if (fault === 'torn') into.write(bytes.subarray(0, Math.ceil(bytes.length / 2)), end);
      if (fault !== null && fault !== 'late') return;
      const ms = fault === 'late' ? random.int(10, longestMs) : 0;
      // In order, also when one of them is late.
      before = before.then(async () => {
        if (ms > 0) await new Promise((done) => setTimeout(done, ms));
        if (!into.destroyed) into.write(bytes);
      });
    });
  };

  const server: Server = createServer((phone) => {
    const behind = connect(Number(port), hostname);
    const end = () => {
      phone.destroy();
      behind.destroy();
    };
    for (const socket of [phone, behind]) {
      open.add(socket);
      socket.on('error', end).on('close', () => {
        open.delete(socket);
        end();
      });
    }
    carry(phone, behind, 'question', end);
    carry(behind, phone, 'answer', end);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no free port');
  return {
    url: `http://127.0.0.1:${address.port}`,
    befell,
    mend: () => {
      likely = 0;
    },
    close: async () => {
      const closed = new Promise((done) => server.close(done));
      for (const socket of open) socket.destroy();
      await closed;
    },
  };
}
