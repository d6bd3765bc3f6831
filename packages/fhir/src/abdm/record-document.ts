// A record as a document Bundle of the Ayushman Bharat Digital Mission (https://hl7.org/fhir/R4/documents.html): the stored
// bytes as they are, the people that they name, and a Composition first.
import type { RecordType } from '../build/access-scope.ts';
import { coding, codings, type Named, reference } from '../build/datatype.ts';
import { formatJson } from '../json/format.ts';
import { parseJson } from '../json/parse.ts';
import { type JsonObject, objectOf, objectsAt, textAt } from '../json/value.ts';
import { type AbdmDocument, abdmDocuments, abdmSections, type Code } from '../records/abdm.ts';
import { definitionOf } from '../records/definitions.ts';
import {
  type DocumentPatient,
  type DocumentPerson,
  directoryEntryOf,
  patientOf,
  practitionerOf,
} from './document-people.ts';
import { isWellness, WELLNESS, wellnessSections } from './wellness-record.ts';

/** What a document is made of. `base` is the address of the FHIR interface, `timestamp` and `date` are instants in UTC. */
export interface ExportedRecord {
  readonly base: string;
  readonly timestamp: string;
  readonly type: RecordType;
  readonly title: string;
  readonly date: string;
  readonly patient: DocumentPatient;
  /** Who wrote it; without an id where no practitioner did. */
  readonly author: Omit<DocumentPerson, 'id'> & { readonly id?: string };
  /** The stored bytes of its resources, the lead first. */
  readonly resources: readonly Uint8Array[];
  /** The stored bytes of those of the directory whom they name. */
  readonly directory?: readonly Uint8Array[];
  readonly files: readonly { readonly id: string; readonly contentType: string }[];
}

/** What a document is put together of: bytes as they are, and files, each as the base64 of its bytes. */
export type DocumentPart = { readonly bytes: Uint8Array } | { readonly file: string };

/** A resource and its bytes; `file` of a Binary whose data is to be put in. */
interface Entry {
  readonly bytes: Uint8Array;
  readonly resource: JsonObject;
  readonly file?: string;
}

const profiles = 'https://nrces.in/ndhm/fhir/r4/StructureDefinition';

/** The document that a record of that type exports as. */
export function abdmDocumentOf(type: RecordType): AbdmDocument {
  return definitionOf(type)?.document ?? (type === 'document' ? 'HealthDocumentRecord' : 'OPConsultRecord');
}

/**
 * The document Bundle, in parts: whoever sends it puts the files in their places. Stored resources stand in it byte for byte,
 * and first where one is its Composition already.
 */
export function recordDocument(record: ExportedRecord): DocumentPart[] {
  const { base, timestamp, patient, author, directory = [], files } = record;
  const stored = record.resources.map((bytes) => ({ bytes, resource: parseJson(bytes) as JsonObject }));
  const [lead] = stored;
  if (!lead) throw new RangeError('a record has a resource');
  const cover = coversOf(
    record,
    stored.map(({ resource }) => resource),
  );
  const people = [
    patientOf(patient),
    ...(author.id === undefined ? [] : [practitionerOf({ ...author, id: author.id })]),
    ...directory.flatMap((bytes): JsonObject[] => {
      const entry = directoryEntryOf(parseJson(bytes) as JsonObject);
      return entry ? [entry] : [];
    }),
  ];
  const made = (resource: JsonObject): Entry => ({ bytes: formatJson(resource), resource });
  const [first, ...others] = [...cover.map(made), ...stored];
  if (!first) throw new RangeError('a document has a Composition');
  const binaries = files.map(
    ({ id, contentType }): Entry => ({
      ...made({ resourceType: 'Binary', id, contentType, data: '' }),
      file: id,
    }),
  );
  const entries = [first, ...people.map(made), ...others, ...binaries];
  const head = objectOf({
    resourceType: 'Bundle',
    meta: { lastUpdated: timestamp, profile: [`${profiles}/DocumentBundle`] },
    identifier: { system: `${base}/Bundle`, value: `${lead.resource.id}/${timestamp}` },
    type: 'document',
    timestamp,
  });
  return bundleOf(base, head, entries);
}

