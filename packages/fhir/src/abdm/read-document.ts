// A document Bundle that comes back: who it is of, and the record that it makes here
// (https://hl7.org/fhir/R4/documents.html). Everything that it names is in it, and all of it is of one patient.
import { BundleError } from '../bundle/bundle-error.ts';
import { referencesIn } from '../bundle/references.ts';
import { documentSubmission, type Submission } from '../bundle/submission.ts';
import { jsonOf, resolver, resourceIssues, type TransactionEntry } from '../bundle/transaction.ts';
import { isObject, type JsonObject, type JsonValue, objectAt, objectOf, objectsAt, textAt } from '../json/value.ts';
import { abdmDocuments } from '../records/abdm.ts';
import { documentTypeOf } from '../records/composition.ts';
import { definitions } from '../records/definitions.ts';
import { isInError } from '../records/in-error.ts';
import { revisionOf } from '../records/revision.ts';
import { type Issue, issue } from '../validate/issue.ts';
import { envelopeIssues } from './document-envelope.ts';
import { filesInside, fileUrls, withoutData } from './document-files.ts';

/** Whom a document says that it is of. Numbers are as written, ABHA numbers as their 14 digits. */
export interface DocumentSubject {
  readonly numbers: readonly string[];
  readonly abha: readonly string[];
  readonly name: string;
  readonly birthDate?: string;
}

/** A document in which everything is valid and resolves. */
export interface ReadDocument {
  readonly subject: DocumentSubject;
  /** The record of it, for the patient and by the author that are named so here. Throws BundleError. */
  readonly submission: (patient: string, author: string) => Submission;
}

const people = ['Patient', 'Practitioner', 'PractitionerRole', 'Organization', 'RelatedPerson', 'Device', 'Location'];

/**
 * The document that JSON bytes hold, without the bytes of its files; undefined for any other Bundle. Throws BundleError with
 * everything that is wrong.
 */
export function readDocument(bytes: Uint8Array): ReadDocument | undefined {
  const bundle = jsonOf(bytes, 'Bundle');
  if (!isObject(bundle) || bundle.resourceType !== 'Bundle' || bundle.type !== 'document') return undefined;
  const issues = envelopeIssues(bundle);
  if (issues.length > 0) throw new BundleError(issues);
  const all = objectsAt(bundle, 'entry').map(entryOf);
  const entries = asItStands(all);
  const resolve = resolver(entries, issues);
  const patients = entries.filter(({ type }) => type === 'Patient');
  const [patient] = patients;
  if (!patient || patients.length > 1)
    issues.push(issue('invariant', 'Bundle.entry', `a document is of one Patient; this has ${patients.length}`));
  for (const entry of entries)
    issues.push(...resourceIssues(withoutData(entry), { resolve }), ...insideIssues(entry, resolve, patient));
  const files = filesInside(entries, all, resolve, issues);
  if (!patient || issues.length > 0) throw new BundleError(issues);
  return {
    subject: subjectOf(patient.resource),
    submission: (chart, author) => documentSubmission(recorded(entries, resolve, chart, author), author, files),
  };
}

// Who changed it and why, and what it does not say any more, with the files of that, are the history of the place that wrote
// it. A record that was entered in error as a whole stays one.
function asItStands(all: readonly TransactionEntry[]): TransactionEntry[] {
  const isWhole = isInError(all[0]?.resource);
  const standing = all.filter(
    ({ resource }) => revisionOf(resource) === undefined && (isWhole || !isInError(resource)),
  );
  const resolve = resolver(all, []);
  const filesOf = (entries: readonly TransactionEntry[]) => new Set(fileUrls(entries).map(resolve));
  const [named, standingFiles] = [filesOf(all), filesOf(standing)];
  return standing.filter((entry) => !named.has(entry) || standingFiles.has(entry));
}

function entryOf(item: JsonObject, index: number): TransactionEntry {
  const resource = objectAt(item, 'resource') as JsonObject;
  return {
    fullUrl: textAt(item, 'fullUrl') ?? '',
    type: textAt(resource, 'resourceType') ?? '',
    resource,
    path: `Bundle.entry[${index}].resource`,
  };
}

// What a resource is about may be another record, which the document has not: that stays in words. What it holds is here.
const AROUND =
  /\.(encounter|reasonReference|basedOn|partOf|addresses|claim|prescription|diagnosisReference|procedureReference)(\[\d+\])?\.reference$/;

type Resolve = (reference: string) => TransactionEntry | undefined;

