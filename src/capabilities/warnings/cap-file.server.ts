import { readFile } from 'node:fs/promises';
import { DOMParser, type Element, ParseError } from '@xmldom/xmldom';
import { validateXML } from 'xmllint-wasm';
import { ok, type Problem, type Result, refuse } from '../../kernel/result.ts';
import type { Alert } from './model.ts';
import { alertOf } from './rules/cap-read.ts';
import type { XmlElement } from './rules/xml.ts';

/** Largest CAP document that is read, in bytes. Real alerts have 2 to 200 kB; more is a mistake or an attack. */
export const CAP_MAX_BYTES = 2 * 1024 * 1024;
/** CAP needs 5 levels, a signature about 8. */
const MAX_DEPTH = 64;
const MAX_ERRORS = 20;
/** WebAssembly pages of 64 KiB: 64 MiB are enough for the largest document that is read. */
const MAX_PAGES = 1024;

/** What `readCapFile` found: every reason why it is not a valid CAP 1.2 alert, or the alert. */
export interface CapReading {
  readonly valid: boolean;
  readonly errors: readonly Problem[];
  readonly alert: Alert | null;
}

/**
 * Reads a CAP 1.2 file and checks it against the OASIS schema. Size and document types are refused before anything is parsed,
 * so neither external entities nor entity expansion can happen; no network or file is touched.
 * Codes: `warnings.capTooLarge`, `capEncoding`, `capDoctype`, `capNotXml` and `capNotValid` (params `line`, `error`: the first places that break it).
 */
export async function readCapFile(bytes: Uint8Array): Promise<CapReading> {
  const text = capText(bytes);
  if (!text.ok) return { valid: false, errors: [text.problem], alert: null };
  const broken = await schemaErrors(text.value);
  if (broken.length > 0) return { valid: false, errors: broken, alert: null };
  const alert = capAlert(text.value);
  return alert.ok ? { valid: true, errors: [], alert: alert.value } : { valid: false, errors: [alert.problem], alert: null };
}

/**
 * The document's text, declared as UTF-8, when it is small enough, decodes without loss and declares no document type.
 * @param maxBytes a list of alerts may be longer than one alert
 */
export function capText(bytes: Uint8Array, maxBytes = CAP_MAX_BYTES): Result<string> {
  if (bytes.byteLength > maxBytes) return refuse('tooLarge', 'warnings.capTooLarge', { maxMib: maxBytes / 1024 / 1024 });
  const decoded = decode(bytes);
  if (decoded === null) return refuse('invalid', 'warnings.capEncoding');
  // Anywhere, also where it would be harmless text: an alert has no reason to say it.
  if (/<!(?:DOCTYPE|ENTITY|ELEMENT|ATTLIST|NOTATION)/i.test(decoded)) return refuse('invalid', 'warnings.capDoctype');
  return ok(decoded.replace(/^(\s*<\?xml[^>]*?encoding\s*=\s*)(["'])[^"']*\2/, '$1$2UTF-8$2'));
}

/** UTF-8, UTF-16 with its mark, or a declared Chinese encoding (GB 2312 to GB 18030); null when the bytes are not that text. */
function decode(bytes: Uint8Array): string | null {
  const head = new TextDecoder('latin1').decode(bytes.subarray(0, 200));
  const declared = /^(?:ï»¿)?\s*<\?xml[^>]*?encoding\s*=\s*["']([^"']*)["']/.exec(head)?.[1]?.toLowerCase() ?? 'utf-8';
  const marked = bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : null;
  const encoding = marked ?? (/^gb(?:2312|k|18030)$/.test(declared) ? 'gb18030' : /^(?:utf-?8|us-ascii)$/.test(declared) ? 'utf-8' : null);
  if (encoding === null) return null;
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

let schema: Promise<string> | undefined;

/** Where the text breaks XML or the CAP 1.2 schema; empty when it does not. */
async function schemaErrors(text: string): Promise<Problem[]> {
  schema ??= readFile(new URL('./resources/cap12.xsd', import.meta.url), 'utf8');
  const contents = await schema;
  const said = await validateXML({
    xml: [{ fileName: 'alert.xml', contents: text }],
    schema: [{ fileName: 'cap12.xsd', contents }],
    maxMemoryPages: MAX_PAGES,
  }).then(
    ({ valid, rawOutput }) => (valid ? '' : rawOutput),
    // xmllint ends with another code when it can make nothing of the text.
    (error: unknown) => (error instanceof Error ? error.message : '') || 'alert.xml:1: parser error : unreadable',
  );
  if (said === '') return [];
  const places = [...said.matchAll(/^alert\.xml:(\d+): (.*)$/gm)].slice(0, MAX_ERRORS);
  // libxml2 says "parser error" and "namespace error" where the text is not XML; all else is about the schema.
  const notXml = places.filter(([, , sentence]) => /^(?:parser|namespace) error/.test(sentence ?? ''));
  if (notXml.length > 0) return notXml.map(([, line, sentence]) => problem('warnings.capNotXml', Number(line), plain(sentence ?? '')));
  return places.length > 0
    ? places.map(([, line, sentence]) => problem('warnings.capNotValid', Number(line), plain(sentence ?? '')))
    : [problem('warnings.capNotXml', 1, 'unreadable')];
}

const problem = (code: 'warnings.capNotXml' | 'warnings.capNotValid', line: number, error: string): Problem => ({
  code,
  kind: 'invalid',
  params: { line, error: error.slice(0, 300) },
});

/** xmllint's sentence without the namespace in braces and its own prefix. */
const plain = (message: string): string =>
  message.replaceAll(/\{(?:urn|https?):[^}]*\}/g, '').replace(/^(?:element [^:]*: )?(?:Schemas validity|parser|namespace) error : /, '');

/**
 * The alert in a text that `capText` let through. Much cheaper than the schema check; for a text whose schema was checked before.
 */
export function capAlert(text: string): Result<Alert> {
  const root = parseXml(text);
  return root.ok ? alertOf(root.value) : root;
}

/** Parses XML without document type into plain elements; refused with `warnings.capNotXml` when it is not well formed or nested absurdly. */
export function parseXml(text: string): Result<XmlElement> {
  try {
    const document = new DOMParser({
      onError: (level, message) => {
        if (level !== 'warning') throw new ParseError(message);
      },
    }).parseFromString(text, 'text/xml');
    const root = document.documentElement;
    if (root) return ok(elementOf(root, 1));
  } catch (error) {
    if (!(error instanceof ParseError)) throw error;
  }
  return refuse('invalid', 'warnings.capNotXml', { line: 1, error: 'not well formed' });
}

function elementOf(element: Element, depth: number): XmlElement {
  if (depth > MAX_DEPTH) throw new ParseError('nested too deeply');
  const children: XmlElement[] = [];
  const attributes = Object.fromEntries(Array.from(element.attributes, (attribute) => [attribute.name, attribute.value]));
  let text = '';
  for (let node = element.firstChild; node; node = node.nextSibling) {
    if (node.nodeType === node.ELEMENT_NODE) children.push(elementOf(node as Element, depth + 1));
    else if (node.nodeType === node.TEXT_NODE || node.nodeType === node.CDATA_SECTION_NODE) text += node.nodeValue ?? '';
  }
  return { name: element.localName ?? element.nodeName, namespace: element.namespaceURI, text, children, attributes };
}
