import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

const places = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];
/** Chinese and Arabic letters, without which pages are full of boxes. */
const debianPackages = ['chromium', 'fonts-noto-cjk', 'fonts-noto-core'];

/** A Chromium of this machine, or null. `BANYAN_CHROMIUM` names another one. */
function findChromium(): string | null {
  return process.env.BANYAN_CHROMIUM ?? places.find((place) => existsSync(place)) ?? null;
}

/** Installs Debian's Chromium where we are root and apt works; where not, the one from npm is used. */
export function ensureChromium(log: (line: string) => void): void {
  if (findChromium() || process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return;
  log('Installing Chromium …');
  const apt = (...args: string[]) => {
    const { status } = spawnSync('apt-get', ['-q', '-y', ...args], {
      stdio: 'ignore',
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
      timeout: 600_000,
    });
    return status === 0;
  };
  const install = () => apt('install', '--no-install-recommends', ...debianPackages);
  if (!install() && !(apt('update') && install())) log('apt cannot install it; the Chromium from npm is used instead');
}

/** Path of the Chromium to test with; unpacks the one from npm if the machine has none. */
export async function chromiumPath(): Promise<string> {
  const found = findChromium();
  if (found) return found;
  const { default: packed } = await import('@sparticuz/chromium');
  return packed.executablePath();
}

/** Quiet, and able to run as root; none of these weakens what a page may do. */
export const chromiumFlags: readonly string[] = [
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-dev-shm-usage',
  '--no-first-run',
  '--no-default-browser-check',
  '--use-angle=swiftshader',
  '--enable-unsafe-swiftshader',
];
