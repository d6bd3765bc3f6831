// A resource in rows for people. Words of the resource come as they are; fixed words come as message keys.
import { type JsonObject, objectAt, objectsAt, textAt } from '../json/value.ts';
import { documentSections } from '../records/composition.ts';
import { medicationConcept } from '../records/prescription/medication.ts';
import { displayAt, displayOf, displaysAt } from './display.ts';
import { type Finding, findingsOf } from './observation.ts';
import { type Outline, outlines, type RowKey } from './outlines.ts';

/** A value with what stands before it: words of the resource, or a message key. A date is as stored, for the page to format. */
export interface Row extends Omit<Finding, 'label'> {
  readonly label: { readonly text: string } | { readonly key: RowKey } | { readonly element: string };
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
  const code = codeOf(resource);
  const when = whenOf(resource);
  const status =
    textAt(resource, 'status') ?? textAt(resource, 'lifecycleStatus') ?? displayOf(resource.clinicalStatus);
  return {
    kind: kindOf(type),
    title: titleOf(resource),
    ...(code === undefined ? {} : { code }),
    ...(when === undefined ? {} : { when }),
    ...(status === undefined ? {} : { status }),
    rows: outline ? [...findingRows(resource, type), ...outlineRows(resource, outline)] : elementRows(resource),
    notes: displaysAt(resource, 'note'),
  };
}

/** What a resource is called, in its own words; else its type. */
export function titleOf(resource: JsonObject): string {
  const type = textAt(resource, 'resourceType') ?? '';
  const said = displayAt(resource, ...(outlines[type]?.title ?? []));
  return said ?? displayAt(resource, 'code', 'name', 'title', 'type') ?? type;
}

/** When a resource holds, as stored; undefined where its type says no time. */
export function whenOf(resource: JsonObject): string | undefined {
  return displayAt(resource, ...(outlines[textAt(resource, 'resourceType') ?? '']?.when ?? []));
}

/** The first code that says what a resource is about. */
export function codeOf(resource: JsonObject): Description['code'] {
  const concept = objectAt(resource, 'code') ?? objectAt(resource, 'vaccineCode') ?? medicationConcept(resource);
  const first = objectsAt(concept, 'coding')[0];
  const [system, code] = [textAt(first, 'system'), textAt(first, 'code')];
  return system === undefined || code === undefined ? undefined : { system, code };
}

/** A type's message key: `diagnostic-report` of `DiagnosticReport`. */
export function kindOf(resourceType: string): string {
  return resourceType.replace(/(?<=[a-z])(?=[A-Z])/g, '-').toLowerCase();
}

function findingRows(resource: JsonObject, type: string): Row[] {
  if (type === 'Composition') return narrativeRows(resource);
  if (type !== 'Observation') return [];
  return findingsOf(resource).map(({ label, ...finding }) => ({ ...finding, label: { text: label } }));
}

function narrativeRows(document: JsonObject): Row[] {
  const told = documentSections(document).filter(({ text }) => text !== '');
  return told.map(({ title, text }) => ({ label: { text: title }, value: text }));
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
