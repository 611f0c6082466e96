import { join } from 'node:path';
import { buildWeb } from './build-web.ts';

// What `npm start` runs: the web app built if its sources changed, then the server in this same process.
try {
  buildWeb((line) => console.error(line));
} catch (error) {
  console.error((error as Error).message);
  process.exit(1);
}
await import(join(import.meta.dirname, '../src/apps/server/main.ts'));
