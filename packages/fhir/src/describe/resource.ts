// A resource in rows for people. Words of the resource come as they are; fixed words come as message keys.
import { type JsonObject, objectAt, objectsAt, textAt } from '../json/value.ts';
import { displayAt, displayOf, displaysAt } from './display.ts';
import { type Finding, findingsOf } from './observation.ts';
import { type Outline, outlines, type RowKey } from './outlines.ts';

/** A value with what stands before it: words of the resource, or a message key. A date is as stored, for the page to format. */
export interface Row extends Omit<Finding, 'label'> {
  readonly label: { readonly text: string } | { readonly key: RowKey } | { readonly element: string };
  readonly date?: true;
}

/** A resource as it is shown. `kind` is a message key: the type in lower case with hyphens. */
export interface Description {
  readonly kind: string;
  readonly title: string;
  readonly code?: { readonly system: string; readonly code: string };
  readonly when?: string;
  readonly status?: string;
  readonly rows: readonly Row[];
  readonly notes: readonly string[];
}

const unshown = new Set([
  'resourceType',
  'id',
  'meta',
  'text',
  'contained',
  'extension',
  'status',
  'subject',
  'patient',
  'note',
]);

/** What a resource says. Types that are not known by name are shown element by element. */
export function describeResource(resource: JsonObject): Description {
  const type = textAt(resource, 'resourceType') ?? '';
  const outline = outlines[type];
  const title =
    (outline && displayAt(resource, ...outline.title)) ?? displayAt(resource, 'code', 'name', 'title', 'type') ?? type;
  const when = outline && displayAt(resource, ...outline.when);
  const status =
    textAt(resource, 'status') ?? textAt(resource, 'lifecycleStatus') ?? displayOf(resource.clinicalStatus);
  return {
    kind: kindOf(type),
    title,
    ...codeOf(resource),
    ...(when === undefined ? {} : { when }),
    ...(status === undefined ? {} : { status }),
    rows: outline ? [...findingRows(resource, type), ...outlineRows(resource, outline)] : elementRows(resource),
    notes: displaysAt(resource, 'note'),
  };
}

/** A type's message key: `diagnostic-report` of `DiagnosticReport`. */
export function kindOf(resourceType: string): string {
  return resourceType.replace(/(?<=[a-z])(?=[A-Z])/g, '-').toLowerCase();
}

function codeOf(resource: JsonObject): Pick<Description, 'code'> {
  const concept = ['code', 'vaccineCode', 'medicationCodeableConcept']
    .map((key) => objectAt(resource, key))
    .find(Boolean);
  const first = objectsAt(concept, 'coding')[0];
  const [system, code] = [textAt(first, 'system'), textAt(first, 'code')];
  return system === undefined || code === undefined ? {} : { code: { system, code } };
}

function findingRows(resource: JsonObject, type: string): Row[] {
  if (type !== 'Observation') return [];
  return findingsOf(resource).map(({ label, ...finding }) => ({ ...finding, label: { text: label } }));
}

function outlineRows(resource: JsonObject, outline: Outline): Row[] {
  return outline.rows.flatMap(({ key, paths, date }) =>
    displaysAt(resource, ...paths).map((value) => ({ label: { key }, value, ...(date && { date }) })),
  );
}

function elementRows(resource: JsonObject): Row[] {
  const names = Object.keys(resource).filter((name) => !unshown.has(name));
  return names.flatMap((element) => displaysAt(resource, element).map((value) => ({ label: { element }, value })));
}
