import { vouchForFile, wipeDevice, wipeOwnDevice } from '../../../kernel/devices.ts';
import { type Handler, handler } from '../commands/handler.ts';
import { askWipe, findDevice } from './store.ts';

/** Commands about devices. */
export const handlers: Handler[] = [
  handler(wipeOwnDevice, {
    load: (tx, { device }) => findDevice(tx, device),
    apply: async (tx, { device }, { now }) => void (await askWipe(tx, device, now)),
    note: (_known, { device }) => ({ entity: device }),
  }),
  handler(wipeDevice, {
    load: (tx, { device }) => findDevice(tx, device),
    apply: async (tx, { device }, { now }) => void (await askWipe(tx, device, now)),
    note: (_known, { device }) => ({ entity: device }),
  }),
  handler(vouchForFile, {
    load: (tx, { device }) => findDevice(tx, device),
    apply: async () => undefined,
    note: (_known, { device, commands }) => ({ entity: device, params: { n: commands } }),
  }),
];
