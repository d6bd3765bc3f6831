// The page being rendered, for any component that needs words, dates or the reader.
import { type ComponentChildren, createContext } from 'preact';
import { useContext } from 'preact/hooks';
import { formatDate, formatDateTime, formatTime } from '../i18n/dates.ts';
import {
  type CountKey,
  type MessageKey,
  type Params,
  translate,
  translateCount,
  translateRich,
} from '../i18n/translate.ts';
import type { PageContext } from '../page-context.ts';

export interface Page extends PageContext {
  /** Whether the reader may decide about the record that is open: the patient, or a guardian with complete access. */
  decides: boolean;
  t(key: MessageKey, params?: Params): string;
  count(stem: CountKey, count: number, params?: Params): string;
  rich(key: MessageKey, parts: Readonly<Record<string, ComponentChildren>>): ComponentChildren;
  date(at: string): string;
  dateTime(at: string): string;
  time(at: string): string;
  /** `a, b and c` in the reader's language. */
  list(items: readonly string[]): string;
}

/** The context together with the words and dates of its language. */
export function openPage(context: PageContext): Page {
  const { lang, timeZone } = context;
  return {
    ...context,
    decides: context.inPlaceOf?.level !== 'view',
    t: (key, params) => translate(lang, key, params),
    count: (stem, count, params) => translateCount(lang, stem, count, params),
    rich: (key, parts) => translateRich(lang, key, parts),
    date: (at) => formatDate(lang, timeZone, at),
    dateTime: (at) => formatDateTime(lang, timeZone, at),
    time: (at) => formatTime(lang, timeZone, at),
    list: (items) => new Intl.ListFormat(lang, { type: 'conjunction' }).format(items),
  };
}

const PageScope = createContext<Page | null>(null);
export const PageProvider = PageScope.Provider;

/** The page being rendered; only inside `renderPage`. */
export function usePage(): Page {
  const page = useContext(PageScope);
  if (page === null) throw new Error('usePage is called outside renderPage');
  return page;
}
