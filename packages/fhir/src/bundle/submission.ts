// What a client of the FHIR interface sends to be recorded: one resource, or a transaction. What it sends of one patient
// becomes one record. https://hl7.org/fhir/R4/http.html#create and #transaction
import { isObject, type JsonObject, objectAt, objectOf, textAt } from '../json/value.ts';
import { type Issue, issue } from '../validate/issue.ts';
import { BundleError } from './bundle-error.ts';
import { meaningIssues } from './meaning.ts';
import {
  documentTypes,
  leadFor,
  type RecordShape,
  recordedTypes,
  type SubmissionKit,
  shapeOf,
} from './record-shape.ts';
import { referencesIn, renamedMembers } from './references.ts';
import { type SubmittedFile, withFiles } from './submitted-file.ts';
import {
  jsonOf,
  readTransaction,
  resourceIssues,
  type TransactionBundle,
  type TransactionEntry,
} from './transaction.ts';

/** What was sent of one patient: one record to be. */
export interface Submission extends RecordShape {
  /** `Patient/<id>`, as the resources name the patient. */
  readonly patient: string;
  /** What is recorded, in the order of the record. */
  readonly entries: readonly TransactionEntry[];
  readonly resolve: TransactionBundle['resolve'];
  /** The files that its resources name, in their order; documents bring them. */
  readonly files: readonly SubmittedFile[];
}

/** The resources of a record; `sent[i]` is what `entries[i]` became. A document made around them comes first. */
export interface FinishedSubmission {
  readonly resources: readonly JsonObject[];
  readonly sent: readonly JsonObject[];
}

/** More than this in one transaction is refused. */
export const MOST_ENTRIES = 200;

/** The submission of one resource of that type. Throws BundleError with everything that is wrong. */
export function parseSubmission(bytes: Uint8Array, type: string, author: string): Submission {
  const resource = jsonOf(bytes, type);
  if (!isObject(resource)) throw new BundleError([issue('structure', type, 'this is not a resource')]);
  const said = textAt(resource, 'resourceType') ?? 'nothing';
  if (said !== type)
    throw new BundleError([issue('value', `${said}.resourceType`, `the address is of a ${type}; this is ${said}`)]);
  const entry = { type, resource, path: type };
  return submissionOf({ entries: [entry], resolve: () => undefined }, author, recordedTypes);
}

/** The submission of what a document holds, with its files. Throws BundleError with everything that is wrong. */
export function documentSubmission(
  bundle: TransactionBundle,
  author: string,
  files: readonly SubmittedFile[],
): Submission {
  return { ...submissionOf(bundle, author, documentTypes), files };
}

// The entries are all of one patient.
function submissionOf(bundle: TransactionBundle, author: string, types: readonly string[]): Submission {
  const [submission] = submissionsOf(bundle, author, types);
  if (!submission) throw new BundleError([issue('required', 'Bundle.entry', 'there is nothing to record')]);
  return submission;
}

/** The submissions of a transaction, one for each patient. Throws BundleError with all that is wrong. */
export function parseSubmissions(bytes: Uint8Array, author: string): Submission[] {
  const issues: Issue[] = [];
  const bundle = readTransaction(bytes, issues);
  if (bundle.entries.length > MOST_ENTRIES)
    issues.push(issue('invalid', 'Bundle.entry', `a transaction has at most ${MOST_ENTRIES} entries`));
  if (issues.length > 0) throw new BundleError(issues);
  return submissionsOf(bundle, author, recordedTypes);
}

function submissionsOf(bundle: TransactionBundle, author: string, types: readonly string[]): Submission[] {
  const issues = bundle.entries.flatMap((entry) =>
    types.includes(entry.type)
      ? [
          ...resourceIssues(entry, bundle),
          ...meaningIssues(entry.resource, entry.type, entry.path),
          ...referenceIssues(entry, bundle, author),
        ]
      : [issue('not-supported', entry.path, `a ${entry.type} cannot be recorded here`)],
  );
  if (issues.length > 0) throw new BundleError(issues);
  const shapes = [...byPatient(bundle.entries)].map(([patient, entries]) => ({ patient, shape: shapeOf(entries) }));
  const wrong = shapes.flatMap(({ shape }) => shape.issues);
  if (wrong.length > 0) throw new BundleError(wrong);
  return shapes.map(({ patient, shape }) => ({ ...shape, patient, resolve: bundle.resolve, files: [] }));
}

function byPatient(entries: readonly TransactionEntry[]): Map<string, TransactionEntry[]> {
  const groups = new Map<string, TransactionEntry[]>();
  for (const entry of entries) {
    const patient = patientOf(entry) ?? '';
    groups.set(patient, [...(groups.get(patient) ?? []), entry]);
  }
  return groups;
}

function patientOf({ resource }: TransactionEntry): string | undefined {
  return textAt(objectAt(resource, 'subject') ?? objectAt(resource, 'patient'), 'reference');
}

// A record names its patient, its author and itself, and nothing else that is stored here: whether that exists is not told.
function referenceIssues(entry: TransactionEntry, { resolve }: TransactionBundle, author: string): Issue[] {
  const { type, path, resource } = entry;
  const patient = patientOf(entry);
  if (patient === undefined || !/^Patient\/[A-Za-z0-9\-.]{1,64}$/.test(patient))
    return [
      issue(
        'required',
        `${path}.${type === 'Immunization' ? 'patient' : 'subject'}`,
        'names the patient: Patient/<id>',
      ),
    ];
  return referencesIn(resource, path).flatMap(({ reference, path: place }) => {
    const target = resolve(reference);
    if (target && patientOf(target) !== patient)
      return [issue('invariant', place, 'a record names nothing of another patient')];
    if (target || reference.startsWith('#') || reference === patient || reference === author) return [];
    return [
      issue('not-supported', place, `names the patient, the author (${author}) or an entry of the same transaction`),
    ];
  });
}

/** The resources to record: ids, versions and times given, references to entries resolved, every digit as it was sent. */
export function finishSubmission(submission: Submission, kit: SubmissionKit): FinishedSubmission {
  const { entries, resolve } = submission;
  const leadId = submission.led ? undefined : kit.newId();
  const places = new Map(entries.map((entry) => [entry, kit.newId()]));
  const rename = (reference: string): string => {
    const target = resolve(reference);
    return target ? `${target.type}/${places.get(target)}` : reference;
  };
  const { recordedAt, files = new Map() } = kit;
  const sent = entries.map((entry) => withFiles(finished(entry, String(places.get(entry)), rename, recordedAt), files));
  if (leadId === undefined) return { resources: sent, sent };
  return { resources: [leadFor(submission, sent, { ...kit, newId: () => leadId }), ...sent], sent };
}

function finished(
  { type, resource }: TransactionEntry,
  id: string,
  rename: (reference: string) => string,
  lastUpdated: string,
): JsonObject {
  const { resourceType: _type, id: _id, meta = {}, ...rest } = renamedMembers(resource, rename);
  const kept = isObject(meta) ? meta : {};
  return objectOf({ resourceType: type, id, meta: { ...kept, versionId: '1', lastUpdated }, ...rest });
}
