// What somebody searches for, as patterns for the words of records: every word at the beginning of one of them. Names of
// fields, sections and answers are stored in English; typed in Hindi or Tamil they are found by what they stand for.

import { searchWords } from '@patrec/fhir';
import { recordWords } from '@patrec/fhir/words';

/** Patterns for LIKE: a record matches with `every` of these, or with one of `some`. */
export interface SearchTerms {
  readonly every: readonly string[];
  readonly some: readonly string[];
}

const SHORTEST_NAME = 2;
const MOST_NAMES = 20;

/** The patterns of a text; null where there is no word in it. Words hold no character that LIKE takes for another. */
export function searchTerms(text: string): SearchTerms | null {
  const words = searchWords(text);
  if (words.length === 0) return null;
  return { every: words.map((word) => `% ${word}%`), some: namesLike(words.join(' ')).map((name) => `% ${name} %`) };
}

function namesLike(typed: string): string[] {
  if (typed.length < SHORTEST_NAME) return [];
  const found = translations().filter(([translated]) => translated.includes(` ${typed}`));
  return [...new Set(found.map(([, english]) => english))].slice(0, MOST_NAMES);
}

let known: [string, string][] | undefined;

function translations(): [string, string][] {
  known ??= (Object.keys(recordWords.en) as (keyof typeof recordWords.en)[])
    .filter((key) => /^(field|section|option)\./.test(key))
    .flatMap((key) =>
      [recordWords.hi[key], recordWords.ta[key]].map((word): [string, string] => [
        ` ${searchWords(word).join(' ')}`,
        searchWords(recordWords.en[key]).join(' '),
      ]),
    );
  return known;
}
