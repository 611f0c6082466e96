import type { ComponentType } from 'react';
import type { Language } from '../text/languages.ts';
import type { IconName } from './Icon.tsx';

/** Chapters of the left rail, in the order of the story. */
export const groups = [
  'today',
  'register',
  'duties',
  'assess',
  'hazards',
  'readiness',
  'response',
  'recovery',
  'together',
  'care',
  'learn',
  'settings',
] as const;
export type Group = (typeof groups)[number];

type Load = () => Promise<{ readonly default: ComponentType }>;

/** A page that a slice offers. */
export interface PageDoor {
  /** `/register/$household`; parameters are ids, never personal data. */
  readonly path: string;
  /** Message key of its name, in the rail and in the title of the window. */
  readonly title: string;
  readonly nav?: {
    readonly group: Group;
    readonly order: number;
    readonly icon: IconName;
    /** Place in the phone's bottom bar. */
    readonly tab?: 'doors' | 'tasks' | 'map';
  };
  /** Whoever holds one of these duties is offered the page. */
  readonly duty?: string | readonly string[];
  /** Made for the phone and for no network. */
  readonly field?: boolean;
  /** Entities that a phone copies before this page is first opened, so that it opens in a stairwell too. */
  readonly copies?: readonly string[];
  /** Needs no sign-in: stands alone, without the shell. */
  readonly public?: boolean;
  readonly load: Load;
}

/** A card of the Today page. The component returns null when there is nothing to say. */
export interface TodayDoor {
  /** Smaller comes first: 0–9 running incident, 10–19 late, 20–39 tasks and doors, 40–59 decisions, 60+ the rest. */
  readonly order: number;
  readonly duty?: string | readonly string[];
  readonly load: Load;
}

/** A list of the search page: what a slice finds for the words typed. The component returns null when it finds nothing. */
export interface SearchDoor {
  readonly order: number;
  readonly duty?: string | readonly string[];
  /** Entities that it reads with `useLocal`: phones copy them at sign-in, so that they can be searched without a network. */
  readonly copies?: readonly string[];
  readonly load: () => Promise<{ readonly default: ComponentType<{ text: string }> }>;
}

/** What a slice's `web.ts` exports. */
export interface SliceDoor {
  readonly pages: readonly PageDoor[];
  readonly today?: readonly TodayDoor[];
  readonly search?: readonly SearchDoor[];
  /** Message keys that name what offline-capable commands do, for the list of what is unsent: `{ 'response.visitDoor': 'response.said.visitDoor' }`. */
  readonly said?: Readonly<Record<string, string>>;
  /** Words that do not stand in the message files: titles of duties from the catalogue, keyed `duty.<code>`. */
  readonly words?: (language: Language) => Promise<Readonly<Record<string, string>>>;
  /** Stands across the top of every page; null when nothing runs. */
  readonly band?: Load;
}

/** Is this offered to somebody with these duties? */
export const offered = (duty: string | readonly string[] | undefined, may: (duty: string) => boolean): boolean =>
  duty === undefined || (typeof duty === 'string' ? may(duty) : duty.some(may));
