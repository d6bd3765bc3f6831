// The posted form of a record, parsed by its definition: from here on the type says that it is valid.
// Names: the definition's time, `<field>`, `<field>.unit`, `<field>.method`, `<lines>.<n>.<field>`. Others are ignored.
import { instantOf, personOn } from './clinical-date.ts';
import { fieldsOf, type RecordDefinition } from './definition.ts';
import type { Field, LineField, LinesField, Person, QuantityField, Sex } from './field.ts';
import { type FieldError, type FieldErrorCode, fieldError } from './form-error.ts';
import { quantityResult, readChoice, readDate, readQuantity, readText } from './read-field.ts';
import { type ClinicalRecord, type Entries, type LineEntries, quantityOf, type Result } from './record.ts';

/** Whose form it is, and when and where it is filled in. `now` is an instant in UTC. */
export interface FormContext {
  readonly sex: Sex;
  readonly birthDate: string;
  readonly now: string;
  readonly timeZone: string;
  /** True where files come with it: then nothing else has to be filled in. */
  readonly withFiles?: boolean;
}

export type FormResult =
  | { readonly ok: true; readonly record: ClinicalRecord }
  | { readonly ok: false; readonly errors: readonly FieldError[] };

type Form = Readonly<Record<string, string>>;

interface Reading {
  readonly form: Form;
  readonly person: Person;
  readonly day: string;
  readonly birthDate: string;
  readonly errors: FieldError[];
}

/** How many lines a form may have. */
export const MOST_LINES = 40;

/** The record that a posted form says, or everything that is wrong with it, in the order of the form. */
export function parseRecordForm(definition: RecordDefinition, form: Form, context: FormContext): FormResult {
  const errors: FieldError[] = [];
  const occurredAt = readTime(definition.time.id, form, context, errors);
  const day = (form[definition.time.id] || context.now).slice(0, 10);
  const reading = { form, person: personOn(context, day), day, birthDate: context.birthDate, errors };
  const fields = fieldsOf(definition);
  const entries = readFields(fields.filter(isSingle), '', reading);
  const lines = Object.fromEntries(
    fields.flatMap((field) => (field.kind === 'lines' ? [[field.id, readLines(field, reading)]] : [])),
  );
  const record = { occurredAt: occurredAt ?? '', ...entries, lines };
  errors.push(...(definition.check?.(record) ?? []));
  if (errors.length === 0 && !context.withFiles && isEmpty(record, fields))
    errors.push(fieldError('', 'nothing-entered'));
  return errors.length === 0 ? { ok: true, record } : { ok: false, errors: inOrder(errors, definition) };
}

/** The numbers of the lines that a form has, those with nothing in them included, at most `MOST_LINES`. */
export function linesIn(form: Form, { id }: LinesField): number[] {
  const numbers = Object.keys(form).flatMap((name) => {
    const [field, line = '', ...rest] = name.split('.');
    return field === id && rest.length > 0 && /^(?:0|[1-9]\d?)$/.test(line) ? [Number(line)] : [];
  });
  return [...new Set(numbers)].filter((line) => line < MOST_LINES).sort((a, b) => a - b);
}

function isSingle(field: Field): field is LineField {
  return field.kind !== 'lines';
}

function readTime(name: string, form: Form, context: FormContext, errors: FieldError[]): string | undefined {
  const local = (form[name] ?? '').trim();
  const instant = local === '' ? undefined : instantOf(local, context.timeZone);
  const code = timeError(local, instant, context);
  if (code) errors.push(fieldError(name, code));
  return instant;
}

function timeError(local: string, instant: string | undefined, context: FormContext): FieldErrorCode | undefined {
  if (local === '') return 'required';
  if (instant === undefined) return 'not-a-date';
  if (instant > context.now) return 'in-future';
  return local.slice(0, context.birthDate.length) < context.birthDate ? 'before-birth' : undefined;
}

/** What was filled in of some fields, whose names in the form begin with `prefix`. Computed values are added. */
function readFields(fields: readonly LineField[], prefix: string, reading: Reading): Entries {
  const results: Result[] = [];
  const texts: Record<string, string> = {};
  for (const field of fields) {
    if (field.kind === 'quantity' && field.computed) continue;
    const read = readField(field, `${prefix}${field.id}`, reading);
    if (read === undefined) continue;
    if (!read.ok) reading.errors.push(read.error);
    else if (typeof read.value === 'string') texts[field.id] = read.value;
    else results.push(read.value);
  }
  return { results: withComputed(results, fields, reading.person), texts };
}

function readField(field: LineField, name: string, reading: Reading) {
  const typed = (reading.form[name] ?? '').trim();
  if (typed === '') return field.required && ({ ok: false, error: fieldError(name, 'required') } as const);
  switch (field.kind) {
    case 'choice':
      return readChoice(field, name, typed);
    case 'quantity':
      return readQuantity(reading.form, field, name, reading.person);
    case 'text':
      return readText(field, name, typed);
    case 'date':
      return readDate(field, name, typed, reading);
  }
}

function readLines(field: LinesField, reading: Reading): LineEntries[] {
  const filled = linesIn(reading.form, field).filter((line) => isFilled(field, line, reading.form));
  if (filled.length === 0 && field.required)
    reading.errors.push(fieldError(`${field.id}.0.${field.fields[0]?.id}`, 'required'));
  return filled.map((line) => ({ line, ...readFields(field.fields, `${field.id}.${line}.`, reading) }));
}

function isFilled(field: LinesField, line: number, form: Form): boolean {
  return field.fields.some(({ id }) => (form[`${field.id}.${line}.${id}`] ?? '').trim() !== '');
}

function withComputed(results: readonly Result[], fields: readonly LineField[], person: Person): Result[] {
  const computed = fields
    .filter((field): field is QuantityField => field.kind === 'quantity')
    .flatMap((field) => {
      const value = computedValue(field, (id) => quantityOf({ results, texts: {} }, id));
      return value === undefined ? [] : [quantityResult(field, value, person)];
    });
  const order = new Map(fields.map((field, index) => [field.id, index]));
  const place = ({ field }: Result): number => order.get(field.id) ?? 0;
  return [...results, ...computed].sort((a, b) => place(a) - place(b));
}

/** The value of a computed field, given those it is computed from; undefined where one is missing. */
export function computedValue(field: QuantityField, valueIn: (id: string) => string | undefined): string | undefined {
  const values = field.computed?.from.map(valueIn).filter((value) => value !== undefined) ?? [];
  return field.computed && values.length === field.computed.from.length ? field.computed.by(...values) : undefined;
}

function isEmpty({ results, texts, lines }: ClinicalRecord, fields: readonly Field[]): boolean {
  const telling = fields.some((field) => texts[field.id] !== undefined && !(field.kind === 'text' && field.aside));
  return results.length === 0 && !telling && Object.values(lines).every((one) => one.length === 0);
}

function inOrder(errors: readonly FieldError[], definition: RecordDefinition): FieldError[] {
  const ids = [definition.time.id, ...fieldsOf(definition).map(({ id }) => id)];
  const place = ({ field }: FieldError): number => ids.indexOf(field.split('.')[0] ?? '');
  return [...errors].sort((a, b) => place(a) - place(b));
}
