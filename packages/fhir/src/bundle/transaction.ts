// A FHIR R4 transaction Bundle that creates one patient's resources, parsed strictly.
// https://hl7.org/fhir/R4/http.html#transaction
import { JsonError } from '../json/error.ts';
import { parseJson } from '../json/parse.ts';
import { isObject, type JsonObject, type JsonValue, textAt } from '../json/value.ts';
import { type Issue, issue } from '../validate/issue.ts';
import { validateResource } from '../validate/resource.ts';
import { BundleError } from './bundle-error.ts';
import { danglingProblem, referencesIn } from './references.ts';

/** One resource to create. `path` is where it stood: `Bundle.entry[12].resource`. */
export interface TransactionEntry {
  readonly fullUrl?: string;
  readonly type: string;
  readonly resource: JsonObject;
  readonly path: string;
}

/** A transaction in which every resource is valid, every reference resolves, and there is exactly one Patient. */
export interface TransactionBundle {
  readonly entries: readonly TransactionEntry[];
  /** The entry that a reference of the bundle means, or undefined for `#…` and for other servers'. */
  readonly resolve: (reference: string) => TransactionEntry | undefined;
}

/** The transaction that JSON bytes hold. Throws BundleError with everything that is wrong. */
export function parseTransactionBundle(bytes: Uint8Array): TransactionBundle {
  const issues: Issue[] = [];
  const transaction = readTransaction(bytes, issues);
  const { entries } = transaction;
  if (issues.length === 0) issues.push(...onePatient(entries));
  for (const entry of entries) issues.push(...entryIssues(entry, transaction));
  if (issues.length > 0) throw new BundleError(issues);
  return transaction;
}

/** The entries of a transaction as far as they can be read; what is wrong is added to `issues`. */
export function readTransaction(bytes: Uint8Array, issues: Issue[]): TransactionBundle {
  const entries = entriesOf(bundleOf(bytes), issues);
  return { entries, resolve: resolver(entries, issues) };
}

function bundleOf(bytes: Uint8Array): JsonObject {
  const bundle = jsonOf(bytes, 'Bundle');
  if (!isObject(bundle) || bundle.resourceType !== 'Bundle')
    throw refusal('Bundle.resourceType', 'this is not a Bundle');
  if (bundle.type !== 'transaction')
    throw refusal('Bundle.type', `only a transaction can be imported, not ${textAt(bundle, 'type')}`);
  return bundle;
}

/** Strict JSON. Throws BundleError at that path where it is none. */
export function jsonOf(bytes: Uint8Array, path: string): JsonValue {
  try {
    return parseJson(bytes);
  } catch (error) {
    if (!(error instanceof JsonError)) throw error;
    throw new BundleError([issue('structure', path, `not strict JSON: ${error.message}`)], { unread: true });
  }
}

function refusal(path: string, text: string): BundleError {
  return new BundleError([issue('structure', path, text)]);
}

function entriesOf(bundle: JsonObject, issues: Issue[]): TransactionEntry[] {
  const { entry } = bundle;
  if (!Array.isArray(entry) || entry.length === 0) throw refusal('Bundle.entry', 'the bundle has no entries');
  return entry.flatMap((item, index) => entryOf(item, `Bundle.entry[${index}]`, issues) ?? []);
}

function entryOf(entry: JsonValue, path: string, issues: Issue[]): TransactionEntry | undefined {
  const resource = isObject(entry) ? entry.resource : undefined;
  const type = isObject(resource) ? textAt(resource, 'resourceType') : undefined;
  if (!isObject(entry) || !isObject(resource) || type === undefined) {
    issues.push(issue('required', `${path}.resource`, 'an entry has a resource with its type'));
    return undefined;
  }
  issues.push(...requestIssues(entry.request, type, `${path}.request`));
  const fullUrl = textAt(entry, 'fullUrl');
  return { ...(fullUrl === undefined ? {} : { fullUrl }), type, resource, path: `${path}.resource` };
}

function requestIssues(request: JsonValue | undefined, type: string, path: string): Issue[] {
  if (!isObject(request)) return [issue('required', path, 'an entry of a transaction has a request')];
  const { method, url } = request;
  if (method !== 'POST')
    return [issue('not-supported', `${path}.method`, `only POST creates; ${JSON.stringify(method)} is refused`)];
  if (url !== type)
    return [issue('value', `${path}.url`, `to create a ${type}, the address is ${type}, not ${JSON.stringify(url)}`)];
  const condition = Object.keys(request).find((key) => key.startsWith('if'));
  return condition ? [issue('not-supported', `${path}.${condition}`, 'conditional requests are refused')] : [];
}

/** What each reference of a Bundle means; an address that two entries have is added to `issues`. */
export function resolver(entries: readonly TransactionEntry[], issues: Issue[]): TransactionBundle['resolve'] {
  const byUrl = new Map<string, TransactionEntry>();
  for (const entry of entries) {
    for (const url of addressesOf(entry)) {
      if (byUrl.has(url)) issues.push(issue('duplicate', entry.path, `two entries are ${url}`));
      byUrl.set(url, entry);
    }
  }
  return (reference) => byUrl.get(reference);
}

/** What others may call an entry: its fullUrl, and `Type/id` when that is how an http address ends. */
function addressesOf({ fullUrl, type }: TransactionEntry): string[] {
  if (fullUrl === undefined) return [];
  const [last = '', id = ''] = fullUrl.split('/').slice(-2);
  const named = /^https?:\/\//.test(fullUrl) && last === type && /^[A-Za-z0-9\-.]{1,64}$/.test(id);
  return named ? [fullUrl, `${type}/${id}`] : [fullUrl];
}

function onePatient(entries: readonly TransactionEntry[]): Issue[] {
  const patients = entries.filter(({ type }) => type === 'Patient');
  if (patients.length === 1) return [];
  return [issue('invariant', 'Bundle.entry', `a bundle is of exactly one Patient; this has ${patients.length}`)];
}

function entryIssues(entry: TransactionEntry, bundle: TransactionBundle): Issue[] {
  return [...resourceIssues(entry, bundle), ...danglingIssues(entry.resource, entry.path, bundle.resolve)];
}

/** What is wrong with the resource of an entry, where it stands in the bundle. */
export function resourceIssues(
  { resource, path, type }: TransactionEntry,
  { resolve }: Pick<TransactionBundle, 'resolve'>,
): Issue[] {
  const rename = (reference: string): string => {
    const target = resolve(reference);
    return target ? `${target.type}/in-this-bundle` : reference;
  };
  return validateResource(resource, rename).map((item) => ({
    ...item,
    expression: path + item.expression.slice(type.length),
  }));
}

function danglingIssues(resource: JsonObject, path: string, resolve: TransactionBundle['resolve']): Issue[] {
  return referencesIn(resource, path).flatMap(({ reference, path: place }) => {
    const problem = resolve(reference) ? undefined : danglingProblem(reference);
    return problem === undefined ? [] : [issue('not-found', place, problem)];
  });
}
