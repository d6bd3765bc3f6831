// The posted form of a clinical laboratory record, parsed: from here on the type says that it is valid.
// Names: `<field>`, `<field>.unit`, `<field>.method`, `collectedAt`, `laboratory`, `comment`. Others are ignored.
import { instantOf, personOn } from './collected-at.ts';
import { compareDecimals, divide } from './decimal.ts';
import { readEntry } from './entry.ts';
import type { ChoiceField, Field, Method, Person, QuantityField, Sex } from './field.ts';
import { type FieldError, fieldError } from './form-error.ts';
import { laboratoryGroups } from './groups.ts';
import type { ChoiceResult, LaboratoryRecord, LaboratoryResult, QuantityResult } from './record.ts';
import { flagOf, referenceOf } from './reference.ts';

/** Whose form it is, and when and where it is filled in. `now` is an instant in UTC. */
export interface FormContext {
  readonly sex: Sex;
  readonly birthDate: string;
  readonly now: string;
  readonly timeZone: string;
}

export type FormResult =
  | { readonly ok: true; readonly record: LaboratoryRecord }
  | { readonly ok: false; readonly errors: readonly FieldError[] };

type Form = Readonly<Record<string, string>>;

const longest = { laboratory: 120, comment: 2000 };

/** The record that a posted form says, or everything that is wrong with it, in the order of the form. */
export function parseLaboratoryForm(form: Form, context: FormContext): FormResult {
  const errors: FieldError[] = [];
  const collectedAt = readCollectedAt(form, context, errors);
  const laboratory = readText(form, 'laboratory', errors);
  const comment = readText(form, 'comment', errors);
  const person = personOn(context, (form.collectedAt || context.now).slice(0, 10));
  const results = readResults(form, person, errors);
  if (errors.length === 0 && results.length === 0) errors.push(fieldError('', 'nothing-entered'));
  if (errors.length > 0 || collectedAt === undefined) return { ok: false, errors };
  const texts = { ...(laboratory && { laboratory }), ...(comment && { comment }) };
  return { ok: true, record: { collectedAt, ...texts, results } };
}

/** Total cholesterol ÷ HDL, to two places; undefined when HDL is zero. Both in the same unit. */
export function cholesterolRatio(total: string, hdl: string): string | undefined {
  return compareDecimals(hdl, '0') === 0 ? undefined : divide(total, hdl, 2);
}

function readCollectedAt(form: Form, context: FormContext, errors: FieldError[]): string | undefined {
  const local = (form.collectedAt ?? '').trim();
  const instant = local === '' ? undefined : instantOf(local, context.timeZone);
  const code = collectedAtError(local, instant, context);
  if (code) errors.push(fieldError('collectedAt', code));
  return instant;
}

function collectedAtError(
  local: string,
  instant: string | undefined,
  context: FormContext,
): FieldError['code'] | undefined {
  if (local === '') return 'required';
  if (instant === undefined) return 'not-a-date';
  if (instant > context.now) return 'in-future';
  return local.slice(0, context.birthDate.length) < context.birthDate ? 'before-birth' : undefined;
}

function readText(form: Form, name: keyof typeof longest, errors: FieldError[]): string | undefined {
  const text = (form[name] ?? '').replaceAll('\r\n', '\n').trim();
  if (text.length > longest[name]) errors.push(fieldError(name, 'too-long', { max: String(longest[name]) }));
  if (!isPlainText(text)) errors.push(fieldError(name, 'not-text'));
  return text === '' ? undefined : text;
}

function isPlainText(text: string): boolean {
  const isControl = (code: number): boolean => code < 0x20 && code !== 0x09 && code !== 0x0a;
  return text.isWellFormed() && !Array.from(text).some((character) => isControl(character.charCodeAt(0)));
}

function readResults(form: Form, person: Person, errors: FieldError[]): LaboratoryResult[] {
  const fields = laboratoryGroups.flatMap((group) => group.fields);
  const typed = fields.map((field) => readField(form, field, person, errors)).filter((result) => result !== undefined);
  errors.push(...partsAboveTotal(typed));
  const order = new Map(fields.map((field, index) => [field.id, index]));
  const place = (result: LaboratoryResult): number => order.get(result.field.id) ?? 0;
  return [...typed, ...computedRatio(typed, fields, person)].sort((a, b) => place(a) - place(b));
}

function readField(form: Form, field: Field, person: Person, errors: FieldError[]): LaboratoryResult | undefined {
  const typed = (form[field.id] ?? '').trim();
  if (typed === '' || (field.kind === 'quantity' && field.computed)) return undefined;
  const result = field.kind === 'choice' ? readChoice(field, typed) : readQuantity(form, field, typed, person);
  if (!('code' in result)) return result;
  errors.push(result);
  return undefined;
}

function readChoice(field: ChoiceField, typed: string): ChoiceResult | FieldError {
  const option = field.options.find(({ id }) => id === typed);
  return option ? { kind: 'choice', field, option, flag: option.flag } : fieldError(field.id, 'unknown-option');
}

function readQuantity(form: Form, field: QuantityField, typed: string, person: Person): QuantityResult | FieldError {
  const entry = readEntry(field, typed, form[`${field.id}.unit`] ?? '');
  if (!entry.ok) return entry.error;
  const method = readMethod(field, form[`${field.id}.method`] ?? '');
  if (method && 'code' in method) return method;
  const entered = entry.entered && { entered: entry.entered };
  return { ...quantityResult(field, entry.value, person), ...entered, ...(method && { method }) };
}

function readMethod(field: QuantityField, typed: string): Method | FieldError | undefined {
  if (!field.methods) return undefined;
  const name = `${field.id}.method`;
  if (typed === '') return fieldError(name, 'method-missing');
  return field.methods.find(({ id }) => id === typed) ?? fieldError(name, 'unknown-method');
}

function quantityResult(field: QuantityField, value: string, person: Person): QuantityResult {
  const reference = referenceOf(field, person);
  return { kind: 'quantity', field, value, flag: flagOf(field, value, person), ...(reference && { reference }) };
}

function quantityOf(results: readonly LaboratoryResult[], id: string): string | undefined {
  const result = results.find(({ field }) => field.id === id);
  return result?.kind === 'quantity' ? result.value : undefined;
}

function partsAboveTotal(results: readonly LaboratoryResult[]): FieldError[] {
  const total = quantityOf(results, 'cholesterol');
  if (total === undefined) return [];
  const above = ['hdl', 'ldl', 'vldl'].filter((id) => compareDecimals(quantityOf(results, id) ?? '0', total) > 0);
  return above.map((id) => fieldError(id, 'exceeds-total', { total }));
}

function computedRatio(
  results: readonly LaboratoryResult[],
  fields: readonly Field[],
  person: Person,
): QuantityResult[] {
  const field = fields.find(({ id }) => id === 'cholesterol-ratio');
  const [total, hdl] = [quantityOf(results, 'cholesterol'), quantityOf(results, 'hdl')];
  if (field?.kind !== 'quantity' || total === undefined || hdl === undefined) return [];
  const value = cholesterolRatio(total, hdl);
  return value === undefined ? [] : [quantityResult(field, value, person)];
}
