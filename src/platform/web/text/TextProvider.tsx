import { createContext, Fragment, type ReactElement, type ReactNode, useCallback, useContext, useEffect, useMemo, useState } from 'react';
import { readSetting, writeSetting } from '../theme/settings.ts';
import { chooseLanguage, directionOf, type Language } from './languages.ts';
import { type Messages, type Say, sayer } from './say.ts';

/** Slots of a message: plain values only. For people's text inside a sentence use {@link useRichText}. */
export type Slots = Readonly<Record<string, string | number>>;

interface Words {
  readonly language: Language;
  readonly messages: Messages;
  readonly say: Say;
  readonly choose: (language: Language) => void;
}
const WordsContext = createContext<Words | null>(null);

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
    return { ...loaded, say: sayer(loaded.language, loaded.messages), choose };
  }, [loaded, choose]);

  if (!words) return null;
  return <WordsContext value={words}>{children}</WordsContext>;
}

function useWords(): Words {
  const words = useContext(WordsContext);
  if (!words) throw new Error('useText outside of TextProvider');
  return words;
}

/** `t(key, slots)`: the message in the reader's language. */
export function useText(): (key: string, slots?: Slots) => string {
  const { say } = useWords();
  return useCallback((key, slots) => say(key, slots).join(''), [say]);
}

/** As {@link useText}, with elements in the slots: `rich('task.by', { name: <PersonText>{name}</PersonText> })`. */
export function useRichText(): (key: string, slots: Readonly<Record<string, ReactNode>>) => ReactNode {
  const { say } = useWords();
  // The parts of a sentence have nothing but their place.
  return useCallback((key, slots) => say(key, slots).map((part, place) => <Fragment key={place}>{part}</Fragment>), [say]);
}

/** Is there a message of this key? For codes that come from outside. */
export function useHasText(): (key: string) => boolean {
  const { messages } = useWords();
  return useCallback((key) => key in messages, [messages]);
}

/** The reader's language, its direction, and how to change it. */
export function useLanguage(): { readonly language: Language; readonly direction: 'ltr' | 'rtl'; readonly choose: (language: Language) => void } {
  const { language, choose } = useWords();
  return { language, direction: directionOf(language), choose };
}
