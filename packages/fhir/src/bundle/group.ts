// Which resources of a transaction make one record together.
import type { RecordType } from '../build/access-scope.ts';
import { valuesAt } from '../describe/display.ts';
import { type JsonObject, objectsAt, textAt } from '../json/value.ts';
import type { TransactionBundle, TransactionEntry } from './transaction.ts';

/** The resources of one record, in the order of the bundle, what it is of first. */
export interface EntryGroup {
  readonly type: RecordType;
  readonly entries: readonly TransactionEntry[];
}

type Resolve = TransactionBundle['resolve'];

const encounterPaths = ['encounter', 'context', 'item.encounter'];
const throughPaths = [
  'claim',
  'prescription',
  'diagnosis.diagnosisReference',
  'procedure.procedureReference',
  'basedOn',
];

/**
 * A laboratory record of each laboratory report with its results; a visit of each encounter with what names it, itself
 * or through a claim, a prescription, a diagnosis or a procedure, and the goals of its care plans; a history of what is left, if anything is.
 */
export function groupEntries(entries: readonly TransactionEntry[], resolve: Resolve): EntryGroup[] {
  const taken = new Set<TransactionEntry>();
  const laboratory = entries
    .filter(isLaboratoryReport)
    .map((report) => take(taken, [report, ...resultsOf(report, resolve)]));
  const visits = new Map(entries.filter(({ type }) => type === 'Encounter').map((entry) => [entry, [entry]]));
  for (const entry of entries) {
    if (taken.has(entry) || visits.has(entry)) continue;
    const visit = visits.get(encounterOf(entry, resolve) ?? entry);
    visit?.push(...take(taken, [entry, ...targetsAt(entry.resource, 'goal', resolve)]));
  }
  const history = entries.filter((entry) => !taken.has(entry) && !visits.has(entry));
  return [
    ...laboratory.map((group): EntryGroup => ({ type: 'laboratory', entries: group })),
    ...[...visits.values()].map((group): EntryGroup => ({ type: 'visit', entries: group })),
    ...(history.length > 0 ? [{ type: 'history', entries: history } as const] : []),
  ];
}

function take(taken: Set<TransactionEntry>, entries: readonly TransactionEntry[]): TransactionEntry[] {
  const free = [...new Set(entries)].filter((entry) => !taken.has(entry));
  for (const entry of free) taken.add(entry);
  return free;
}

function isLaboratoryReport({ type, resource }: TransactionEntry): boolean {
  if (type !== 'DiagnosticReport') return false;
  const codings = objectsAt(resource, 'category').flatMap((concept) => objectsAt(concept, 'coding'));
  return codings.some((coding) => textAt(coding, 'code') === 'LAB');
}

function resultsOf(report: TransactionEntry, resolve: Resolve): TransactionEntry[] {
  const results = targetsAt(report.resource, 'result', resolve);
  return results.flatMap((result) => [result, ...targetsAt(result.resource, 'hasMember', resolve)]);
}

function encounterOf(entry: TransactionEntry, resolve: Resolve, depth = 0): TransactionEntry | undefined {
  const named = encounterPaths.flatMap((path) => targetsAt(entry.resource, path, resolve));
  const encounter = named.find(({ type }) => type === 'Encounter');
  if (encounter || depth > 2) return encounter;
  const through = throughPaths.flatMap((path) => targetsAt(entry.resource, path, resolve));
  return through.map((item) => encounterOf(item, resolve, depth + 1)).find((item) => item !== undefined);
}

function targetsAt(resource: JsonObject, path: string, resolve: Resolve): TransactionEntry[] {
  const references = valuesAt(resource, `${path}.reference`);
  return references.flatMap((reference) => (typeof reference === 'string' ? (resolve(reference) ?? []) : []));
}
