// What is wrong with a row of a table, in the words of the forms.

import { isMessageKey, type Language, translate } from '@patrec/web';
import type { RowProblem } from '../../operations/csv/row.ts';

/** One problem in a sentence (English), with the field that it is at. */
export function problemText(problem: RowProblem): string {
  return problemIn('en', problem, (field) => field);
}

/** The same in that language, with the field called as `nameOf` says. */
export function problemIn(lang: Language, problem: RowProblem, nameOf: (field: string) => string): string {
  const { field, code, params = {} } = problem;
  // A form shows its answers; a table has to be told them.
  const key = params.offered === undefined ? `error.${code}` : 'error.offered';
  const said = { ...params, ...(params.others && { others: whereText(lang, params.others) }) };
  const text = isMessageKey(key) ? translate(lang, key, said) : translate(lang, 'error.invalid');
  return field === '' ? text : `${nameOf(field)}: ${text}`;
}

/** What is there already: numbers of patients and records, and lines of the same table. */
export function whereText(lang: Language, text: string): string {
  return text.replaceAll(/\bline (\d+)/g, (_, line: string) => translate(lang, 'tables.line', { line }));
}
