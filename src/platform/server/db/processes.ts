import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';

/** What the operating system says about a running process. */
export interface Running {
  /** Tells two processes apart that were given the same number one after the other. Opaque: compare, do not read. */
  readonly started: string;
  /** Program and arguments, joined by spaces. */
  readonly commandLine: string;
}

/**
 * The process with this number, or null when there is none. A zombie counts as none: it holds no memory, file or
 * socket any more, but `kill(pid, 0)` still finds it where nothing reaps orphans (many containers).
 */
export function findProcess(pid: number): Running | null {
  if (!Number.isSafeInteger(pid) || pid <= 0) return null;
  return process.platform === 'linux' ? fromProc(pid) : fromPs(pid);
}

function fromProc(pid: number): Running | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    // The second field is the program's name in brackets and may itself hold spaces and brackets.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const state = fields[0];
    if (state === 'Z' || state === 'X') return null;
    const commandLine = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').join(' ').trim();
    return { started: fields[19] ?? '', commandLine };
  } catch {
    return null;
  }
}

function fromPs(pid: number): Running | null {
  try {
    const line = execFileSync('ps', ['-ww', '-o', 'state=,lstart=,command=', '-p', String(pid)], { encoding: 'utf8' }).trim();
    // STATE Sun Nov 22 02:00:00 2026 COMMAND…
    const found = /^(\S+)\s+(\S+\s+\S+\s+\S+\s+\S+\s+\S+)\s+(.*)$/.exec(line);
    if (!found || found[1]?.startsWith('Z')) return null;
    return { started: found[2] ?? '', commandLine: found[3] ?? '' };
  } catch {
    return null;
  }
}

/** Waits until the process is gone (or a zombie). False when it is still there after `withinMs`. */
export async function waitUntilGone(pid: number, withinMs: number): Promise<boolean> {
  const deadline = Date.now() + withinMs;
  while (findProcess(pid)) {
    if (Date.now() > deadline) return false;
    await wait(10);
  }
  return true;
}

/** Sends a signal; a process that is gone already is no error. */
export function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
