const built: unknown = import.meta.env?.BANYAN_VERSION;

/** The version of this app, as it was built; `0.0.0` where nothing was built (tests). */
export const appVersion = typeof built === 'string' ? built : '0.0.0';
