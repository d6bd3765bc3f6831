// The form of a record while it is filled in: flags and slips as they are typed, what is computed, Enter goes on. The
// server decides again when it is sent.
import {
  computedValue,
  type DefinedType,
  definitionOf,
  fieldNamed,
  type LineField,
  type Person,
  personOn,
  type RecordDefinition,
  readEntry,
} from '@patrec/fhir';
import { enterGoesOn } from './enter-key.ts';
import { assess, type Messages, showFlag, showWarning } from './record-row.ts';

interface OpenForm {
  form: HTMLFormElement;
  definition: RecordDefinition;
  messages: Messages;
}

const form = document.querySelector<HTMLFormElement>('form[data-record]');
const definition = definitionOf(form?.dataset.record as DefinedType | undefined);
if (form !== null && definition !== undefined)
  open({ form, definition, messages: JSON.parse(form.dataset.messages ?? '{}') as Messages });

function open(opened: OpenForm): void {
  enterGoesOn(opened.form);
  opened.form.addEventListener('input', () => assessAll(opened));
  opened.form.addEventListener('focusout', (event) => warn(opened, event.target as Element));
  assessAll(opened);
}

function personOf({ form, definition }: OpenForm): Person {
  const { sex, birthDate } = form.dataset as { sex: Person['sex']; birthDate: string };
  return personOn({ sex, birthDate }, typedIn(form, definition.time.id).slice(0, 10));
}

function typedIn(form: HTMLFormElement, name: string): string {
  const control = form.elements.namedItem(name);
  return control !== null && 'value' in control ? String(control.value) : '';
}

function assessAll(opened: OpenForm): void {
  const { form, messages } = opened;
  const person = personOf(opened);
  for (const row of form.querySelectorAll<HTMLElement>('[data-field]')) {
    const field = fieldIn(opened, row);
    if (field === undefined) continue;
    const name = row.dataset.field ?? '';
    const result = assess(
      field,
      compute(opened, row, field) ?? typedIn(form, name),
      typedIn(form, `${name}.unit`),
      person,
    );
    showFlag(row, result.ok ? result : { flag: null }, messages);
    if (result.ok) showWarning(row, null);
  }
}

/** A slip is shown when the field is left, not while it is being typed. */
function warn(opened: OpenForm, left: Element): void {
  const row = left.closest<HTMLElement>('[data-field]');
  const field = row === null ? undefined : fieldIn(opened, row);
  if (row === null || field === undefined) return;
  const { form, messages } = opened;
  const name = row.dataset.field ?? '';
  const result = assess(field, typedIn(form, name), typedIn(form, `${name}.unit`), personOf(opened));
  showWarning(row, result.ok ? null : { messages, error: result.error });
}

function fieldIn({ definition }: OpenForm, row: HTMLElement): LineField | undefined {
  const field = fieldNamed(definition, row.dataset.field ?? '');
  return field?.kind === 'lines' ? undefined : field;
}

/** Shows the value of a computed field and gives it; undefined for a field that is typed. */
function compute(opened: OpenForm, row: HTMLElement, field: LineField): string | undefined {
  const output = row.querySelector<HTMLElement>('[data-computed]');
  if (output === null || field.kind !== 'quantity') return undefined;
  output.textContent = computedValue(field, (id) => valueIn(opened, id)) ?? '';
  return output.textContent;
}

function valueIn({ form, definition }: OpenForm, id: string): string | undefined {
  const field = fieldNamed(definition, id);
  if (field?.kind !== 'quantity') return undefined;
  const entry = readEntry(field, typedIn(form, id), typedIn(form, `${id}.unit`));
  return entry.ok ? entry.value : undefined;
}
