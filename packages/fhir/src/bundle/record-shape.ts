// What kind of record some resources make together, and what stands at its head.
import type { RecordType } from '../build/access-scope.ts';
import type { Named } from '../build/datatype.ts';
import { recordHeading } from '../describe/heading.ts';
import { documentOf } from '../documents/resource.ts';
import { type JsonObject, objectsAt, textAt } from '../json/value.ts';
import { documentTypeOf } from '../records/composition.ts';
import { fieldsOf, forRole, type RecordDefinition } from '../records/definition.ts';
import { definitionOf, definitions, fieldOf } from '../records/definitions.ts';
import { type RecordOptions, resourceKit } from '../records/resource-kit.ts';
import { type Issue, issue } from '../validate/issue.ts';
import { slotIn } from './submitted-file.ts';
import type { TransactionEntry } from './transaction.ts';

/** A record to be. */
export interface RecordShape {
  readonly type: RecordType;
  /** In the order of the record. */
  readonly entries: readonly TransactionEntry[];
  /** Whether the first of the entries is the resource that the record is of; else one is made. */
  readonly led: boolean;
  /** Whether it holds what the type's form leaves to doctors. */
  readonly judging: boolean;
  /** When it is about, as the resources say it; undefined where none does. */
  readonly effective?: string;
}

/** What the resources of a record are finished with. `newId` is asked once for each, in the order of the record. */
export interface SubmissionKit {
  readonly newId: () => string;
  readonly recordedAt: string;
  readonly patient: Named;
  readonly author: Named;
  /** The ids of the files that came with it, by what their attachments call them. */
  readonly files?: ReadonlyMap<string, string>;
}

/** The record that a resource makes by itself. */
const alone: Readonly<Record<string, RecordType>> = {
  Observation: 'general',
  AllergyIntolerance: 'general',
  MedicationRequest: 'prescription',
  Condition: 'diagnosis',
  Immunization: 'immunisation',
  Procedure: 'procedure',
};
const led = definitions.map(({ type }) => type).filter((type) => type !== 'laboratory');

/** The types of resource that can be recorded through FHIR. */
export const recordedTypes: readonly string[] = ['Composition', 'DiagnosticReport', ...Object.keys(alone)];

/** What a visit holds besides: what comes of it, and what it cost. */
const ofVisits = ['CarePlan', 'Goal', 'ImagingStudy', 'MedicationStatement', 'Claim', 'ExplanationOfBenefit'];

/** The types that a document brings: visits and files too. */
export const documentTypes: readonly string[] = [...recordedTypes, 'Encounter', 'DocumentReference', ...ofVisits];

/** The record that one patient's entries make, and why they make none. */
export function shapeOf(entries: readonly TransactionEntry[]): RecordShape & { readonly issues: readonly Issue[] } {
  const leads = leadsOf(entries);
  const [lead] = leads;
  const type = typeOf(lead ?? entries[0]);
  const definition = definitionOf(type);
  const others = entries.filter((entry) => entry !== lead);
  const issues = [
    ...leads.slice(1).map(({ path }) => issue('not-supported', path, 'a patient has one record in a request')),
    ...(type === undefined ? [untyped(lead ?? entries[0])] : strangers(others, type)),
    ...fileIssues(entries, type),
  ];
  const ordered = lead ? [lead, ...others] : entries;
  const effective = recordHeading(ordered.map(({ resource: { meta: _, ...rest } }) => rest)).effective;
  return {
    type: type ?? 'history',
    entries: ordered,
    led: lead !== undefined,
    judging: definition !== undefined && ordered.some((entry) => !writtenByStaff(entry, definition)),
    ...(effective !== undefined && { effective }),
    issues,
  };
}

/** The resource that the record is of, made as its form makes it: one section with all that was sent. */
export function leadFor(
  { type, effective }: RecordShape,
  resources: readonly JsonObject[],
  { newId, recordedAt, patient, author }: SubmissionKit,
): JsonObject {
  const definition = definitionOf(type) as RecordDefinition | undefined;
  if (!definition) throw new RangeError(`no form makes a record of the type ${type}`);
  const record = { occurredAt: effective ?? recordedAt, results: [], texts: {}, lines: {} };
  const options: RecordOptions = { newId, patient, author, lastUpdated: recordedAt, versionId: '1' };
  const section = { id: type, name: definition.name, fields: [] };
  return definition.lead(record, [{ section, resources }], resourceKit(definition, record, options));
}