// Where the record has no document of its kind at its head already.
function coversOf(record: ExportedRecord, resources: readonly JsonObject[]): JsonObject[] {
  const [lead] = resources;
  const kind = abdmDocumentOf(record.type);
  const id = String(lead?.id);
  if (record.type === 'general' && isWellness(resources))
    return [coverOf(record, { id, ...WELLNESS }, wellnessSections(resources))];
  if (lead && isDocument(lead, abdmDocuments[kind])) return [];
  const { system, code, display } = abdmDocuments[kind];
  const type = { ...codings(coding(system, code, display)), text: display };
  return [coverOf(record, { id, profile: kind, type }, sectionsOf(kind, resources))];
}

function isDocument(resource: JsonObject, { code }: Code): boolean {
  if (resource.resourceType !== 'Composition') return false;
  const type = resource.type as JsonObject;
  return objectsAt(type, 'coding').some((one) => textAt(one, 'code') === code);
}

// What stands at the head of a record that is no document by itself. It names no type of ours in its category: by that it is
// known when the document comes back, and left out.
function coverOf(
  { date, title, patient, author, timestamp }: ExportedRecord,
  { id, profile, type }: { readonly id: string; readonly profile: string; readonly type: JsonObject },
  sections: JsonObject[],
): JsonObject {
  return objectOf({
    resourceType: 'Composition',
    id: `${id}-cover`,
    meta: { lastUpdated: timestamp, profile: [`${profiles}/${profile}`] },
    status: 'final',
    type,
    subject: reference(personNamed('Patient', patient)),
    date,
    author: [
      author.id === undefined
        ? { display: author.name }
        : reference(personNamed('Practitioner', { ...author, id: author.id })),
    ],
    title,
    section: sections,
  });
}

const ofType: Readonly<Record<string, { readonly title: string; readonly code: Code }>> = {
  AllergyIntolerance: { title: 'Allergies', code: abdmSections.allergies },
  Condition: { title: 'Medical history', code: abdmSections.history },
  MedicationRequest: { title: 'Medications', code: abdmSections.medications },
  Procedure: { title: 'Procedures', code: abdmSections.procedure },
};

function sectionsOf(kind: AbdmDocument, resources: readonly JsonObject[]): JsonObject[] {
  if (kind === 'DiagnosticReportRecord' || kind === 'HealthDocumentRecord')
    return [section(abdmDocuments[kind].display, abdmDocuments[kind], resources.slice(0, 1))];
  const groups = Map.groupBy(resources, ({ resourceType }) =>
    String(resourceType) in ofType ? String(resourceType) : '',
  );
  return [...groups].map(([type, all]) => section(ofType[type]?.title ?? 'Record', ofType[type]?.code, all));
}

function section(title: string, code: Code | undefined, resources: readonly JsonObject[]): JsonObject {
  return objectOf({
    title,
    code: code && codings(coding(code.system, code.code, code.display)),
    entry: resources.map(({ resourceType, id }) => ({ reference: `${resourceType}/${id}` })),
  });
}

function personNamed(type: string, { id, name }: DocumentPerson): Named {
  return { reference: `${type}/${id}`, display: name };
}

function bundleOf(base: string, head: JsonObject, entries: readonly Entry[]): DocumentPart[] {
  const text = new TextEncoder();
  const opening = new TextDecoder().decode(formatJson(head)).slice(0, -1);
  const parts = entries.flatMap(({ bytes, resource, file }, i): DocumentPart[] => {
    const fullUrl = JSON.stringify(`${base}/${resource.resourceType}/${resource.id}`);
    const before = { bytes: text.encode(`${i === 0 ? '' : ','}{"fullUrl":${fullUrl},"resource":`) };
    return [before, ...(file === undefined ? [{ bytes }] : around(bytes, file)), { bytes: text.encode('}') }];
  });
  return [{ bytes: text.encode(`${opening},"entry":[`) }, ...parts, { bytes: text.encode(']}') }];
}

// A Binary ends with its data: between the last two quotes.
function around(binary: Uint8Array, file: string): DocumentPart[] {
  const end = binary.length - '"}'.length;
  return [{ bytes: binary.subarray(0, end) }, { file }, { bytes: binary.subarray(end) }];
}
