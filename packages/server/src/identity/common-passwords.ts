// Passwords that many people have (NIST SP 800-63B, section 3.1.1.2): a list of 49,000, and what is made of them by
// repeating, counting up, or adding digits and signs at the ends.

import { dictionary } from '@zxcvbn-ts/language-common';

const SHORT_UNIT = 4;
let list: ReadonlySet<string> | undefined;

/** True for a password that is among the first that a guesser tries. */
export function isCommonPassword(password: string): boolean {
  const text = fold(password);
  const typed = password.normalize('NFKC').toLowerCase();
  return [typed, text, wordOf(text)].some((one) => isListed(one) || isRepeated(one) || isRun(one));
}

/** The same text for all ways to write it: NFKC, small letters, no spaces, no signs. */
export function fold(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[\s\p{P}\p{S}]+/gu, '');
}

// The letters without what stands before and after them, where they are most of it.
function wordOf(text: string): string {
  const word = /\p{L}(?:.*\p{L})?/su.exec(text)?.[0] ?? '';
  return word.length * 2 >= text.length ? word : text;
}

function isListed(text: string): boolean {
  list ??= new Set(dictionary['passwords-common']);
  return list.has(text);
}

// `abababababab`, `passwordpassword`: the shortest unit that the text repeats.
function isRepeated(text: string): boolean {
  if (text === '') return false;
  const period = (text + text).indexOf(text, 1);
  return period < text.length && (period <= SHORT_UNIT || isListed(text.slice(0, period)));
}

// `123456789012`, `zyxwvutsrqpo`: every character is one step from the one before; 0 follows 9.
function isRun(text: string): boolean {
  const codes = [...text].map((character) => character.codePointAt(0) ?? 0);
  const steps = codes.slice(1).map((code, i) => code - (codes[i] ?? 0));
  const all = (step: number) => steps.length > 0 && steps.every((one) => one === step || one === -9 * step);
  return all(1) || all(-1);
}
