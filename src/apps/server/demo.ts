import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DemoSignIn } from './start.ts';

/** Stands in the data folder while an empty installation is being filled; found at a start, it says that this was cut short. */
export const fillingMarker = (dataDir: string): string => join(dataDir, 'demo.filling');

/**
 * Fills an empty installation with the demo, and remembers its sign-ins so that every start can show them.
 * @returns the sign-ins of the demo that is here; none when the data is somebody's own
 */
export async function demoIn(dataDir: string, empty: boolean, fill: () => Promise<readonly DemoSignIn[]>): Promise<readonly DemoSignIn[]> {
  const file = join(dataDir, 'demo.json');
  if (!empty) return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as readonly DemoSignIn[]) : [];
  mkdirSync(dataDir, { recursive: true });
  writeFileSync(fillingMarker(dataDir), '');
  const signIns = await fill();
  writeFileSync(file, JSON.stringify(signIns));
  rmSync(fillingMarker(dataDir));
  return signIns;
}
