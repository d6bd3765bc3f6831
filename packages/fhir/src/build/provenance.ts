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