function insideIssues(entry: TransactionEntry, resolve: Resolve, patient: TransactionEntry | undefined): Issue[] {
  const { resource, path, type } = entry;
  const outside = referencesIn(resource, path).filter(
    ({ reference, path: place }) => !reference.startsWith('#') && !resolve(reference) && !AROUND.test(place),
  );
  const issues = outside.map(({ reference, path: place }) =>
    issue('not-found', place, `the document does not have ${reference}`),
  );
  const of = textAt(objectAt(resource, 'subject') ?? objectAt(resource, 'patient'), 'reference');
  const another = !people.includes(type) && type !== 'Binary' && (of === undefined || resolve(of) !== patient);
  return another ? [...issues, issue('invariant', path, 'is not of the patient of the document')] : issues;
}

function subjectOf(patient: JsonObject): DocumentSubject {
  const values = objectsAt(patient, 'identifier').map((one) => textAt(one, 'value') ?? '');
  const digits = values.map((value) => value.replace(/[\s-]/g, ''));
  const [name] = objectsAt(patient, 'name');
  const parts = [...(Array.isArray(name?.given) ? name.given : []), name?.family].filter(
    (one) => typeof one === 'string',
  );
  const birthDate = textAt(patient, 'birthDate');
  return {
    numbers: values.filter((value) => /^PAT\d{1,9}$/i.test(value)),
    abha: digits.filter((value) => /^\d{14}$/.test(value)),
    name: textAt(name, 'text') ?? parts.join(' '),
    ...(birthDate !== undefined && { birthDate }),
  };
}

// The clinical resources, their patient and author as they are called here. Other people stay in words.
function recorded(entries: readonly TransactionEntry[], resolve: Resolve, patient: string, author: string) {
  const kept = inOrder(entries).filter(
    ({ type, resource }) => ![...people, 'Binary'].includes(type) && !isCover(type, resource),
  );
  const renamed = (value: JsonValue): JsonValue => {
    if (Array.isArray(value)) return value.map(renamed);
    if (!isObject(value)) return value;
    const named = typeof value.reference === 'string' && !value.reference.startsWith('#') ? value.reference : undefined;
    const target = named === undefined ? undefined : resolve(named);
    if (named !== undefined && !target) return wordsFor(value, named.split('/')[0] ?? '');
    if (target?.type === 'Patient') return objectOf({ ...value, reference: patient });
    if (target && people.includes(target.type)) return inWords(value, target, author);
    return objectOf(Object.fromEntries(Object.keys(value).map((key) => [key, renamed(value[key] as JsonValue)])));
  };
  const made = new Map(
    kept.map((entry) => [entry, { ...entry, resource: categorised(renamed(entry.resource) as JsonObject) }]),
  );
  const resolveHere: Resolve = (reference) => {
    const target = resolve(reference);
    return target && made.get(target);
  };
  return { entries: [...made.values()], resolve: resolveHere };
}

// What a cover says to be a report is led by it, wherever the visit stands.
function inOrder(entries: readonly TransactionEntry[]): readonly TransactionEntry[] {
  const codes = objectsAt(objectAt(entries[0]?.resource, 'type'), 'coding').map((one) => textAt(one, 'code'));
  if (!codes.includes(abdmDocuments.DiagnosticReportRecord.code)) return entries;
  const isReport = ({ type }: TransactionEntry) => type === 'DiagnosticReport';
  return [...entries.filter(isReport), ...entries.filter((entry) => !isReport(entry))];
}

function inWords(value: JsonObject, { type, resource }: TransactionEntry, author: string): JsonObject {
  if (`${type}/${resource.id}` === author) return objectOf({ ...value, reference: author });
  const [name] = objectsAt(resource, 'name');
  return wordsFor(value, textAt(name, 'text') ?? textAt(resource, 'name') ?? type);
}

function wordsFor({ reference: _, ...rest }: JsonObject, words: string): JsonObject {
  return objectOf({ ...rest, display: textAt(rest, 'display') ?? words });
}

/** A Composition that says nothing but what it is around: of no type of ours, and without words. */
function isCover(type: string, resource: JsonObject): boolean {
  return type === 'Composition' && documentTypeOf(resource) === undefined && !hasWords(resource);
}

function hasWords(parent: JsonObject): boolean {
  return objectsAt(parent, 'section').some((section) => section.text !== undefined || hasWords(section));
}

// A document of elsewhere is of the first type of ours that is that document.
function categorised(resource: JsonObject): JsonObject {
  if (resource.resourceType !== 'Composition' || documentTypeOf(resource) !== undefined) return resource;
  const codes = objectsAt(objectAt(resource, 'type'), 'coding').map((one) => textAt(one, 'code'));
  const own = definitions.find(
    ({ document, type }) => type !== 'laboratory' && codes.includes(abdmDocuments[document].code),
  );
  return own ? objectOf({ ...resource, category: [{ text: own.type }, ...objectsAt(resource, 'category')] }) : resource;
}
