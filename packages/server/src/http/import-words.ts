// What is wrong with a row of a table, in the words of the forms.

import { isMessageKey, translate } from '@patrec/web';
import type { RowProblem } from '../operations/csv/row.ts';

/** One problem in a sentence (English), with the field that it is at. */
export function problemText({ field, code, params }: RowProblem): string {
  const key = `error.${code}`;
  // A form shows its answers; a table has to be told them.
  if (params?.offered !== undefined) return `${field}: Write one of ${params.offered}.`;
  const text = isMessageKey(key) ? translate('en', key, params) : translate('en', 'error.invalid');
  return field === '' ? text : `${field}: ${text}`;
}
