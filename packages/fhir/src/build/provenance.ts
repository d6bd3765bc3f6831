// Who acted, and for whom, as a FHIR R4 Provenance (https://hl7.org/fhir/R4/provenance.html).
import type { JsonObject } from '../json/value.ts';
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
  readonly file: string;
  readonly sha256: string;
  readonly place: string;
}

/** The Provenance of what was brought in from a file. */
export function importProvenanceResource(source: ImportSource): JsonObject {
  const { targets, agent, file, sha256, place, lastUpdated } = source;
  return {
    ...head('Provenance', source),
    target: targets.map((target) => ({ reference: target })),
    recorded: lastUpdated,
    agent: [{ who: typeof agent === 'string' ? { display: agent } : reference(agent) }],
    entity: [{ role: 'source', what: { identifier: { value: `sha256:${sha256}` }, display: `${file}, ${place}` } }],
  };
}
