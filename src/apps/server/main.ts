import { enableCompileCache } from 'node:module';
import { join } from 'node:path';
import type { LoadDemo } from './start.ts';

// Compiled once, read from then on: half the time of a start.
enableCompileCache(join(import.meta.dirname, '../../../node_modules/.cache/banyan'));
const { makeLogger } = await import('../../platform/server/http/logging.ts');
const { settingsFrom } = await import('./settings.ts');
const { startServer } = await import('./start.ts');
const { toString } = (await import('qrcode')).default;

/** The demo community's generator is only read when there is an empty installation to fill. */
const loadDemo: LoadDemo = async (parts) => (await import('../../../tools/demo/load.ts')).loadDemo(parts);

try {
  const settings = settingsFrom(process.env);
  const log = makeLogger(settings.logLevel);
  const running = await startServer(settings, { log, loadDemo });
  const stop = (code: number) => void running.stop().finally(() => process.exit(code));
  process.once('SIGTERM', () => stop(0)).once('SIGINT', () => stop(0));
  // A fault nobody caught: the state of this process is unknown, the database's is not. Close it and let the supervisor start us again.
  process.once('uncaughtException', (error) => {
    log.fatal({ err: error }, 'uncaught');
    stop(1);
  });
  if (running.demoSignIns.length > 0) console.log('Demo sign-ins:');
  for (const { role, username, password } of running.demoSignIns) console.log(`  ${role}: ${username} / ${password}`);
  if (running.setupCode) console.log(`First run: open ${running.url}/setup and enter the code ${running.setupCode}`);
  if (running.trust) {
    console.log(`Phones trust this server once at ${running.trust.url}`);
    console.log(await toString(running.trust.url, { type: 'terminal', small: true }));
    console.log(`Fingerprint to compare there (SHA-256): ${running.trust.fingerprint}`);
  }
  // Since this process began, Node's own start included.
  console.log(`Banyan: ${running.url} (ready in ${Math.round(performance.now())} ms)`);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}
