// What differs between two forms of one record, field by field, in the order of the form and the reader's words.
import {
  type DefinedType,
  definitionOf,
  type FormValues,
  fieldNamed,
  fieldsOf,
  instantOf,
  isDocumentKind,
  linesIn,
  type RecordDefinition,
} from '@patrec/fhir';
import type { Page } from '../../layout/page.tsx';
import { fieldName, inputName, methodName, optionName, unitName } from './record-words.ts';

/** One field in both; undefined where it is empty. */
export interface Difference {
  readonly name: string;
  readonly label: string;
  readonly kind: 'changed' | 'added' | 'removed' | 'same';
  readonly before: string | undefined;
  readonly after: string | undefined;
}

/** The records that a form amends. */
export type AmendableType = DefinedType | 'document';

/** Every field that either form has. */
export function differences(page: Page, type: AmendableType, before: FormValues, after: FormValues): Difference[] {
  if (type === 'document') return documentDifferences(page, before, after);
  const definition = definitionOf(type) as RecordDefinition | undefined;
  if (definition === undefined) return [];
  return namesOf(definition, before, after).flatMap((name) => {
    const [was, is] = [before, after].map((values) => valueText(page, definition, name, values));
    const slot = definition.files?.find(({ id }) => id === name);
    const label = slot === undefined ? inputName(page, type, name) : fieldName(page, slot.id, slot.name);
    return difference(name, label, was, is);
  });
}

function documentDifferences(page: Page, before: FormValues, after: FormValues): Difference[] {
  return (['title', 'date', 'kind', 'note'] as const).flatMap((name) => {
    const [was, is] = [before, after].map((values) => documentText(page, name, values[name]?.trim() ?? ''));
    return difference(name, page.t(`document.label.${name}`), was, is);
  });
}

function documentText(page: Page, name: string, value: string): string | undefined {
  if (value === '') return undefined;
  if (name === 'kind' && isDocumentKind(value)) return page.t(`document.kind.${value}`);
  return name === 'date' && /^\d{4}-\d{2}-\d{2}$/.test(value) ? page.date(value) : value;
}

/** A field in both, or none where both are empty. */
export function difference(
  name: string,
  label: string,
  before: string | undefined,
  after: string | undefined,
): Difference[] {
  if (before === undefined && after === undefined) return [];
  const moved = before === undefined ? 'added' : after === undefined ? 'removed' : 'changed';
  return [{ name, label, kind: before === after ? 'same' : moved, before, after }];
}

function namesOf(definition: RecordDefinition, before: FormValues, after: FormValues): string[] {
  const names = fieldsOf(definition).flatMap((field) => {
    if (field.kind !== 'lines') return [field.id];
    const lines = linesIn({ ...before, ...after }, field);
    return lines.flatMap((line) => field.fields.map(({ id }) => `${field.id}.${line}.${id}`));
  });
  return [definition.time.id, ...names, ...(definition.files ?? []).map(({ id }) => id)];
}

function valueText(page: Page, definition: RecordDefinition, name: string, values: FormValues): string | undefined {
  const value = (values[name] ?? '').trim();
  if (value === '') return undefined;
  if (name === definition.time.id) {
    const instant = instantOf(value, page.timeZone);
    return instant === undefined ? value : page.dateTime(instant);
  }
  const field = fieldNamed(definition, name);
  switch (field?.kind) {
    case 'choice': {
      const option = field.options.find(({ id }) => id === value);
      return option === undefined ? value : optionName(page, field.id, option.id, option.name);
    }
    case 'quantity': {
      const other = values[`${name}.unit`] === field.alternative?.ucum ? field.alternative : undefined;
      const method = field.methods?.find(({ id }) => id === values[`${name}.method`]);
      const words = [value, unitName(page, other ?? field.unit)].filter((part) => part !== '').join(' ');
      return method === undefined ? words : `${words} (${methodName(page, method.id, method.name)})`;
    }
    case 'date':
      return /^\d{4}-\d{2}-\d{2}$/.test(value) ? page.date(value) : value;
    default:
      return value;
  }
}
