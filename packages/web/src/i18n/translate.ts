// Messages: a typed key and named parameters in, text in the reader's language out.
import type { ComponentChildren } from 'preact';
import type { Language } from '../view-types.ts';
import { en } from './en/index.ts';
import { hi } from './hi/index.ts';
import { ta } from './ta/index.ts';

export type MessageKey = keyof typeof en;
export type Catalogue = Readonly<Record<MessageKey, string>>;
export type Params = Readonly<Record<string, string | number>>;
/** Keys that come as a pair, `<key>.one` and `<key>.other`. */
export type CountKey = { [K in MessageKey]: K extends `${infer Stem}.other` ? Stem : never }[MessageKey];

const catalogues: Readonly<Record<Language, Catalogue>> = { en, hi, ta };

/** The message with its `{name}` places filled in. */
export function translate(lang: Language, key: MessageKey, params: Params = {}): string {
  return catalogues[lang][key].replace(/\{(\w+)\}/g, (place, name: string) => String(params[name] ?? place));
}

/** The form of a counted message that the language's plural rules ask for; `{count}` is filled in. */
export function translateCount(lang: Language, stem: CountKey, count: number, params: Params = {}): string {
  const form = new Intl.PluralRules(lang).select(count) === 'one' ? 'one' : 'other';
  return translate(lang, `${stem}.${form}` as MessageKey, { count, ...params });
}

/** A message whose places are filled with elements, such as a name in bold. */
export function translateRich(
  lang: Language,
  key: MessageKey,
  parts: Readonly<Record<string, ComponentChildren>>,
): ComponentChildren {
  return catalogues[lang][key].split(/(\{\w+\})/g).map((piece) => {
    const name = /^\{(\w+)\}$/.exec(piece)?.[1];
    return name === undefined ? piece : (parts[name] ?? piece);
  });
}

/** Whether a text built at run time is a key: for codes that come from definitions. */
export function isMessageKey(text: string): text is MessageKey {
  return Object.hasOwn(en, text);
}
