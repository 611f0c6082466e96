/** Buildings and doors as people count them: 2 before 10, 3-2-501 before 3-10-101. Made once: a comparison that makes its own takes seconds for a whole community. */
export const inOrder = new Intl.Collator('en', { numeric: true }).compare;
