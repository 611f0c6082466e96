import { randomFillSync } from 'node:crypto';
import { newUuid } from '../../src/kernel/ids.ts';

/** A UUID that nobody had before. */
export const freshId = <T extends string = string>(): T => newUuid(Date.now(), randomFillSync) as T;
