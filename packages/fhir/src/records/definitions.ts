// All record types that have a form, in the order in which they are offered. A new one is one line here and its folder.

import { cardiac } from './cardiac/definition.ts';
import { fieldsOf, type RecordDefinition, type Section, type WriterRole } from './definition.ts';
import { dermatology } from './dermatology/definition.ts';
import { diagnosis } from './diagnosis/definition.ts';
import { discharge } from './discharge/definition.ts';
import type { Field } from './field.ts';
import { general } from './general/definition.ts';
import { immunisation } from './immunisation/definition.ts';
import { laboratory } from './laboratory/definition.ts';
import { prescription } from './prescription/definition.ts';
import { procedure } from './procedure/definition.ts';

export const definitions = [
  general,
  laboratory,
  prescription,
  diagnosis,
  immunisation,
  procedure,
  discharge,
  cardiac,
  dermatology,
] as const;

/** The name of a record type that has a form. */
export type DefinedType = (typeof definitions)[number]['type'];

/** The definition of a type; undefined for records that have no form, such as imported ones. */
export function definitionOf(type: string | undefined): (typeof definitions)[number] | undefined {
  return definitions.find((definition) => definition.type === type);
}

/** The types that somebody in that role writes. */
export function typesWrittenBy(role: WriterRole): DefinedType[] {
  return definitions.filter(({ writers }) => writers.includes(role)).map(({ type }) => type);
}

/** The field of any record with this id, or undefined. */
export function fieldById(id: string): Field | undefined {
  return allFields().find((field) => field.id === id);
}

/** The field that a stored result belongs to: by its LOINC code, else (for fields without one) by its text. */
export function fieldOf(loinc: string | undefined, text: string | undefined): Field | undefined {
  if (loinc !== undefined) return allFields().find((field) => codesOf(field).includes(loinc));
  return allFields().find((field) => codesOf(field).length === 0 && field.name === text);
}

/** The section that holds a field: of the type's own definition first. */
export function sectionOf(type: string, field: string): Section | undefined {
  const own = definitionOf(type);
  const all: readonly RecordDefinition[] = own ? [own, ...definitions] : definitions;
  const sections = all.flatMap((definition) => definition.sections);
  return sections.find(({ fields }) => fields.some(({ id }) => id === field));
}

let known: Field[] | undefined;

function allFields(): Field[] {
  known ??= definitions.flatMap((definition) => fieldsOf(definition as RecordDefinition));
  return known;
}

function codesOf(field: Field): string[] {
  if (field.kind === 'quantity' && field.methods) return field.methods.map((method) => method.loinc);
  return field.loinc === undefined ? [] : [field.loinc];
}
