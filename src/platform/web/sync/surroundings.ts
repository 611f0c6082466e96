import { openDB } from 'idb';

/** What an answer of the network must have. */
type Answer = Pick<Response, 'ok' | 'status' | 'text'>;

/** The other tabs of the same person on the same device. */
export interface Channel {
  readonly tell: (what: string) => void;
  readonly close: () => void;
}

/** The server's hints while they last. */
export interface HintLine {
  readonly isOpen: () => boolean;
  readonly close: () => void;
}

/**
 * Everything the way to the server takes from outside: clock, chance, timers, network, disk and neighbours. It is given as an argument,
 * so that a simulation can own every one of them (test/faults).
 */
export interface Surroundings {
  /** What the device's clock says, ms since 1970. */
  readonly nowMs: () => number;
  /** From 0 to 1. */
  readonly chance: () => number;
  readonly fill: (bytes: Uint8Array) => void;
  /** Does something once, after so many ms. @returns forgets it */
  readonly later: (ms: number, work: () => void) => () => void;
  readonly timeout: (ms: number) => AbortSignal;
  readonly fetch: (path: string, init: RequestInit) => Promise<Answer>;
  readonly hints: (path: string, on: { readonly open: () => void; readonly hint: (data: string) => void; readonly broken: () => void }) => HintLine;
  readonly channel: (name: string, heard: (what: unknown) => void) => Channel;
  /** Does the device believe that it has a network? */
  readonly online: () => boolean;
  /** Told when the device's network comes and goes. @returns stops listening */
  readonly onNetwork: (on: { readonly back: () => void; readonly lost?: () => void }) => () => void;
  readonly openDB: typeof openDB;
}

/** The browser that this code runs in. */
export const browser: Surroundings = {
  nowMs: () => Date.now(),
  chance: () => Math.random(),
  fill: (bytes) => void crypto.getRandomValues(bytes as Uint8Array<ArrayBuffer>),
  later: (ms, work) => {
    const timer = setTimeout(work, ms);
    return () => clearTimeout(timer);
  },
  timeout: (ms) => AbortSignal.timeout(ms),
  fetch: (path, init) => fetch(path, init),
  hints: (path, on) => {
    const source = new EventSource(path);
    source.onopen = on.open;
    source.onmessage = (event: MessageEvent<string>) => on.hint(event.data);
    source.onerror = on.broken;
    return { isOpen: () => source.readyState === EventSource.OPEN, close: () => source.close() };
  },
  channel: (name, heard) => {
    const channel = new BroadcastChannel(name);
    channel.onmessage = ({ data }: MessageEvent<unknown>) => heard(data);
    return { tell: (what) => channel.postMessage(what), close: () => channel.close() };
  },
  online: () => navigator.onLine,
  onNetwork: ({ back, lost }) => {
    addEventListener('online', back);
    if (lost) addEventListener('offline', lost);
    return () => {
      removeEventListener('online', back);
      if (lost) removeEventListener('offline', lost);
    };
  },
  openDB,
};
