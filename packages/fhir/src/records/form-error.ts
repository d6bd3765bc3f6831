// What can be wrong with the form of a record. The sentences are in the catalogues of the pages, keyed by code.

/** Every code a field of the form can be refused with. */
export type FieldErrorCode =
  | 'required'
  | 'nothing-entered'
  | 'not-a-number'
  | 'not-a-count'
  | 'decimal-comma'
  | 'too-many-decimals'
  | 'implausible'
  | 'exceeds-total'
  | 'unknown-unit'
  | 'unknown-option'
  | 'unknown-method'
  | 'method-missing'
  | 'not-a-date'
  | 'not-a-day'
  | 'not-a-partial-date'
  | 'in-future'
  | 'in-past'
  | 'before-birth'
  | 'not-icd10'
  | 'none-and-some'
  | 'contradicts'
  | 'not-above'
  | 'still-active'
  | 'ends-before-start'
  | 'form-missing'
  | 'too-long'
  | 'not-text';

/** One thing that is wrong: the form field's name (empty for the form as a whole), the code, and what the sentence needs. */
export interface FieldError {
  readonly field: string;
  readonly code: FieldErrorCode;
  readonly params: Readonly<Record<string, string>>;
}

/** An error of a form field. */
export function fieldError(
  field: string,
  code: FieldErrorCode,
  params: Readonly<Record<string, string>> = {},
): FieldError {
  return { field, code, params };
}
