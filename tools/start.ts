import { join } from 'node:path';
import { buildWeb } from './build-web.ts';

// What `npm start` runs: the web app built if its sources changed, then the server in this same process.
buildWeb((line) => console.error(line));
await import(join(import.meta.dirname, '../src/apps/server/main.ts'));
