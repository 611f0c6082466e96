/**
 * What a door's QR code carries after the `#`: the community (32 hex digits of its id) and a secret of 22 characters (128 bits, base64url).
 * The fragment of an address is never sent to a server, so it stands in no log.
 */
const form = /^([0-9a-f]{8})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{12})([A-Za-z0-9_-]{22})$/;

/** The community in a door token; null when it is no door token. */
export function communityOfDoorToken(token: string): string | null {
  const parts = form.exec(token);
  return parts ? parts.slice(1, 6).join('-') : null;
}

export const doorToken = (community: string, secret: string): string => community.replaceAll('-', '') + secret;

/** Characters of a follow code: no I, L, O, U, so that it can be read aloud (Crockford base 32). 12 characters are 60 bits. */
export const followAlphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
export const followLength = 12;
