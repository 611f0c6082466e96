import { ok, type Result, refuse } from '../../../kernel/result.ts';
import { Alert, type NamedValue, type Reference } from '../model.ts';
import type { XmlElement } from './xml.ts';

export const CAP_NAMESPACE = 'urn:oasis:names:tc:emergency:cap:1.2';

/**
 * The alert that a CAP 1.2 element says.
 * @returns refused with `warnings.capNotValid` when the element is not a CAP 1.2 alert or a code is not in the standard's lists
 */
export function alertOf(root: XmlElement): Result<Alert> {
  if (root.name !== 'alert' || root.namespace !== CAP_NAMESPACE) {
    return refuse('invalid', 'warnings.capNotValid', { line: 1, error: `root element ${root.name.slice(0, 40)}` });
  }
  const parsed = Alert.safeParse({
    identifier: text(root, 'identifier') ?? '',
    sender: text(root, 'sender') ?? '',
    sent: text(root, 'sent') ?? '',
    status: text(root, 'status'),
    msgType: text(root, 'msgType'),
    source: text(root, 'source'),
    scope: text(root, 'scope'),
    restriction: text(root, 'restriction'),
    addresses: text(root, 'addresses'),
    codes: texts(root, 'code'),
    note: text(root, 'note'),
    references: referencesOf(text(root, 'references')),
    incidents: text(root, 'incidents'),
    infos: all(root, 'info').map(infoOf),
  });
  if (parsed.success) return ok(parsed.data);
  const first = parsed.error.issues[0];
  return refuse('invalid', 'warnings.capNotValid', { line: 1, error: `${first?.path.join('.') ?? ''}: ${first?.message ?? ''}`.slice(0, 300) });
}

const infoOf = (info: XmlElement) => ({
  language: text(info, 'language') ?? 'en-US',
  categories: texts(info, 'category'),
  event: text(info, 'event') ?? '',
  responseTypes: texts(info, 'responseType'),
  urgency: text(info, 'urgency'),
  severity: text(info, 'severity'),
  certainty: text(info, 'certainty'),
  audience: text(info, 'audience'),
  eventCodes: named(info, 'eventCode'),
  effective: text(info, 'effective'),
  onset: text(info, 'onset'),
  expires: text(info, 'expires'),
  senderName: text(info, 'senderName'),
  headline: text(info, 'headline'),
  description: text(info, 'description'),
  instruction: text(info, 'instruction'),
  web: text(info, 'web'),
  contact: text(info, 'contact'),
  parameters: named(info, 'parameter'),
  resources: all(info, 'resource').map((resource) => ({
    resourceDesc: text(resource, 'resourceDesc') ?? '',
    mimeType: text(resource, 'mimeType') ?? '',
    size: text(resource, 'size'),
    uri: text(resource, 'uri'),
    derefUri: text(resource, 'derefUri'),
    digest: text(resource, 'digest'),
  })),
  areas: all(info, 'area').map((area) => ({
    areaDesc: text(area, 'areaDesc') ?? '',
    polygons: texts(area, 'polygon'),
    circles: texts(area, 'circle'),
    geocodes: named(area, 'geocode'),
    altitude: text(area, 'altitude'),
    ceiling: text(area, 'ceiling'),
  })),
});

/** CAP 3.2.1: `sender,identifier,sent` triples separated by white space. A malformed one is kept as an identifier without sender. */
function referencesOf(value: string | null): Reference[] {
  if (value === null) return [];
  return value.split(/\s+/).map((one) => {
    const parts = one.split(',');
    if (parts.length < 3) return { sender: '', identifier: one.replaceAll(',', ''), sent: '' };
    const [sender = '', identifier = ''] = parts;
    return { sender, identifier, sent: parts.slice(2).join(',') };
  });
}

const all = (parent: XmlElement, name: string): XmlElement[] =>
  parent.children.filter((child) => child.name === name && child.namespace === CAP_NAMESPACE);

const texts = (parent: XmlElement, name: string): string[] =>
  all(parent, name)
    .map((child) => child.text.trim())
    .filter((value) => value !== '');

const text = (parent: XmlElement, name: string): string | null => texts(parent, name)[0] ?? null;

const named = (parent: XmlElement, name: string): NamedValue[] =>
  all(parent, name).map((child) => ({ name: text(child, 'valueName') ?? '', value: text(child, 'value') ?? '' }));
