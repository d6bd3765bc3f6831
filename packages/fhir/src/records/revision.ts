// The next version of a record: what its form became now, under the ids of the resources that it became before.
import { coding, codings, head, type Named, reference, type Version } from '../build/datatype.ts';
import { attachedFiles } from '../describe/attachment.ts';
import { formatJson } from '../json/format.ts';
import { type JsonObject, objectAt, objectsAt, textAt } from '../json/value.ts';
import { inError, isInError } from './in-error.ts';
import { medicationConcept } from './prescription/medication.ts';

/** A resource as it stands, and the number of its version. */
export interface Standing {
  readonly resource: JsonObject;
  readonly version: number;
}

/** Makes the resources of a record, the lead first, asking for an id for each in their order. */
export type Build = (newId: () => string) => readonly JsonObject[];

/** When a version is made, and where the ids of what is new come from. */
export interface Making {
  readonly recordedAt: string;
  readonly newId: () => string;
}

/**
 * The record's next version: what it is of goes on under its id, what is new has an id of its own, and what is in it no
 * more is marked as entered in error.
 */
export function revise(before: readonly Standing[], build: Build, { recordedAt, newId }: Making): Standing[] {
  const matched = matchedTo(before, build(counter()));
  const ids = matched.map((old) => (old === undefined ? newId() : String(old.resource.id)));
  const given = ids.values();
  const next = build(() => given.next().value ?? newId());
  const kept = next.map((resource, place) => continued(resource, matched[place], recordedAt));
  const dropped = before.filter((old) => !matched.includes(old) && !isInError(old.resource));
  return [...kept, ...dropped.flatMap((old) => markedInError(old, recordedAt))];
}

/** The record's next version when all of it was entered in error. */
export function reviseInError(before: readonly Standing[], { recordedAt }: Pick<Making, 'recordedAt'>): Standing[] {
  return before.filter(({ resource }) => !isInError(resource)).flatMap((old) => markedInError(old, recordedAt));
}

/** Who made a new version of a record and why. `targets` are references with their versions. */
export interface Revision extends Version {
  readonly targets: readonly string[];
  readonly agent: Named;
  readonly reason: string;
  readonly kind: RevisionKind;
}

/** What a new version is: other words, or that none of it ever held. */
export type RevisionKind = 'amended' | 'entered-in-error';

const operations: Readonly<Record<RevisionKind, string>> = { amended: 'UPDATE', 'entered-in-error': 'NULLIFY' };

/** The Provenance of a new version (https://hl7.org/fhir/R4/provenance.html). */
export function revisionResource(revision: Revision): JsonObject {
  return {
    ...head('Provenance', revision),
    target: revision.targets.map((target) => ({ reference: target })),
    recorded: revision.lastUpdated,
    reason: [{ text: revision.reason }],
    activity: codings(coding('v3-DataOperation', operations[revision.kind])),
    agent: [
      { type: codings(coding('provenance-participant-type', 'author', 'Author')), who: reference(revision.agent) },
    ],
  };
}

/** What such a Provenance says; undefined for any other resource. */
export function revisionOf(resource: JsonObject): Pick<Revision, 'kind' | 'reason'> | undefined {
  if (resource.resourceType !== 'Provenance') return undefined;
  const operation = textAt(objectsAt(objectAt(resource, 'activity'), 'coding')[0], 'code');
  const reason = textAt(objectsAt(resource, 'reason')[0], 'text');
  const kind = (['amended', 'entered-in-error'] as const).find((one) => operations[one] === operation);
  return kind && reason !== undefined ? { kind, reason } : undefined;
}

// The same thing measured or found, or the same file; of what is neither, also whatever stands in the same place of its kind: a drug
// that was misspelt is the same order.
function matchedTo(before: readonly Standing[], next: readonly JsonObject[]): (Standing | undefined)[] {
  const left = new Set([...before].sort((a, b) => Number(isInError(a.resource)) - Number(isInError(b.resource))));
  const take = (is: (old: JsonObject) => boolean): Standing | undefined => {
    const found = [...left].find(({ resource }) => is(resource));
    if (found) left.delete(found);
    return found;
  };
  const exact = next.map((resource) => take((old) => keyOf(old) === keyOf(resource)));
  return next.map((resource, place) => {
    const type = resource.resourceType;
    if (exact[place] !== undefined || type === 'Observation' || type === 'DocumentReference') return exact[place];
    return take((old) => old.resourceType === type && !isInError(old));
  });
}

function keyOf(resource: JsonObject): string {
  const concept = resource.code ?? medicationConcept(resource) ?? null;
  return `${resource.resourceType} ${JSON.stringify(concept)} ${attachedFiles(resource).join()}`;
}

function continued(resource: JsonObject, old: Standing | undefined, lastUpdated: string): Standing {
  if (old === undefined) return versioned(resource, 1, lastUpdated);
  const status = resource.status === 'final' ? { status: statusAfter(resource, old.resource) } : {};
  return versioned({ ...resource, ...status }, old.version + 1, lastUpdated);
}

// What says the same as before keeps its status: only its version is another, as the record is one whole.
function statusAfter(resource: JsonObject, old: JsonObject): string {
  const bare = ({ meta: _, status: __, issued: ___, ...rest }: JsonObject) =>
    new TextDecoder().decode(formatJson(rest));
  return bare(resource) === bare(old) && !isInError(old) ? (textAt(old, 'status') ?? 'final') : 'amended';
}

function markedInError({ resource, version }: Standing, lastUpdated: string): Standing[] {
  const marked = inError(resource);
  return marked === undefined ? [] : [versioned(marked, version + 1, lastUpdated)];
}

function versioned(resource: JsonObject, version: number, lastUpdated: string): Standing {
  return { resource: { ...resource, meta: { versionId: String(version), lastUpdated } }, version };
}

function counter(): () => string {
  let made = 0;
  return () => String(made++);
}
