/** Values in DER (ITU-T X.690): just what a certificate is written with. Nothing here reads; Node's own crypto does. */

/** Tag, length and content. */
export function der(tag: number, ...content: readonly Uint8Array[]): Buffer {
  const body = Buffer.concat(content);
  const { length } = body;
  if (length > 0xffff) throw new Error('too long for a certificate');
  const size = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...size]), body]);
}

export const sequence = (...content: readonly Uint8Array[]): Buffer => der(0x30, ...content);
export const set = (...content: readonly Uint8Array[]): Buffer => der(0x31, ...content);
export const octets = (content: Uint8Array): Buffer => der(0x04, content);
export const yes: Buffer = der(0x01, Buffer.from([0xff]));
export const utf8 = (text: string): Buffer => der(0x0c, Buffer.from(text));
/** A positive integer, most significant byte first. */
export const integer = (bytes: Uint8Array): Buffer => der(0x02, (bytes[0] ?? 0) & 0x80 ? Buffer.concat([Buffer.from([0]), bytes]) : bytes);
/** @param unused bits of the last byte that count for nothing, 0 to 7 */
export const bits = (content: Uint8Array, unused = 0): Buffer => der(0x03, Buffer.from([unused]), content);
/** `[n]` around a value (constructed). */
export const explicit = (n: number, ...content: readonly Uint8Array[]): Buffer => der(0xa0 | n, ...content);
/** `[n]` in place of a value's own tag (primitive). */
export const implicit = (n: number, content: Uint8Array): Buffer => der(0x80 | n, content);

/** An object identifier, written with dots. */
export function oid(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  const bytes = rest.flatMap((part) => {
    const groups = [part & 0x7f];
    for (let left = part >>> 7; left > 0; left >>>= 7) groups.unshift((left & 0x7f) | 0x80);
    return groups;
  });
  return der(0x06, Buffer.from([first * 40 + second, ...bytes]));
}

/** A moment, to the second; RFC 5280 (4.1.2.5) wants two digits of the year before 2050 and four from then on. */
export function moment(at: Date): Buffer {
  const digits = at.toISOString().replaceAll(/[-:T]|\.\d+/g, '');
  return at.getUTCFullYear() < 2050 ? der(0x17, Buffer.from(digits.slice(2))) : der(0x18, Buffer.from(digits));
}
