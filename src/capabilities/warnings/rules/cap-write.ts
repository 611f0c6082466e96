import type { Alert, AlertArea, AlertInfo, AlertResource, NamedValue, Reference } from '../model.ts';
import { CAP_NAMESPACE } from './cap-read.ts';
import { branch, leaf } from './xml.ts';

/** The alert as a CAP 1.2 document in the element order of the schema, UTF-8. A signature of the original is not carried over. */
export function writeCap(alert: Alert): string {
  const inside = [
    leaf(1, 'identifier', alert.identifier),
    leaf(1, 'sender', alert.sender),
    leaf(1, 'sent', alert.sent),
    leaf(1, 'status', alert.status),
    leaf(1, 'msgType', alert.msgType),
    leaf(1, 'source', alert.source),
    leaf(1, 'scope', alert.scope),
    leaf(1, 'restriction', alert.restriction),
    leaf(1, 'addresses', alert.addresses),
    ...alert.codes.map((code) => leaf(1, 'code', code)),
    leaf(1, 'note', alert.note),
    leaf(1, 'references', alert.references.length > 0 ? alert.references.map(referenceText).join(' ') : null),
    leaf(1, 'incidents', alert.incidents),
    ...alert.infos.map(infoText),
  ].join('');
  return `<?xml version="1.0" encoding="UTF-8"?>\n<alert xmlns="${CAP_NAMESPACE}">\n${inside}</alert>\n`;
}

/** CAP's way to name an earlier message: `sender,identifier,sent`. */
export const referenceText = ({ sender, identifier, sent }: Reference): string => `${sender},${identifier},${sent}`;

const infoText = (info: AlertInfo): string =>
  branch(
    1,
    'info',
    [
      leaf(2, 'language', info.language),
      ...info.categories.map((category) => leaf(2, 'category', category)),
      leaf(2, 'event', info.event),
      ...info.responseTypes.map((type) => leaf(2, 'responseType', type)),
      leaf(2, 'urgency', info.urgency),
      leaf(2, 'severity', info.severity),
      leaf(2, 'certainty', info.certainty),
      leaf(2, 'audience', info.audience),
      ...info.eventCodes.map((code) => namedText(2, 'eventCode', code)),
      leaf(2, 'effective', info.effective),
      leaf(2, 'onset', info.onset),
      leaf(2, 'expires', info.expires),
      leaf(2, 'senderName', info.senderName),
      leaf(2, 'headline', info.headline),
      leaf(2, 'description', info.description),
      leaf(2, 'instruction', info.instruction),
      leaf(2, 'web', info.web),
      leaf(2, 'contact', info.contact),
      ...info.parameters.map((parameter) => namedText(2, 'parameter', parameter)),
      ...info.resources.map(resourceText),
      ...info.areas.map(areaText),
    ].join(''),
  );

const resourceText = (resource: AlertResource): string =>
  branch(
    2,
    'resource',
    [
      leaf(3, 'resourceDesc', resource.resourceDesc),
      leaf(3, 'mimeType', resource.mimeType),
      leaf(3, 'size', resource.size),
      leaf(3, 'uri', resource.uri),
      leaf(3, 'derefUri', resource.derefUri),
      leaf(3, 'digest', resource.digest),
    ].join(''),
  );

const areaText = (area: AlertArea): string =>
  branch(
    2,
    'area',
    [
      leaf(3, 'areaDesc', area.areaDesc),
      ...area.polygons.map((polygon) => leaf(3, 'polygon', polygon)),
      ...area.circles.map((circle) => leaf(3, 'circle', circle)),
      ...area.geocodes.map((geocode) => namedText(3, 'geocode', geocode)),
      leaf(3, 'altitude', area.altitude),
      leaf(3, 'ceiling', area.ceiling),
    ].join(''),
  );

const namedText = (depth: number, name: string, { name: valueName, value }: NamedValue): string =>
  branch(depth, name, leaf(depth + 1, 'valueName', valueName) + leaf(depth + 1, 'value', value));
