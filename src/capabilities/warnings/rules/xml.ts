/** An XML element reduced to what CAP and its feeds need: local name, namespace, own text, child elements in order, attributes. */
export interface XmlElement {
  readonly name: string;
  readonly namespace: string | null;
  /** Text and CDATA directly inside, joined, entities of the five predefined kinds and character references resolved. */
  readonly text: string;
  readonly children: readonly XmlElement[];
  readonly attributes: Readonly<Record<string, string>>;
}

/** Control characters and half surrogates that XML 1.0 (section 2.2) forbids even as character references. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: naming them is the purpose
const forbidden = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/g;

/** Text made safe inside an element; characters that XML cannot carry are left out. */
export function escapeXml(text: string): string {
  return text
    .toWellFormed()
    .replace(forbidden, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll('\r', '&#13;');
}

/** `<name>text</name>` with indentation; nothing for null. */
export function leaf(depth: number, name: string, text: string | null): string {
  return text === null ? '' : `${'  '.repeat(depth)}<${name}>${escapeXml(text)}</${name}>\n`;
}

/** `<name>` around lines already written one level deeper. */
export function branch(depth: number, name: string, inside: string): string {
  const pad = '  '.repeat(depth);
  return `${pad}<${name}>\n${inside}${pad}</${name}>\n`;
}
