import { zh } from './zh';
import { en } from './en';

export type Language = 'zh' | 'en';
export type Key = keyof typeof zh;
export type Values = Readonly<Record<string, string | number>>;

const dictionaries: Readonly<Record<Language, Readonly<Record<Key, string>>>> = { zh, en };

/** The tag that Intl and the page's lang attribute want. */
export const LOCALES: Readonly<Record<Language, string>> = { zh: 'zh-CN', en: 'en-GB' };

export function formatNumber(language: Language, value: number): string {
  return new Intl.NumberFormat(LOCALES[language]).format(value);
}

export function translate(language: Language, key: Key, values: Values = {}): string {
  return filled(language, dictionaries[language][key], values);
}

/** `{name}` becomes the value; `{n|gate|gates}` the number and the noun that fits it. */
export function filled(language: Language, text: string, values: Values): string {
  return text.replace(
    /\{(\w+)(?:\|([^|}]*)\|([^}]*))?\}/g,
    (hole, name: string, one?: string, other?: string) => {
      const value = values[name];
      if (value === undefined) return hole;
      const told = typeof value === 'number' ? formatNumber(language, value) : value;
      return one === undefined || other === undefined ? told : `${told} ${value === 1 ? one : other}`;
    },
  );
}

/** The key, if the dictionaries have it: for words that come from the centre and may be newer than this console. */
export function knownKey(key: string): Key | null {
  return key in zh ? (key as Key) : null;
}

/** A choice that was made before, else the browser's. */
export function preferredLanguage(stored: string | null, browser: readonly string[]): Language {
  if (stored === 'zh' || stored === 'en') return stored;
  return (browser[0] ?? 'zh').toLowerCase().startsWith('zh') ? 'zh' : 'en';
}
