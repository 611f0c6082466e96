/** Hazards that plans are written for; an assignment may be limited to them, or to others that a community names. The same as those of readiness (tested). */
export const usualHazards = ['flood', 'storm', 'heat', 'fire', 'earthquake', 'epidemic'] as const;
