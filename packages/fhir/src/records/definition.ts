// What a record type is: its fields in sections, who writes them, and the resources that they become.
import type { JsonObject } from '../json/value.ts';
import type { AbdmDocument, Code } from './abdm.ts';
import type { Field, TextField } from './field.ts';
import type { FieldError } from './form-error.ts';
import type { ClinicalRecord } from './record.ts';

/** Roles that write records. */
export type WriterRole = 'doctor' | 'staff';

/** Fields that belong together, in the order of the form. At most one of them is a long text. */
export interface Section {
  readonly id: string;
  /** The English name, which is stored. Pages translate by id. */
  readonly name: string;
  readonly code?: Code;
  /** The Observation.category of what is found here. */
  readonly category?: 'laboratory' | 'vital-signs' | 'exam' | 'procedure' | 'social-history';
  readonly fields: readonly Field[];
  /** Written by doctors only, where others write the rest of the record. */
  readonly doctorsOnly?: true;
  /** What its fields become; without it, an observation each. */
  readonly resources?: (record: ClinicalRecord, kit: ResourceKit) => JsonObject[];
  /** The form of what they became so, given all resources of the record. Observations and the long text are read anyway. */
  readonly readBack?: (resources: readonly JsonObject[]) => Readonly<Record<string, string>>;
}

/** What the builders of resources are given: the people, the times, and ids. */
export interface ResourceKit {
  /** The code of the document that the record is. */
  readonly document: Code;
  readonly patient: JsonObject;
  readonly author: JsonObject;
  /** The author, and who did it where that is named besides. */
  readonly performers: readonly JsonObject[];
  readonly occurredAt: string;
  readonly recordedAt: string;
  /** The members that a resource opens with. */
  readonly head: (resourceType: string) => JsonObject;
}

/** What a file of a record may be, by its content. */
export type FileMediaType = 'application/pdf' | 'image/jpeg' | 'image/png' | 'application/dicom';

/** A kind of file that a record takes, as many as there are. */
export interface FileSlot {
  readonly id: string;
  /** The English name, which is stored. Pages translate by id. */
  readonly name: string;
  readonly code?: Code;
  /** The section that it belongs to. */
  readonly section: string;
  readonly types: readonly FileMediaType[];
  /** The fewest pixels of a picture, the longer side first. */
  readonly least?: readonly [number, number];
}

/** A record type. */
export interface RecordDefinition<Type extends string = string> {
  readonly type: Type;
  /** The English name, which is stored. Pages translate by type. */
  readonly name: string;
  /** The path of its icon, on a grid of 24 units. */
  readonly icon: string;
  readonly writers: readonly WriterRole[];
  /** Its Ayushman Bharat document. */
  readonly document: AbdmDocument;
  /** The types of the resources that it holds beside its lead. */
  readonly holds: readonly string[];
  /** The moment that the record is about. */
  readonly time: { readonly id: string; readonly name: string };
  /** Short texts beside the time, about the whole of the record. */
  readonly head: readonly TextField[];
  readonly sections: readonly Section[];
  /** The files that it takes beside its values. */
  readonly files?: readonly FileSlot[];
  /** The id of the text that names who did it, beside the author. */
  readonly performer?: string;
  /** What is wrong with fields taken together. */
  readonly check?: (record: ClinicalRecord) => FieldError[];
  /** The resource that the record is of, given what its sections became. */
  readonly lead: (record: ClinicalRecord, sections: readonly BuiltSection[], kit: ResourceKit) => JsonObject;
}

/** A section of a record with what it became; its narrative is its long text. */
export interface BuiltSection {
  readonly section: Section;
  readonly narrative?: string;
  readonly resources: readonly JsonObject[];
}

/** A definition as it is written, its type kept as a literal. */
export function defineRecord<const Type extends string>(definition: RecordDefinition<Type>): RecordDefinition<Type> {
  return definition;
}

/** The definition as far as somebody in that role fills it in. */
export function forRole<Type extends string>(
  definition: RecordDefinition<Type>,
  role: WriterRole,
): RecordDefinition<Type> {
  if (role === 'doctor') return definition;
  const sections = definition.sections.filter((section) => !section.doctorsOnly);
  const files = definition.files?.filter(({ section }) => sections.some(({ id }) => id === section));
  return { ...definition, sections, ...(files && { files }) };
}

/** All fields of a definition, in the order of the form. */
export function fieldsOf({ head, sections }: Pick<RecordDefinition, 'head' | 'sections'>): Field[] {
  return [...head, ...sections.flatMap((section) => section.fields)];
}

/** The field that a form's name belongs to (`haemoglobin`, `ldl.method`, `medicines.0.drug`), or undefined. */
export function fieldNamed(definition: RecordDefinition, name: string): Field | undefined {
  const [id, line, inner] = name.split('.');
  const field = fieldsOf(definition).find((one) => one.id === id);
  if (field?.kind !== 'lines' || line === undefined) return field;
  return field.fields.find((one) => one.id === inner);
}
