import type { Logger } from 'pino';

import type { MinimumApp } from '../../../kernel/app-version.ts';
import type { Bus } from '../commands/bus.ts';
import type { Db, Tx } from '../db/db.ts';
import type { Files } from '../files/files.ts';
import type { Incoming } from '../files/incoming.ts';
import type { Hints } from '../hints/hints.ts';
import type { Answer } from '../queries/answer.ts';
import type { Ask } from '../queries/ask.ts';
import type { Pull } from '../queries/pull.ts';
import type { Membership, Sessions } from '../sessions/sessions.ts';
import type { Metrics } from './metrics.ts';
import type { Routes } from './route-context.ts';

/** What a person is in one community, for the frame of every page. */
export interface Profile {
  /** Name of the community. */
  readonly name: string;
  readonly personName: string;
  /** Titles of the positions held now. */
  readonly positions: readonly { readonly id: string; readonly title: string; readonly organisation: string }[];
}

/** Requests per minute. */
export interface Limits {
  /** Per account (or per address when nobody is signed in), over all routes. */
  readonly perAccount: number;
  /** Sign-in attempts per address. */
  readonly signIn: number;
}

export const usualLimits: Limits = { perAccount: 1_200, signIn: 60 };

/** First run: makes a community and the person who directs it. */
export interface Setup {
  /** One-time code, printed where only the operator sees it. */
  readonly code: string;
  readonly makeCommunity: (input: { name: string; code12: string; director: string }) => Promise<{ community: string; person: string }>;
}

/** Everything the HTTP server stands on. */
export interface ServerParts {
  readonly db: Db;
  readonly bus: Bus;
  readonly ask: Ask;
  readonly pull: Pull;
  readonly answers: readonly Answer[];
  readonly sessions: Sessions;
  readonly files: Files;
  /** Files that come in pieces. */
  readonly incoming: Incoming;
  readonly hints: Hints;
  /** Of the slice that keeps organisations and positions; null for a person who is not there. */
  readonly profile: (tx: Tx, person: string) => Promise<Profile | null>;
  /** Someone has taken up the way in that they were given: for the community's journal. */
  readonly entered: (who: Membership) => Promise<void>;
  /** Routes of the slices (`server.ts` doors). */
  readonly routes: readonly Routes[];
  readonly setup: Setup | null;
  /** Is the database reachable and up to date? */
  readonly ready: () => Promise<boolean>;
  /** Folder of the built web app; null: only the interface. */
  readonly webRoot: string | null;
  readonly publicUrl: string | null;
  /** Key and certificate (PEM) when the server speaks HTTPS itself. */
  readonly tls?: { readonly key: string; readonly cert: string } | null;
  /** Addresses of proxies whose `X-Forwarded-For` may be believed. */
  readonly trustProxy: readonly string[];
  /** Lets `/metrics` be read from elsewhere than this machine. */
  readonly metricsToken: string | null;
  readonly metrics: Metrics;
  readonly limits: Limits;
  /** Older apps may not take up new work; null: every version may. */
  readonly minimumApp?: MinimumApp | null;
  readonly log: Logger;
  readonly version: string;
}
