import type { Logger } from 'pino';
import type { Db } from '../../platform/server/db/db.ts';
import type { Sessions } from '../../platform/server/sessions/sessions.ts';
import { openDatabase } from './database.ts';
import type { Trust } from './listen.ts';
import type { Settings } from './settings.ts';
import { Stops } from './stops.ts';

/** Someone who may sign in to the demo community. */
export interface DemoSignIn {
  readonly role: string;
  readonly username: string;
  readonly password: string;
}

/** Fills an empty installation with the demo community. */
export type LoadDemo = (parts: { db: Db; sessions: Sessions; log: (line: string) => void }) => Promise<readonly DemoSignIn[]>;

export interface Running {
  readonly url: string;
  readonly port: number;
  /** Where phones learn to trust this server's certificate; null: HTTPS is not ours. */
  readonly trust: Trust | null;
  /** The code for the first-run page; null when somebody has an account already. */
  readonly setupCode: string | null;
  /** Sign-ins of the demo community if it was loaded just now. */
  readonly demoSignIns: readonly DemoSignIn[];
  /** Finishes running requests and jobs, closes every line, stops the database. Again is harmless. */
  stop(): Promise<void>;
}

/**
 * Starts everything, in order: database, roles, migrations, bus, sessions, jobs, and the HTTP server last.
 * When a step fails, what was started is stopped again.
 */
export async function startServer(settings: Settings, { log, loadDemo }: { log: Logger; loadDemo: LoadDemo }): Promise<Running> {
  const stops = new Stops(log);
  // The rest of the program is read while PostgreSQL starts: together they take as long as the longer of the two.
  const opening = openDatabase(settings, log, stops);
  try {
    const [{ serve }, installed] = await Promise.all([import('./serve.ts'), opening]);
    const served = await serve(settings, installed, { log, loadDemo, stops });
    return { ...served, stop: () => stops.run() };
  } catch (error) {
    await opening.catch(() => undefined);
    await stops.run();
    throw error;
  }
}
