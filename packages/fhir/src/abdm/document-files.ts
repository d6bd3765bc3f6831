// The files of a document that comes back: Binaries, each named by one attachment of a DocumentReference
// (https://hl7.org/fhir/R4/binary.html). Their bytes were cut out on the way, and are for whoever takes them in.
import type { SubmittedFile } from '../bundle/submitted-file.ts';
import type { TransactionEntry } from '../bundle/transaction.ts';
import { type JsonObject, objectAt, objectOf, objectsAt, textAt } from '../json/value.ts';
import { type Issue, issue } from '../validate/issue.ts';

type Resolve = (reference: string) => TransactionEntry | undefined;

/** A Binary without its `data`, which is empty once its bytes are cut out, and which FHIR does not allow to be empty. */
export function withoutData(entry: TransactionEntry): TransactionEntry {
  if (entry.type !== 'Binary') return entry;
  const { data: _, ...rest } = entry.resource;
  return { ...entry, resource: objectOf(rest) };
}

/** The addresses of the files that they name. */
export function fileUrls(entries: readonly TransactionEntry[]): string[] {
  const references = entries.filter(({ type }) => type === 'DocumentReference');
  return references.flatMap(({ resource }) =>
    objectsAt(resource, 'content').map((content) => textAt(objectAt(content, 'attachment'), 'url') ?? ''),
  );
}

/** The files that the entries name, in order, by their places among `all`; what is wrong is added to `issues`. */
export function filesInside(
  entries: readonly TransactionEntry[],
  all: readonly TransactionEntry[],
  resolve: Resolve,
  issues: Issue[],
): SubmittedFile[] {
  const files = entries.filter(({ type }) => type === 'DocumentReference').flatMap((entry) => attached(entry, issues));
  const found = files.flatMap(({ url, ...file }): (SubmittedFile & { readonly binary: TransactionEntry })[] => {
    const binary = resolve(url);
    if (binary?.type !== 'Binary') {
      issues.push(issue('not-found', `${file.path}.url`, `the document does not have the file ${url}`));
      return [];
    }
    if (textAt(binary.resource, 'contentType') !== file.contentType)
      issues.push(issue('value', `${file.path}.contentType`, 'is another than that of its Binary'));
    return [{ ...file, url, entry: all.indexOf(binary), binary }];
  });
  for (const binary of entries.filter(({ type }) => type === 'Binary')) {
    const times = found.filter((file) => file.binary === binary).length;
    if (times !== 1 && issues.length === 0)
      issues.push(issue('invariant', binary.path, `is named by one DocumentReference; here by ${times}`));
  }
  return found.map(({ binary: _, ...file }) => file);
}

function attached(entry: TransactionEntry, issues: Issue[]): Omit<SubmittedFile, 'entry'>[] {
  const contents = objectsAt(entry.resource, 'content');
  if (contents.length !== 1)
    issues.push(issue('not-supported', `${entry.path}.content`, 'a DocumentReference has one file here'));
  return contents.flatMap((content, i) => attachment(entry, objectAt(content, 'attachment'), i, issues));
}

function attachment(
  { resource, path: at }: TransactionEntry,
  found: JsonObject | undefined,
  i: number,
  issues: Issue[],
) {
  const path = `${at}.content[${i}].attachment`;
  const [url, hash, size] = [textAt(found, 'url'), textAt(found, 'hash'), textAt(found, 'size')];
  if (url === undefined || found?.data !== undefined) {
    issues.push(issue('not-supported', path, 'a file stands in a Binary of the document, and its url names that'));
    return [];
  }
  const said = { ...(hash !== undefined && { hash }), ...(size !== undefined && { size }) };
  return [
    { url, path, contentType: textAt(found, 'contentType') ?? '', title: textAt(found, 'title') ?? '', said, resource },
  ];
}
