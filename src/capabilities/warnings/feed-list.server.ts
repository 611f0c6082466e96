import type { XmlElement } from './rules/xml.ts';

const ATOM = 'http://www.w3.org/2005/Atom';

/** One entry of a list of alerts: `id` names it for good, `link` is where its CAP document is. */
export interface FeedEntry {
  readonly id: string;
  readonly link: string;
}

/**
 * The entries of an Atom (RFC 4287) or RSS 2.0 list, in its order, with absolute web addresses; null when the document is neither.
 * Of several Atom links the one typed `application/cap+xml` counts, else the first without `rel` or with `alternate`.
 * @param base address from which the list was fetched
 */
export function feedEntries(root: XmlElement, base: string): FeedEntry[] | null {
  if (root.name === 'feed' && root.namespace === ATOM) {
    return root.children.filter((child) => child.name === 'entry').flatMap((entry) => entryOf(textOf(entry, 'id'), atomLink(entry), base));
  }
  if (root.name !== 'rss') return null;
  const channel = root.children.find((child) => child.name === 'channel');
  return (channel?.children ?? [])
    .filter((child) => child.name === 'item')
    .flatMap((item) => entryOf(textOf(item, 'guid'), textOf(item, 'link'), base));
}

function entryOf(id: string, link: string, base: string): FeedEntry[] {
  if (link === '' || !URL.canParse(link, base)) return [];
  const { href, protocol } = new URL(link, base);
  return protocol === 'http:' || protocol === 'https:' ? [{ id: (id || href).slice(0, 500), link: href }] : [];
}

function atomLink(entry: XmlElement): string {
  const links = entry.children.filter((child) => child.name === 'link');
  const cap = links.find((link) => link.attributes.type === 'application/cap+xml');
  const plain = links.find((link) => (link.attributes.rel ?? 'alternate') === 'alternate');
  return (cap ?? plain)?.attributes.href?.trim() ?? '';
}

const textOf = (parent: XmlElement, name: string): string => parent.children.find((child) => child.name === name)?.text.trim() ?? '';
