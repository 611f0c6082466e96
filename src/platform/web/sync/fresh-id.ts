import { newUuid } from '../../../kernel/ids.ts';

/** A new identifier made on this device. Needs no secure context, unlike `crypto.randomUUID`: phones reach a LAN server by plain http. */
export const freshId = (): string => newUuid(Date.now(), (bytes) => crypto.getRandomValues(bytes as Uint8Array<ArrayBuffer>));
