import { IntlMessageFormat } from 'intl-messageformat';
import { formattingLocale, type Language } from './languages.ts';

/** A message as the build prepared it: plain words, or the parsed parts of one with slots. The parser itself stays with the build. */
export type Message = string | Exclude<ConstructorParameters<typeof IntlMessageFormat>[0], string>;
export type Messages = Readonly<Record<string, Message>>;

/** Parts of a message in order, its slots filled: words, and whatever else was put into a slot. */
export type Say = <Slot>(key: string, slots?: Readonly<Record<string, Slot>>) => readonly (string | Slot)[];

/** Says messages in one language. A missing message or slot shows the key and says so in the console; it never breaks a page. */
export function sayer(language: Language, messages: Messages): Say {
  const formats = new Map<string, IntlMessageFormat>();
  return <Slot>(key: string, slots?: Readonly<Record<string, Slot>>) => {
    const message = messages[key];
    if (typeof message === 'string') return [message];
    try {
      if (message === undefined) throw new Error(`no message ${key}`);
      const format = formats.get(key) ?? new IntlMessageFormat(message, formattingLocale[language]);
      formats.set(key, format);
      return format.formatToParts<Slot>(slots as Parameters<typeof format.formatToParts<Slot>>[0]).map((part) => part.value);
    } catch (error) {
      if (import.meta.env?.DEV) console.warn(error);
      return [key];
    }
  };
}
