// Who acted, and for whom, as a FHIR R4 Provenance (https://hl7.org/fhir/R4/provenance.html).
import { type JsonObject, objectAt, objectOf, objectsAt, textAt } from '../json/value.ts';
import { coding, codings, head, type Named, reference, type Version } from './datatype.ts';

/** An act that somebody did in a patient's place. `targets` are references with their versions. */
export interface ActOnBehalf extends Version {
  readonly targets: readonly string[];
  readonly agent: Named;
  readonly onBehalfOf: Named;
}

/** The Provenance of such an act; it happened when it was recorded. */
export function provenanceResource(act: ActOnBehalf): JsonObject {
  return {
    ...head('Provenance', act),
    target: act.targets.map((target) => ({ reference: target })),
    recorded: act.lastUpdated,
    agent: [
      {
        type: codings(coding('v3-RoleCode', 'GUARD', 'guardian')),
        who: reference(act.agent),
        onBehalfOf: reference(act.onBehalfOf),
      },
    ],
  };
}

/** Where something was taken from when it was brought in: a file by name and SHA-256 (hexadecimal), and the place in it. */
export interface ImportSource extends Version {
  readonly targets: readonly string[];
  readonly agent: Named | string;
  /** What identifies the agent where they count as the author here too. */
  readonly author?: string | undefined;
  readonly file: string;
  readonly sha256: string;
  readonly place: string;
}

/** The Provenance of what was brought in from a file. */
export function importProvenanceResource(source: ImportSource): JsonObject {
  const { targets, agent, author, file, sha256, place, lastUpdated } = source;
  const identifier = author === undefined ? undefined : { value: author };
  const named = typeof agent === 'string' ? { display: agent } : agent;
  return {
    ...head('Provenance', source),
    target: targets.map((target) => ({ reference: target })),
    recorded: lastUpdated,
    agent: [{ who: objectOf({ ...reference(named), identifier }) }],
    entity: [{ role: 'source', what: { identifier: { value: `sha256:${sha256}` }, display: `${file}, ${place}` } }],
  };
}

/** Whether the resource is the Provenance of what was brought in. */
export function isImportProvenance(resource: JsonObject): boolean {
  return resource.resourceType === 'Provenance' && objectsAt(resource, 'entity').some(({ role }) => role === 'source');
}

/** What such a Provenance says to identify the author; undefined where it names none, and for any other resource. */
export function importAuthorOf(resource: JsonObject): string | undefined {
  if (!isImportProvenance(resource)) return undefined;
  const who = objectAt(objectsAt(resource, 'agent')[0], 'who');
  return textAt(objectAt(who, 'identifier'), 'value');
}

/** What such a Provenance says of where it was: the file, and the place in it. */
export function importPlaceOf(resource: JsonObject): string | undefined {
  return textAt(objectAt(objectsAt(resource, 'entity')[0], 'what'), 'display');
}
