/** A door as text that sorts in the order in which people walk: `3-2-501` before `12-1-101`. */
export const doorKey = (door: string): string => door.replace(/\d+/g, (digits) => digits.padStart(6, '0'));
