import type { Messages } from '../../../platform/web/text/say.ts';

/** One table of words out of the files of the platform and the slices; their keys begin with their names, so none can meet. */
export const merge = (files: Readonly<Record<string, Messages>>): Messages =>
  Object.values(files).reduce<Messages>((all, file) => ({ ...all, ...file }), {});
