import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type Language, languageOf, languages, type Words, wordsIn } from '../words.ts';
import type { Authority } from './authority.ts';

/** Where the certificate of the authority is handed out. */
const certificatePath = '/banyan-ca.crt';
const languageNames: Readonly<Record<Language, string>> = { zh: '中文', en: 'English', ug: 'ئۇيغۇرچە' };

/**
 * A page over plain HTTP that explains why the phone warns, and hands out the certificate to trust. Nothing else is served here: no sign-in, no data, no cookie.
 * Somebody in between could change this page, so it says with which fingerprint to compare: the one on the server's own screen.
 * @param appPort port of the app over HTTPS
 */
export function trustPage(authority: Pick<Authority, 'certificate' | 'fingerprint'>, appPort: () => number): Server {
  return createServer({ requestTimeout: 10_000, headersTimeout: 10_000, maxHeaderSize: 8_192 }, (request, response) => {
    response.setHeader('x-content-type-options', 'nosniff');
    response.setHeader('referrer-policy', 'no-referrer');
    response.setHeader('cache-control', 'no-store');
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      response.writeHead(405, { allow: 'GET, HEAD' }).end();
      return;
    }
    const url = URL.parse(request.url ?? '/', 'http://here');
    if (url?.pathname === certificatePath) {
      response.writeHead(200, {
        'content-type': 'application/x-x509-ca-cert',
        'content-disposition': 'attachment; filename="banyan-ca.crt"',
        'content-length': authority.certificate.length,
      });
      response.end(authority.certificate);
    } else if (url?.pathname === '/')
      sendPage(request, response, { language: url.searchParams.get('lang'), fingerprint: authority.fingerprint, port: appPort() });
    else response.writeHead(302, { location: '/' }).end();
  });
}

interface Page {
  readonly language: string | null;
  readonly fingerprint: string;
  readonly port: number;
}

function sendPage(request: IncomingMessage, response: ServerResponse, { language: wished, fingerprint, port }: Page): void {
  const language = languages.find((one) => one === wished) ?? languageOf(request.headers['accept-language']);
  const words = wordsIn(language);
  // Only a host that looks like one is repeated: the header is whatever the other side wrote.
  const host = /^(\[[0-9a-f:]+\]|[a-z0-9.-]+)(:\d+)?$/i.exec(request.headers.host ?? '')?.[1] ?? 'localhost';
  response.writeHead(200, {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  });
  response.end(request.method === 'HEAD' ? '' : html(words, language, { fingerprint, app: `https://${host}:${port}/` }));
}

const escaped = (text: string): string => text.replaceAll(/[&<>"']/g, (letter) => `&#${letter.codePointAt(0)};`);

function html(words: Words, language: Language, { fingerprint, app }: { fingerprint: string; app: string }): string {
  const t = (key: string): string => escaped(words.text(key));
  const others = languages
    .filter((one) => one !== language)
    .map((one) => `<a href="/?lang=${one}" lang="${one}">${languageNames[one]}</a>`)
    .join(' ');
  const steps = (['trust.android', 'trust.iphone', 'trust.computer'] as const).map((key) => `<li>${t(key)}</li>`).join('');
  // Four rows of eight pairs: to compare, one reads aloud.
  const pairs = fingerprint.split(':');
  const rows = [0, 8, 16, 24].map((at) => pairs.slice(at, at + 8).join(' ')).join('<br>');
  return `<!doctype html>
<html lang="${language}" dir="${language === 'ug' ? 'rtl' : 'ltr'}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${t('trust.title')}</title>
<style>
:root { color-scheme: light dark; font: 1.125rem/1.6 system-ui, "Noto Sans CJK SC", "Noto Naskh Arabic", sans-serif; }
body { margin: 0 auto; max-inline-size: 38rem; padding: 1.5rem 1.25rem 3rem; }
h1 { font-size: 1.5rem; line-height: 1.3; margin-block: 1rem; text-wrap: balance; }
h2 { font-size: 1.125rem; margin-block: 2rem 0.5rem; }
nav { display: flex; gap: 1rem; justify-content: end; }
nav a { padding-block: 0.5rem; }
a { color: light-dark(#0b5d4b, #7fd8bf); }
.do { background: light-dark(#0b5d4b, #7fd8bf); border-radius: 0.5rem; color: light-dark(#fff, #06231c); display: block; font-weight: 600; padding: 0.9rem 1rem; text-align: center; text-decoration: none; }
.do:focus-visible, a:focus-visible { outline: 3px solid light-dark(#b25600, #ffb870); outline-offset: 2px; }
.print { border: 1px solid light-dark(#8a9a95, #5c6b66); border-radius: 0.5rem; direction: ltr; font: 1rem/1.8 ui-monospace, monospace; overflow-wrap: anywhere; padding: 0.75rem 1rem; text-align: center; }
li { margin-block: 0.5rem; }
ol { padding-inline-start: 1.25rem; }
</style></head>
<body>
<nav>${others}</nav>
<h1>${t('trust.title')}</h1>
<p>${t('trust.why')}</p>
<h2>${t('trust.step1')}</h2>
<p><a class="do" href="${certificatePath}">${t('trust.get')}</a></p>
<h2>${t('trust.step2')}</h2>
<p>${t('trust.compare')}</p>
<p class="print"><bdi>${rows}</bdi></p>
<h2>${t('trust.step3')}</h2>
<ol>${steps}</ol>
<h2>${t('trust.step4')}</h2>
<p><a class="do" href="${escaped(app)}">${t('trust.open')}</a></p>
<p>${t('trust.limits')}</p>
</body></html>`;
}
