// The laboratory form while it is filled in: flags and slips as they are typed, the ratio computed, Enter goes on. The
// server decides again when it is sent.
import {
  cholesterolRatio,
  type Entry,
  type Flag,
  laboratoryField,
  type Person,
  personOn,
  readEntry,
} from '@patrec/fhir';
import { enterGoesOn } from './enter-key.ts';
import { assess, type Messages, showFlag, showWarning } from './laboratory-row.ts';

const form = document.querySelector<HTMLFormElement>('form[data-laboratory]');
if (form !== null) openForm(form);

function openForm(form: HTMLFormElement): void {
  const messages = JSON.parse(form.dataset.messages ?? '{}') as Messages;
  enterGoesOn(form);
  form.addEventListener('input', () => assessAll(form, messages));
  form.addEventListener('focusout', (event) => warn(form, messages, event.target as Element));
  assessAll(form, messages);
}

function personOf(form: HTMLFormElement): Person {
  const { sex, birthDate } = form.dataset as { sex: Person['sex']; birthDate: string };
  return personOn({ sex, birthDate }, typedIn(form, 'collectedAt').slice(0, 10));
}

function typedIn(form: HTMLFormElement, name: string): string {
  const control = form.elements.namedItem(name);
  return control !== null && 'value' in control ? String(control.value) : '';
}

function rowsOf(form: HTMLFormElement): HTMLElement[] {
  return [...form.querySelectorAll<HTMLElement>('[data-field]')];
}

function assessAll(form: HTMLFormElement, messages: Messages): void {
  const person = personOf(form);
  showRatio(form);
  for (const row of rowsOf(form)) {
    const id = row.dataset.field ?? '';
    const typed = row.querySelector('[data-computed]')?.textContent ?? typedIn(form, id);
    const result = assess(id, typed, typedIn(form, `${id}.unit`), person);
    const flag: Flag | null = result.ok ? result.flag : null;
    showFlag(row, flag, messages);
    if (result.ok) showWarning(row, null);
  }
}

/** A slip is shown when the field is left, not while it is being typed. */
function warn(form: HTMLFormElement, messages: Messages, left: Element): void {
  const row = left.closest<HTMLElement>('[data-field]');
  if (row === null) return;
  const id = row.dataset.field ?? '';
  const result = assess(id, typedIn(form, id), typedIn(form, `${id}.unit`), personOf(form));
  showWarning(row, result.ok ? null : { messages, error: result.error });
}

function showRatio(form: HTMLFormElement): void {
  const output = form.querySelector<HTMLElement>('[data-computed]');
  const [total, hdl] = ['cholesterol', 'hdl'].map((id) => entryOf(form, id));
  if (output === null) return;
  output.textContent = (total && hdl && cholesterolRatio(total.value, hdl.value)) ?? '';
}

function entryOf(form: HTMLFormElement, id: string): Entry | undefined {
  const field = laboratoryField(id);
  if (field?.kind !== 'quantity') return undefined;
  const entry = readEntry(field, typedIn(form, id), typedIn(form, `${id}.unit`));
  return entry.ok ? entry : undefined;
}
