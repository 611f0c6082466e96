import { IntlMessageFormat } from 'intl-messageformat';
import type { Plugin } from 'vite';

/** Parses the message files at build time, so that the browser needs no parser: a message with slots becomes its parts, one without stays words. */
export function parsedWords(): Plugin {
  return {
    name: 'banyan-words',
    enforce: 'pre',
    config: () => ({
      resolve: { alias: [{ find: /^@formatjs\/icu-messageformat-parser$/, replacement: '@formatjs/icu-messageformat-parser/no-parser.js' }] },
      // Prepared apart from the rest, it would keep its parser.
      optimizeDeps: { exclude: ['intl-messageformat'] },
    }),
    transform: {
      filter: { id: /\/messages\/(desk\/)?(zh|en|ug)\.json$/ },
      handler: (text) => ({ code: JSON.stringify(parsed(JSON.parse(text) as Record<string, string>)), map: null }),
    },
  };
}

/** @throws SyntaxError for a message that is not ICU */
export function parsed(words: Readonly<Record<string, string>>): Record<string, string | ReturnType<IntlMessageFormat['getAst']>> {
  return Object.fromEntries(
    Object.entries(words).map(([key, text]) => {
      const ast = new IntlMessageFormat(text, 'en').getAst();
      const [only] = ast;
      if (ast.length === 0) return [key, ''];
      return [key, ast.length === 1 && only?.type === 0 ? only.value : ast];
    }),
  );
}
