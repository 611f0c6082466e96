import { z } from 'zod';
import { type Command, command } from '../../kernel/command.ts';
import type { OrganisationId } from '../../kernel/ids.ts';
import { ok, refuse } from '../../kernel/result.ts';
import { organisationId } from './model.ts';

/** Languages that sheets can be printed in: those of the screens. */
export const sheetLanguages = ['zh', 'en', 'ug'] as const;
export const SheetLanguage = z.enum(sheetLanguages);
export type SheetLanguage = z.infer<typeof SheetLanguage>;

const Remember = z.object({
  organisationId,
  /** null: forget it; then a sheet is in the language of whoever prints it. */
  language: SheetLanguage.nullable(),
});
type Remember = z.infer<typeof Remember>;

export interface LanguageState {
  readonly organisation: 'nowhere' | 'active' | 'ended';
  /** Does the actor stand in a post of it? Anyone else keeps the directory. */
  readonly byOwn: boolean;
}

export interface LanguageRemembered {
  readonly type: 'languageRemembered';
  readonly organisationId: OrganisationId;
  readonly language: SheetLanguage | null;
}

/** Which language an organisation's sheets are in: said by one of its own posts, or by whoever keeps the directory. */
export const rememberLanguage: Command<Remember, LanguageState, LanguageRemembered> = command({
  name: 'community.rememberLanguage',
  ver: 1,
  payload: Remember,
  duty: 'community.read',
  urgency: 'desk',
  offline: false,
  decide({ organisation }, payload) {
    if (organisation === 'nowhere') return refuse('missing', 'community.organisationGone');
    if (organisation === 'ended') return refuse('conflict', 'community.organisationEnded');
    return ok([{ type: 'languageRemembered', ...payload }]);
  },
});
