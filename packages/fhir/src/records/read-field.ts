// One field of a posted form, read: a value, or what is wrong with it.
import { readEntry, westernDigits } from './entry.ts';
import type { ChoiceField, DateField, Method, Person, QuantityField, TextField, TextFormat } from './field.ts';
import { type FieldError, type FieldErrorCode, fieldError } from './form-error.ts';
import type { ChoiceResult, QuantityResult } from './record.ts';
import { bandOf, flagOf, referenceOf } from './reference.ts';

type Form = Readonly<Record<string, string>>;
type Read<Value> = { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly error: FieldError };

interface Format {
  readonly tidy: (text: string) => string;
  readonly pattern: RegExp;
  readonly code: FieldErrorCode;
}

const formats: Readonly<Record<TextFormat, Format>> = {
  icd10: {
    tidy: (text) => text.toUpperCase().replace(/\s/g, ''),
    pattern: /^[A-Z]\d{2}(?:\.\d{1,2})?$/,
    code: 'not-icd10',
  },
};
/** White space that FHIR's strings may not hold, such as the no-break space of pasted text. */
const otherSpace = /[^\S \t\n]/g;
const wholeDate = /^\d{4}-\d{2}-\d{2}$/;
const partialDate = /^\d{4}(?:-\d{2}(?:-\d{2})?)?$/;

/** The answer that was chosen; `name` is the form's name of the field. */
export function readChoice(field: ChoiceField, name: string, typed: string): Read<ChoiceResult> {
  const option = field.options.find(({ id }) => id === typed);
  return option
    ? { ok: true, value: { kind: 'choice', field, option, flag: option.flag } }
    : refused(name, 'unknown-option');
}

/** The measured value, converted and flagged. */
export function readQuantity(form: Form, field: QuantityField, name: string, person: Person): Read<QuantityResult> {
  const entry = readEntry(field, form[name] ?? '', form[`${name}.unit`] ?? '');
  if (!entry.ok) return { ok: false, error: { ...entry.error, field: entry.error.field.replace(field.id, name) } };
  const method = readMethod(field, name, form[`${name}.method`] ?? '');
  if (!method.ok) return method;
  const parts = { ...(entry.entered && { entered: entry.entered }), ...(method.value && { method: method.value }) };
  return { ok: true, value: { ...quantityResult(field, entry.value, person), ...parts } };
}

/** A value with its flag, its reference and the name of its size. */
export function quantityResult(field: QuantityField, value: string, person: Person): QuantityResult {
  const reference = referenceOf(field, person);
  const band = bandOf(field, value, person)?.name;
  const flag = flagOf(field, value, person);
  return { kind: 'quantity', field, value, flag, ...(reference && { reference }), ...(band && { band }) };
}

/** Words without what no document may hold. */
export function readText(field: TextField, name: string, typed: string): Read<string> {
  const format = field.format && formats[field.format];
  const text = format ? format.tidy(typed) : typed.replaceAll('\r\n', '\n').replace(otherSpace, ' ');
  if (text.length > field.max) return refused(name, 'too-long', { max: String(field.max) });
  if (!isPlainText(text)) return refused(name, 'not-text');
  return format && !format.pattern.test(text) ? refused(name, format.code) : { ok: true, value: text };
}

/** A day, as FHIR writes it. `day` is that of the record, `birthDate` the patient's. */
export function readDate(
  field: DateField,
  name: string,
  typed: string,
  { day, birthDate }: { day: string; birthDate: string },
): Read<string> {
  const date = westernDigits(typed);
  if (!(field.partial ? partialDate : wholeDate).test(date) || !isOnCalendar(date))
    return refused(name, field.partial ? 'not-a-partial-date' : 'not-a-day');
  // A year or a month is compared as far as it goes.
  if (field.side === 'past' && date > day.slice(0, date.length)) return refused(name, 'in-future');
  if (field.side === 'future' && date < day.slice(0, date.length)) return refused(name, 'in-past');
  const known = Math.min(date.length, birthDate.length);
  return date.slice(0, known) < birthDate.slice(0, known) ? refused(name, 'before-birth') : { ok: true, value: date };
}

function readMethod(field: QuantityField, name: string, typed: string): Read<Method | undefined> {
  if (!field.methods) return { ok: true, value: undefined };
  if (typed === '') return refused(`${name}.method`, 'method-missing');
  const method = field.methods.find(({ id }) => id === typed);
  return method ? { ok: true, value: method } : refused(`${name}.method`, 'unknown-method');
}

function isPlainText(text: string): boolean {
  const isControl = (code: number): boolean => code < 0x20 && code !== 0x09 && code !== 0x0a;
  return text.isWellFormed() && !Array.from(text).some((character) => isControl(character.charCodeAt(0)));
}

function isOnCalendar(date: string): boolean {
  const [year = 0, month = 1, day = 1] = date.split('-').map(Number);
  const at = new Date(Date.UTC(year, month - 1, day));
  return year >= 1000 && at.getUTCMonth() + 1 === month && at.getUTCDate() === day;
}

function refused(
  name: string,
  code: FieldErrorCode,
  params: FieldError['params'] = {},
): { ok: false; error: FieldError } {
  return { ok: false, error: fieldError(name, code, params) };
}
