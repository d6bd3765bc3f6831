// How a transaction becomes records: its patient, the institution's directory, and one record for each laboratory report,
// for each visit, and for what belongs to no visit.
import type { RecordType } from '../build/access-scope.ts';
import { recordHeading } from '../describe/heading.ts';
import { isObject, type JsonObject, objectOf, objectsAt, textAt } from '../json/value.ts';
import { groupEntries } from './group.ts';
import { renamedMembers } from './references.ts';
import type { TransactionBundle, TransactionEntry } from './transaction.ts';

/** The instant of the import, and what already stands in the directory: `Practitioner/abc` for a resource, or undefined. */
export interface PlanOptions {
  readonly now: string;
  readonly resolveDirectory?: (resource: JsonObject) => string | undefined;
}

/** A resource of the institution, and the identifiers by which it can be found again. */
export interface DirectoryItem {
  readonly resource: JsonObject;
  readonly identifiers: readonly { readonly system: string; readonly value: string }[];
}

/** One record to store. `effective` is as the resources have it. */
export interface PlannedRecord {
  readonly type: RecordType;
  readonly title: string;
  readonly effective: string;
  readonly resources: readonly JsonObject[];
}

/** What an import stores: ids assigned, references rewritten, numbers untouched; records from the earliest on. */
export interface ImportPlan {
  readonly patient: JsonObject;
  readonly directory: readonly DirectoryItem[];
  readonly records: readonly PlannedRecord[];
}

type Places = ReadonlyMap<TransactionEntry, string>;

const directoryTypes = new Set([
  'Organization',
  'Practitioner',
  'PractitionerRole',
  'Location',
  'HealthcareService',
  'Endpoint',
]);

/** Whether resources of a type are the institution's, not the patient's. */
export function isDirectoryType(type: string): boolean {
  return directoryTypes.has(type);
}

/** The plan of an import. `assignId` gives a new id for a resource of a type; it is called once for each resource. */
export function planImport(
  bundle: TransactionBundle,
  assignId: (type: string) => string,
  options: PlanOptions,
): ImportPlan {
  const known = (entry: TransactionEntry): string | undefined =>
    isDirectoryType(entry.type) ? options.resolveDirectory?.(entry.resource) : undefined;
  const places = new Map(
    bundle.entries.map((entry) => [entry, known(entry) ?? `${entry.type}/${assignId(entry.type)}`]),
  );
  const resourcesOf = (entries: readonly TransactionEntry[]): JsonObject[] =>
    entries.map((entry) => finish(entry, bundle, places, options.now));
  const directory = bundle.entries.filter((entry) => isDirectoryType(entry.type) && known(entry) === undefined);
  const [patient] = resourcesOf(bundle.entries.filter(({ type }) => type === 'Patient'));
  if (!patient) throw new RangeError('a transaction has a Patient');
  const clinical = bundle.entries.filter(({ type }) => type !== 'Patient' && !isDirectoryType(type));
  const records = groupEntries(clinical, bundle.resolve).map(({ type, entries }) =>
    record(type, resourcesOf(entries), options.now),
  );
  return { patient, directory: resourcesOf(directory).map(directoryItem), records: records.sort(byDate) };
}

function finish(entry: TransactionEntry, bundle: TransactionBundle, places: Places, now: string): JsonObject {
  const rename = (reference: string): string => {
    const target = bundle.resolve(reference);
    return (target && places.get(target)) ?? reference;
  };
  const { resourceType: _type, id: _id, meta = {}, ...rest } = renamedMembers(entry.resource, rename);
  const id = places.get(entry)?.split('/')[1];
  return objectOf({
    resourceType: entry.type,
    id,
    meta: { ...(isObject(meta) ? meta : {}), versionId: '1', lastUpdated: now },
    ...rest,
  });
}

function directoryItem(resource: JsonObject): DirectoryItem {
  const pairs = objectsAt(resource, 'identifier').map((item) => ({
    system: textAt(item, 'system'),
    value: textAt(item, 'value'),
  }));
  return {
    resource,
    identifiers: pairs.filter((pair): pair is { system: string; value: string } => Boolean(pair.system && pair.value)),
  };
}

function record(type: RecordType, resources: readonly JsonObject[], now: string): PlannedRecord {
  const { title, effective = now } = recordHeading(resources);
  return { type, title, effective, resources };
}

function byDate(a: PlannedRecord, b: PlannedRecord): number {
  return Date.parse(a.effective) - Date.parse(b.effective);
}
