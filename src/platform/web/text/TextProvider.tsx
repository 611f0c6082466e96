import { createContext, Fragment, type ReactElement, type ReactNode, useCallback, useContext, useEffect, useMemo, useRef, useState } from 'react';
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
  readonly needDesk: () => Promise<void>;
  /** Fetches the words of another language, as many as are loaded of this one. */
  readonly other: (language: Language) => Promise<Messages>;
}
const WordsContext = createContext<Words | null>(null);

interface Props {
  /** Fetches the words of one language; the others stay unloaded. */
  readonly load: (language: Language) => Promise<Messages>;
  /** Fetches the words of pages made for the desk; asked for when the first such page is opened. */
  readonly loadDesk: (language: Language) => Promise<Messages>;
  readonly children: ReactNode;
}

/** Loads the words of the chosen language, sets `lang` and `dir` of the document, and keeps the choice on the device. */
export function TextProvider({ load, loadDesk, children }: Props): ReactElement | null {
  const [wanted, setWanted] = useState(() => chooseLanguage(readSetting('language'), navigator.languages));
  const [loaded, setLoaded] = useState<{ language: Language; messages: Messages } | null>(null);
  const desk = useRef(false);

  const other = useCallback(
    async (language: Language) => {
      const [base, more] = await Promise.all([load(language), desk.current ? loadDesk(language) : {}]);
      return { ...base, ...more };
    },
    [load, loadDesk],
  );

  useEffect(() => {
    let current = true;
    void other(wanted).then((messages) => {
      if (!current) return;
      document.documentElement.lang = wanted;
      document.documentElement.dir = directionOf(wanted);
      setLoaded({ language: wanted, messages });
    });
    return () => {
      current = false;
    };
  }, [other, wanted]);

  const choose = useCallback((language: Language) => {
    writeSetting('language', language);
    setWanted(language);
  }, []);

  const needDesk = useCallback(async () => {
    if (desk.current) return;
    const more = await loadDesk(wanted);
    desk.current = true;
    setLoaded((before) => before && (before.language === wanted ? { ...before, messages: { ...before.messages, ...more } } : before));
  }, [loadDesk, wanted]);

  const words = useMemo(() => {
    if (!loaded) return null;
    return { ...loaded, say: sayer(loaded.language, loaded.messages), choose, needDesk, other };
  }, [loaded, choose, needDesk, other]);

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

/** Fetches the words of pages made for the desk, once. Rejects when they cannot be had now. */
export const useDeskWords = (): (() => Promise<void>) => useWords().needDesk;

/** The reader's language, its direction, and how to change it. */
export function useLanguage(): { readonly language: Language; readonly direction: 'ltr' | 'rtl'; readonly choose: (language: Language) => void } {
  const { language, choose } = useWords();
  return { language, direction: directionOf(language), choose };
}

interface InLanguageProps {
  readonly language: Language;
  /** Stands in its place until the words are here. */
  readonly meanwhile?: ReactNode;
  readonly children: ReactNode;
}

/** A part of the page in a language of its own: a sheet for somebody's wall, whoever prints it. Says so where its words cannot be fetched now. */
export function InLanguage({ language, meanwhile = null, children }: InLanguageProps): ReactElement {
  const t = useText();
  const reader = useWords();
  const { other } = reader;
  const same = language === reader.language;
  const [fetched, setFetched] = useState<{ language: Language; messages: Messages } | null>(null);
  const [away, setAway] = useState<Language | null>(null);
  useEffect(() => {
    if (same) return;
    let current = true;
    other(language).then(
      (messages) => current && setFetched({ language, messages }),
      () => current && setAway(language),
    );
    return () => {
      current = false;
    };
  }, [same, language, other]);
  const words = useMemo(
    () => (same ? reader : fetched?.language === language ? { ...reader, ...fetched, say: sayer(language, fetched.messages) } : null),
    [same, reader, fetched, language],
  );
  if (!words) return <>{away === language ? <p>{t('web.wordsAway')}</p> : meanwhile}</>;
  return (
    <WordsContext value={words}>
      <div lang={language} dir={directionOf(language)}>
        {children}
      </div>
    </WordsContext>
  );
}
