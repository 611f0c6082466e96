import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { findMigrationFolders } from '../../platform/server/db/migrate.ts';

/** Folder of this program. */
export const programRoot = join(import.meta.dirname, '../../..');

export const programVersion = (): string => (JSON.parse(readFileSync(join(programRoot, 'package.json'), 'utf8')) as { version: string }).version;

/** Every slice's and the platform's migrations. */
export const migrationFolders = (): string[] => findMigrationFolders(join(programRoot, 'src'));
