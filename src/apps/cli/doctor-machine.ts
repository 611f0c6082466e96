import { accessSync, constants, existsSync, readdirSync, statSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { readLastBackup } from '../../platform/server/backup/backup-file.ts';
import { findServed } from '../../platform/server/db/served.ts';
import { findAuthority } from '../../platform/server/https/authority.ts';
import { settingsFrom } from '../server/settings.ts';
import { type Finding, fault, fine, warning } from './finding.ts';

const dayMs = 86_400_000;
/** No installation is older than the program; a machine without a battery wakes up in 1970. */
const oldestNow = new Date('2026-11-01T00:00:00Z');

/** What must be readable by the server's user alone. */
const secrets = ['secret', 'postgres-password', 'keys', 'https', 'files', 'previews'];

/** Is the data folder there and writable, and are its secrets closed to others? */
export function checkFolder(dataDir: string): Finding[] {
  if (!existsSync(dataDir)) return [fault('folder', 'missing', { folder: dataDir })];
  try {
    accessSync(dataDir, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch {
    return [fault('folder', 'closed', { folder: dataDir })];
  }
  const open = secrets.filter((name) => existsSync(join(dataDir, name)) && (statSync(join(dataDir, name)).mode & 0o077) !== 0);
  // A copy of people's data that nobody looks after.
  const left = readdirSync(dataDir).filter((name) => /^postgres-\d+$/.test(name));
  const findings = open.map((name) => fault('folder', 'readable', { file: join(dataDir, name) }));
  return [
    ...(findings.length > 0 ? findings : [fine('folder', { folder: dataDir })]),
    ...left.map((name) => warning('folder', 'leftOver', { file: join(dataDir, name) })),
  ];
}

const gibibyte = 2 ** 30;

/** Room for the journal to grow and for one more backup. */
export async function checkSpace(dataDir: string): Promise<Finding[]> {
  if (!existsSync(dataDir)) return [];
  const { bavail, bsize } = await statfs(dataDir);
  const free = bavail * bsize;
  const slots = { gb: Math.round((free / gibibyte) * 10) / 10 };
  if (free < gibibyte / 4) return [fault('space', 'full', slots)];
  return [free < 2 * gibibyte ? warning('space', 'low', slots) : fine('space', slots)];
}

export const checkClock = (now: Date): Finding[] => [
  now < oldestNow ? fault('clock', 'past', { now: now.toISOString() }) : fine('clock', { now: now.toISOString() }),
];

/** Is the port free, or taken by our own server? */
export async function checkPort(environment: NodeJS.ProcessEnv): Promise<Finding[]> {
  let settings: ReturnType<typeof settingsFrom>;
  try {
    settings = settingsFrom(environment);
  } catch (error) {
    return [fault('port', 'settings', { why: (error as Error).message })];
  }
  const { port, host, dataDir } = settings;
  if (port === 0 || (await isFree(port, host))) return [fine('port', { port: String(port) })];
  return [findServed(dataDir) ? fine('port', { port: String(port) }) : fault('port', 'taken', { port: String(port) })];
}

const isFree = (port: number, host: string): Promise<boolean> =>
  new Promise((done) => {
    const server = createServer();
    server.once('error', () => done(false)).listen(port, host, () => server.close(() => done(true)));
  });

/** How long the house's certificates last. */
export function checkHttps(dataDir: string, now: Date, wanted: boolean): Finding[] {
  const found = findAuthority(dataDir);
  if (!found) return wanted ? [warning('https', 'none')] : [fine('https', { days: 0 })];
  const days = (date: string) => Math.floor((new Date(date).getTime() - now.getTime()) / dayMs);
  const authority = days(found.authority.validTo);
  const leaf = found.leaf ? days(found.leaf.validTo) : 0;
  if (authority < 0 || (found.leaf && leaf < 0)) return [fault('https', 'over')];
  if (authority < 90) return [warning('https', 'ends', { days: authority })];
  return [fine('https', { days: leaf })];
}

/** Older than a week is too old: everything since would have to come back from the phones. */
export async function checkLastBackup(dataDir: string, now: Date): Promise<Finding[]> {
  const at = await readLastBackup(dataDir);
  if (!at) return [warning('backup', 'none')];
  const days = Math.floor((now.getTime() - at.getTime()) / dayMs);
  return [days > 7 ? warning('backup', 'old', { days }) : fine('backup', { days })];
}
