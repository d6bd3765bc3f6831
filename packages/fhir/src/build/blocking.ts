// Somebody whom a patient blocked, as a FHIR R4 Consent (https://hl7.org/fhir/R4/consent.html).
import { type JsonObject, objectOf } from '../json/value.ts';
import { coding, codings, head, type Named, reference, type Version } from './datatype.ts';

/** Who is blocked since when; `since` is an instant in UTC. */
export interface Blocking extends Version {
  readonly patient: Named;
  readonly blocked: Named;
  readonly since: string;
  readonly state: 'active' | 'inactive';
}

/** The Consent of a block: it denies one person access to everything, and names no data. */
export function blockingResource(blocking: Blocking): JsonObject {
  const { patient, blocked, since, state } = blocking;
  const role = codings(coding('v3-ParticipationType', 'IRCP', 'information recipient'));
  return objectOf({
    ...head('Consent', blocking),
    status: state,
    scope: codings(coding('consent-scope', 'patient-privacy', 'Privacy Consent')),
    category: [codings(coding('v3-ActCode', 'IDSCL', 'information disclosure'))],
    patient: reference(patient),
    dateTime: since,
    performer: [reference(patient)],
    policyRule: codings(coding('v3-ActCode', 'OPTOUT', 'opt-out')),
    provision: {
      type: 'deny',
      actor: [{ role, reference: reference(blocked) }],
      action: [codings(coding('consentaction', 'access', 'Access'))],
    },
  });
}
