import { newUuid } from '../../../kernel/ids.ts';
import { browser, type Surroundings } from './surroundings.ts';

/** A new identifier made on this device. Needs no secure context, unlike `crypto.randomUUID`: phones reach a LAN server by plain http. */
export const freshIdIn = (here: Pick<Surroundings, 'nowMs' | 'fill'>): string => newUuid(here.nowMs(), here.fill);

/** The same, in this browser. */
export const freshId = (): string => freshIdIn(browser);
