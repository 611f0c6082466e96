import { Logger } from 'graphile-worker';

/** The library's messages quote payloads and errors; ours come from the runner, without them. */
export const quietLogger = new Logger(() => () => undefined);
