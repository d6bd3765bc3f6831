// The words of a record type in the languages of the interface. Keys: `type.<type>` (several of them, on a filter),
// `scope.<type>` (several, within a sentence), `title.<type>` (one of them), `section.<id>`, `field.<id>`, `method.<id>`,
// `band.<id>`, `panel.<id>`, `unit.<UCUM code>` where a unit is a word, and `option.<field>.<id>` or, shared by several fields, `option.<id>`.

/** Words by key, in each language. */
export interface Words<Key extends string> {
  readonly en: Readonly<Record<Key, string>>;
  readonly hi: Readonly<Record<NoInfer<Key>, string>>;
  readonly ta: Readonly<Record<NoInfer<Key>, string>>;
}

/** The words as they are written; a key that a language lacks, or has alone, is an error of types. */
export function defineWords<Key extends string>(words: Words<Key>): Words<Key> {
  return words;
}
