/** What a line of the timeline may be about. In a large emergency thousands of doors stand between two decisions. */
export const abouts = ['decisions', 'doors', 'requests', 'tasks'] as const;
export type About = (typeof abouts)[number];

const named: Readonly<Record<Exclude<About, 'decisions'>, readonly string[]>> = {
  doors: ['visitDoor', 'undoVisit', 'sayDoorSafe'],
  requests: ['askForHelp', 'answerRequest', 'closeRequest'],
  tasks: ['raiseTask', 'assignTask', 'acceptTask', 'claimTask', 'extendTask', 'releaseTask', 'closeTask', 'dropTask'],
};
// Joined, not written as a template: that would look like a text which every phone has to fetch.
const full = (names: readonly string[]) => names.map((name) => ['response', name].join('.'));

/** Commands that a line about this is made by; a decision is whatever is none of the others: plans, levels, rounds, notices, hand-overs, closing. */
export const namesAbout = (about: About): { readonly of: readonly string[]; readonly only: boolean } =>
  about === 'decisions' ? { of: full(Object.values(named).flat()), only: false } : { of: full(named[about]), only: true };
