import { z } from 'zod';
import type { MinimumApp } from '../../kernel/app-version.ts';

const Flag = z.enum(['on', 'off']);
const List = z.string().transform((text) =>
  text
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== ''),
);

/** What the environment may say. An empty variable counts as absent. */
const Environment = z.object({
  BANYAN_PORT: z.coerce.number().int().min(0).max(65_535).default(8420),
  /** This machine alone, unless the server speaks HTTPS: then every device of the house may come. */
  BANYAN_HOST: z.string().optional(),
  /** HTTPS with a certificate of the house's own authority. */
  BANYAN_HTTPS: Flag.default('off'),
  /** Port of the plain page that hands out the authority's certificate; the app's plus one. */
  BANYAN_TRUST_PORT: z.coerce.number().int().min(1).max(65_535).optional(),
  BANYAN_DATA: z.string().default('./data'),
  BANYAN_DATABASE_URL: z.string().optional(),
  BANYAN_DEMO: Flag.default('on'),
  /** Public address, e.g. `https://renhe.example`: cookies then travel only over https. */
  BANYAN_URL: z.url({ protocol: /^https?$/ }).optional(),
  /** Addresses of reverse proxies that may say whom a request comes from. */
  BANYAN_PROXIES: List.default([]),
  /** Oldest version of the app that may still take up new work, `0.2.0`; what an older one has in its outbox is always taken. */
  BANYAN_MINIMUM_APP: z
    .string()
    .regex(/^\d+\.\d+\.\d+$/)
    .optional(),
  /** From when that holds, ISO 8601; until then older apps only say that they should be updated. At once when absent. */
  BANYAN_MINIMUM_APP_FROM: z.iso.datetime({ offset: true }).or(z.iso.date()).optional(),
  /** At least 32 characters; needed when several servers share one database. */
  BANYAN_SECRET: z.string().min(32).optional(),
  BANYAN_METRICS_TOKEN: z.string().min(16).optional(),
  /** Requests per minute and account. */
  BANYAN_REQUESTS_PER_MINUTE: z.coerce.number().int().min(10).max(10_000_000).optional(),
  BANYAN_LOG: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info'),
});

export interface Settings {
  readonly port: number;
  readonly host: string;
  readonly https: boolean;
  readonly trustPort: number | null;
  readonly dataDir: string;
  readonly databaseUrl: string | null;
  readonly demo: boolean;
  readonly publicUrl: string | null;
  readonly proxies: readonly string[];
  readonly minimumApp: MinimumApp | null;
  readonly secret: string | null;
  readonly metricsToken: string | null;
  readonly requestsPerMinute: number | null;
  readonly logLevel: string;
}

/** @throws Error in words for the operator, naming the variable that is wrong */
export function settingsFrom(environment: Readonly<Record<string, string | undefined>>): Settings {
  const read = Environment.safeParse(Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== '')));
  if (!read.success) {
    const [issue] = read.error.issues;
    throw new Error(`${issue?.path.join('.')}: ${issue?.message}`);
  }
  const set = read.data;
  return {
    port: set.BANYAN_PORT,
    host: set.BANYAN_HOST ?? (set.BANYAN_HTTPS === 'on' ? '0.0.0.0' : '127.0.0.1'),
    https: set.BANYAN_HTTPS === 'on',
    trustPort: set.BANYAN_TRUST_PORT ?? null,
    dataDir: set.BANYAN_DATA,
    databaseUrl: set.BANYAN_DATABASE_URL ?? null,
    demo: set.BANYAN_DEMO === 'on',
    publicUrl: set.BANYAN_URL ?? null,
    proxies: set.BANYAN_PROXIES,
    minimumApp: set.BANYAN_MINIMUM_APP ? { version: set.BANYAN_MINIMUM_APP, from: new Date(set.BANYAN_MINIMUM_APP_FROM ?? 0).toISOString() } : null,
    secret: set.BANYAN_SECRET ?? null,
    metricsToken: set.BANYAN_METRICS_TOKEN ?? null,
    requestsPerMinute: set.BANYAN_REQUESTS_PER_MINUTE ?? null,
    logLevel: set.BANYAN_LOG,
  };
}
