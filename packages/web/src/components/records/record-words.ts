// What record types, their sections, fields and answers are called in the reader's language, found through their
// definitions; what is in none of them keeps the text of its resource.
import {
  type ChoiceField,
  type DefinedType,
  definitionOf,
  definitions,
  documentKinds,
  fieldById,
  fieldNamed,
  fieldOf,
  fieldsOf,
} from '@patrec/fhir';
import { isMessageKey, type MessageKey } from '../../i18n/translate.ts';
import type { Page } from '../../layout/page.tsx';
import type { RecordType } from '../../view-types.ts';

/** The name of a code, or the text that came with it. */
export function observationName(page: Page, code: string | undefined, text: string): string {
  const id = fieldOf(code, text)?.id;
  return id === undefined ? text : fieldName(page, id, text);
}

/** The name of a field. */
export function fieldName(page: Page, id: string, text: string): string {
  return words(page, `field.${id}`, text);
}

/** The name of a section; one that is a single field is called after it. */
export function sectionName(page: Page, id: string, text: string): string {
  return words(page, `section.${id}`, fieldName(page, id, text));
}

/** The name of a section of a stored record, by its English name. */
export function storedSectionName(page: Page, name: string): string {
  const section = sectionNamed(name);
  return section === undefined ? name : sectionName(page, section.id, name);
}

/** The name of an answer of a choice: of its own field first, else the one that several fields share. */
export function optionName(page: Page, field: string, option: string, text: string): string {
  return words(page, `option.${field}.${option}`, words(page, `option.${option}`, text));
}

/** A unit as the reader writes it: a word is translated, a sign is not. */
export function unitName(page: Page, { ucum, text }: { readonly ucum: string; readonly text: string }): string {
  return words(page, `unit.${ucum}`, text);
}

/** A stored answer of a field in the reader's language; every other value as it is stored. */
export function answerName(page: Page, field: string | undefined, answer: string): string {
  const found = field === undefined ? undefined : fieldById(field);
  return found?.kind === 'choice' ? answerOf(page, found, answer) : answer;
}

/** A stored answer whose field is not known, such as a route or an outcome, in the reader's language. */
export function anyAnswerName(page: Page, answer: string): string {
  const fields = definitions.flatMap((definition) => fieldsOf(definition));
  const choices = fields.flatMap((field) => (field.kind === 'lines' ? field.fields : [field]));
  const field = choices.find((one) => one.kind === 'choice' && one.options.some(({ name }) => name === answer));
  return field?.kind === 'choice' ? answerOf(page, field, answer) : answer;
}

/** The name of a way of measuring. */
export function methodName(page: Page, id: string, text: string): string {
  return words(page, `method.${id}`, text);
}

/** What a value of a size is called. */
export function bandName(page: Page, id: string, text: string): string {
  return words(page, `band.${id}`, text);
}

/** The stored name of a size in the reader's language. */
export function storedBandName(page: Page, field: string | undefined, name: string): string {
  const found = field === undefined ? undefined : fieldById(field);
  const band = found?.kind === 'quantity' ? found.bands?.of.find((one) => one.name === name) : undefined;
  return band === undefined ? name : bandName(page, band.id, name);
}

/** What one record of a type is called. */
export function typeTitle(page: Page, type: DefinedType): string {
  return page.t(`title.${type}`);
}

/** What the moment of a record is called. */
export function timeName(page: Page, type: RecordType): string {
  const time = definitionOf(type)?.time;
  return time === undefined ? page.t('trend.date') : fieldName(page, time.id, time.name);
}

/** The label of a name in the form of a record, for the summary of errors. */
export function inputName(page: Page, type: DefinedType, name: string): string {
  const definition = definitionOf(type);
  if (definition === undefined) return name;
  if (name === definition.time.id) return fieldName(page, name, definition.time.name);
  const field = fieldNamed(definition, name);
  if (field === undefined) return name;
  const label = fieldName(page, field.id, field.name);
  const part = name.split('.').at(-1);
  if (part === 'unit' || part === 'method') return `${label}, ${page.t(`entry.${part}`)}`;
  const [, line] = name.split('.');
  return line === undefined ? label : `${label} (${Number(line) + 1})`;
}

/** The title of a record: the name of its type or of its sections translated, every other one as its author wrote it. */
export function recordTitle(page: Page, { type, title }: { type: RecordType; title: string }): string {
  const definition = definitionOf(type);
  if (definition === undefined) return title;
  if (title === definition.name) return typeTitle(page, definition.type);
  const sections = title.split(', ').map(sectionNamed);
  if (sections.includes(undefined)) return title;
  return sections
    .map((section) => (section === undefined ? '' : sectionName(page, section.id, section.name)))
    .join(', ');
}

/** The summary of a record, `HbA1c 8.2 % · …`, with the names of its fields and answers in the reader's language. */
export function recordSummary(page: Page, { type, summary }: { type: RecordType; summary: string }): string {
  if (type === 'document') return kindName(page, summary);
  const definition = definitionOf(type);
  if (definition === undefined) return summary;
  const fields = fieldsOf(definition);
  const translated = (part: string) => {
    const field = fields.find(({ name }) => part.startsWith(`${name} `));
    if (field === undefined) return part;
    return `${fieldName(page, field.id, field.name)} ${answerName(page, field.id, part.slice(field.name.length + 1))}`;
  };
  return summary.split(' · ').map(translated).join(' · ');
}

function answerOf(page: Page, field: ChoiceField, answer: string): string {
  const option = field.options.find(({ name }) => name === answer);
  return option === undefined ? answer : optionName(page, field.id, option.id, answer);
}

function words(page: Page, key: string, text: string): string {
  return isMessageKey(key) ? page.t(key satisfies MessageKey) : text;
}

function sectionNamed(name: string) {
  return definitions.flatMap(({ sections }) => sections).find((section) => section.name === name);
}

// Of a scanned document the summary is its kind.
function kindName({ t }: Page, name: string): string {
  const kind = documentKinds.find((one) => one.name === name);
  return kind === undefined ? name : t(`document.kind.${kind.id}`);
}
