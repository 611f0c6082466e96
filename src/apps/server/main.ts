import { makeLogger } from '../../platform/server/http/logging.ts';
import { settingsFrom } from './settings.ts';
import { type LoadDemo, startServer } from './start.ts';

/** The demo community's generator is only read when there is an empty installation to fill. */
const loadDemo: LoadDemo = async (parts) => (await import('../../../tools/demo/load.ts')).loadDemo(parts);

try {
  const settings = settingsFrom(process.env);
  const log = makeLogger(settings.logLevel);
  const running = await startServer(settings, { log, loadDemo });
  for (const signal of ['SIGTERM', 'SIGINT'] as const)
    process.once(signal, () => {
      running.stop().then(
        () => process.exit(0),
        () => process.exit(1),
      );
    });
  for (const { role, username, password } of running.demoSignIns) console.log(`  ${role}: ${username} / ${password}`);
  if (running.setupCode) console.log(`First run: open ${running.url}/setup and enter the code ${running.setupCode}`);
  // Since this process began, Node's own start included.
  console.log(`Banyan: ${running.url} (ready in ${Math.round(performance.now())} ms)`);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}
