// What FHIR asks of the Bundle of a document (https://hl7.org/fhir/R4/bundle.html#invs, bdl-9 to bdl-11).
import { MOST_ENTRIES } from '../bundle/submission.ts';
import { isObject, type JsonObject, type JsonValue, objectAt, objectOf, objectsAt, textAt } from '../json/value.ts';
import { type Issue, issue } from '../validate/issue.ts';
import { validateResource } from '../validate/resource.ts';

/** What is wrong with the Bundle of a document, apart from the resources in it. */
export function envelopeIssues(bundle: JsonObject): Issue[] {
  const { entry } = bundle;
  const [first] = objectsAt(bundle, 'entry');
  if (Array.isArray(entry) && entry.length > MOST_ENTRIES)
    return [issue('invalid', 'Bundle.entry', `a document has at most ${MOST_ENTRIES} entries`)];
  const found = validateResource(
    objectOf({ ...bundle, entry: Array.isArray(entry) ? entry.map(withoutContent) : entry }),
  );
  const identifier = objectAt(bundle, 'identifier');
  const wanted: readonly (readonly [unknown, string, string])[] = [
    [textAt(identifier, 'system') && textAt(identifier, 'value'), 'identifier', 'is there, with a system and a value'],
    [textAt(bundle, 'timestamp'), 'timestamp', 'says when the document was made'],
    [isComposition(first), 'entry[0].resource', 'is the Composition with which a document begins'],
  ];
  const missing = wanted.filter(([there]) => !there);
  found.push(...missing.map(([, element, text]) => issue('invariant', `Bundle.${element}`, text)));
  return [...found, ...objectsAt(bundle, 'entry').flatMap(entryIssues)];
}

function entryIssues(item: JsonObject, index: number): Issue[] {
  const path = `Bundle.entry[${index}]`;
  const typed = textAt(objectAt(item, 'resource'), 'resourceType') !== undefined;
  return [
    ...(textAt(item, 'fullUrl') === undefined
      ? [issue('required', `${path}.fullUrl`, 'an entry of a document has its address')]
      : []),
    ...(typed ? [] : [issue('required', `${path}.resource`, 'an entry has a resource with its type')]),
  ];
}

// Resources are checked each by itself, where they stand: here each is the least that there is of its kind.
function withoutContent(item: JsonValue): JsonValue {
  if (!isObject(item)) return item;
  return objectOf({ ...item, resource: isComposition(item) ? leastComposition : leastResource });
}

function isComposition(item: JsonObject | undefined): boolean {
  return textAt(objectAt(item, 'resource'), 'resourceType') === 'Composition';
}

const leastResource: JsonObject = { resourceType: 'Basic', code: { text: 'entry' } };
const leastComposition: JsonObject = {
  resourceType: 'Composition',
  status: 'final',
  type: { text: 'document' },
  date: '2026',
  author: [{ display: 'author' }],
  title: 'document',
};