// A document is led by its Composition, a visit by its Encounter where no document is, and a scanned document is one
// DocumentReference.
function leadsOf(entries: readonly TransactionEntry[]): readonly TransactionEntry[] {
  const [first] = entries;
  const ofType = (wanted: string) => entries.filter(({ type }) => type === wanted);
  const [documents, reports, visits] = ['Composition', 'DiagnosticReport', 'Encounter'].map(ofType);
  if (documents?.length) return [...documents, ...(reports ?? [])];
  if (visits?.length && (first?.type === 'Encounter' || !reports?.length)) return visits;
  if (reports?.length) return reports;
  return entries.length === 1 ? ofType('DocumentReference') : [];
}

function typeOf(entry: TransactionEntry | undefined): RecordType | undefined {
  if (!entry) return undefined;
  const { type, resource } = entry;
  if (type === 'DiagnosticReport') return 'laboratory';
  if (type === 'Encounter') return 'visit';
  if (type === 'DocumentReference') return 'document';
  if (type === 'Composition') return led.find((one) => one === documentTypeOf(resource));
  return type === 'Observation' && isLaboratory(resource) ? 'laboratory' : alone[type];
}

function untyped(entry: TransactionEntry | undefined): Issue {
  const place = `${entry?.path ?? 'Bundle.entry'}.category[0].text`;
  return issue('code-invalid', place, `names the type of the record: ${led.join(', ')}`);
}

function strangers(entries: readonly TransactionEntry[], type: RecordType): Issue[] {
  const definition = definitionOf(type);
  const holds = definition?.holds ?? [...Object.keys(alone), 'DiagnosticReport', ...ofVisits];
  // The visit at which it was written, and its files, may stand beside.
  const beside = ['Encounter', ...(definition?.files ? ['DocumentReference'] : [])];
  const wrong = entries.filter((entry) => !holds.includes(entry.type) && !beside.includes(entry.type));
  return wrong.map((entry) =>
    issue('not-supported', entry.path, `a record of the type ${type} holds ${holds.join(', ')}, and no ${entry.type}`),
  );
}

// A file of a record says which of its kinds it is; one by itself says what its page shows.
function fileIssues(entries: readonly TransactionEntry[], type: RecordType | undefined): Issue[] {
  const definition = definitionOf(type);
  const kinds = definition?.files?.map(({ id }) => id).join(', ') ?? '';
  return entries.flatMap(({ type: one, resource, path }) => {
    if (one !== 'DocumentReference') return [];
    if (definition?.files && !slotIn(definition, resource))
      return [issue('code-invalid', `${path}.category[0].text`, `names the kind of the file: ${kinds}`)];
    const shown = type !== 'document' || documentOf(resource) !== undefined;
    return shown ? [] : [issue('not-supported', path, `a scanned document has ${SCANNED}`)];
  });
}

const SCANNED = 'the type 419891008 of SNOMED CT, a title of its attachment, and its day in context.period.start';

function isLaboratory(resource: JsonObject): boolean {
  const codings = objectsAt(resource, 'category').flatMap((concept) => objectsAt(concept, 'coding'));
  return codings.some((coding) => textAt(coding, 'code') === 'laboratory');
}

// Where a form leaves something to doctors, staff write what its other fields are, and nothing else.
function writtenByStaff({ type, resource }: TransactionEntry, definition: RecordDefinition): boolean {
  const own = forRole(definition, 'staff');
  if (own.sections.length === definition.sections.length) return true;
  if (type === 'Composition') {
    const names = own.sections.map(({ name }) => name);
    return everySection(resource).every((section) => names.includes(textAt(section, 'title') ?? ''));
  }
  if (type === 'AllergyIntolerance') return true;
  if (type === 'DocumentReference') return slotIn(own, resource) !== undefined;
  return type === 'Observation' && isFieldOf(resource, own);
}

function everySection(parent: JsonObject): JsonObject[] {
  return objectsAt(parent, 'section').flatMap((section) => [section, ...everySection(section)]);
}

function isFieldOf(observation: JsonObject, definition: RecordDefinition): boolean {
  const parts = objectsAt(observation, 'component');
  const said = parts.length > 0 ? parts : [observation];
  return said.every((one) => {
    const code = one.code as JsonObject | undefined;
    const loinc = objectsAt(code, 'coding').map((coding) => textAt(coding, 'code'))[0];
    const field = fieldOf(loinc, textAt(code, 'text'));
    return field !== undefined && fieldsOf(definition).some(({ id }) => id === field.id);
  });
}
