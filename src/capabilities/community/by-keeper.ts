/** Keeping the directory is desk work, done online, by whoever holds `community.manage`; an installation may do it too. */
export const byKeeper = { ver: 1, duty: 'community.manage', bySystem: true, urgency: 'desk', offline: false } as const;
