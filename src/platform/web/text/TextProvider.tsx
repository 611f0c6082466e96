import { createContext, type ReactElement, type ReactNode, useCallback, useContext, useEffect, useMemo, useState } from 'react';
import { createIntl, createIntlCache, type IntlShape } from 'react-intl';
import { readSetting, writeSetting } from '../theme/settings.ts';
import { chooseLanguage, directionOf, formattingLocale, type Language } from './languages.ts';

export type Messages = Readonly<Record<string, string>>;
/** Slots of a message: plain values only. For people's text inside a sentence use {@link useRichText}. */
export type Slots = Readonly<Record<string, string | number>>;

interface Words {
  readonly language: Language;
  readonly intl: IntlShape;
  readonly choose: (language: Language) => void;
}
const WordsContext = createContext<Words | null>(null);
const cache = createIntlCache();

interface Props {
  /** Fetches the words of one language; the others stay unloaded. */
  readonly load: (language: Language) => Promise<Messages>;
  readonly children: ReactNode;
}

/** Loads the words of the chosen language, sets `lang` and `dir` of the document, and keeps the choice on the device. */
export function TextProvider({ load, children }: Props): ReactElement | null {
  const [wanted, setWanted] = useState(() => chooseLanguage(readSetting('language'), navigator.languages));
  const [loaded, setLoaded] = useState<{ language: Language; messages: Messages } | null>(null);

  useEffect(() => {
    let current = true;
    void load(wanted).then((messages) => {
      if (!current) return;
      document.documentElement.lang = wanted;
      document.documentElement.dir = directionOf(wanted);
      setLoaded({ language: wanted, messages });
    });
    return () => {
      current = false;
    };
  }, [load, wanted]);

  const choose = useCallback((language: Language) => {
    writeSetting('language', language);
    setWanted(language);
  }, []);

  const words = useMemo(() => {
    if (!loaded) return null;
    const intl = createIntl({ locale: formattingLocale[loaded.language], messages: { ...loaded.messages }, onError: report }, cache);
    return { language: loaded.language, intl, choose };
  }, [loaded, choose]);

  if (!words) return null;
  return <WordsContext value={words}>{children}</WordsContext>;
}

/** A missing message shows its key and says so in the console; it never breaks a page. */
function report(error: Error): void {
  if (import.meta.env.DEV) console.warn(error.message);
}

function useWords(): Words {
  const words = useContext(WordsContext);
  if (!words) throw new Error('useText outside of TextProvider');
  return words;
}

/** `t(key, slots)`: the message in the reader's language. */
export function useText(): (key: string, slots?: Slots) => string {
  const { intl } = useWords();
  return useCallback((key, slots) => intl.formatMessage({ id: key }, slots), [intl]);
}

/** As {@link useText}, with elements in the slots: `rich('task.by', { name: <PersonText>{name}</PersonText> })`. */
export function useRichText(): (key: string, slots: Readonly<Record<string, ReactNode>>) => ReactNode {
  const { intl } = useWords();
  return useCallback((key, slots) => intl.formatMessage({ id: key }, slots as Record<string, string>), [intl]);
}

/** Is there a message of this key? For codes that come from outside. */
export function useHasText(): (key: string) => boolean {
  const { intl } = useWords();
  return useCallback((key) => key in intl.messages, [intl]);
}

/** The reader's language, its direction, and how to change it. */
export function useLanguage(): { readonly language: Language; readonly direction: 'ltr' | 'rtl'; readonly choose: (language: Language) => void } {
  const { language, choose } = useWords();
  return { language, direction: directionOf(language), choose };
}
