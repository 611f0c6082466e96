/** One table of words out of the files of the platform and the slices; their keys begin with their names, so none can meet. */
export const merge = (files: Readonly<Record<string, Readonly<Record<string, string>>>>): Record<string, string> =>
  Object.values(files).reduce<Record<string, string>>((all, file) => ({ ...all, ...file }), {});
