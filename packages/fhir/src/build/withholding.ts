// A record that the patient withholds from everybody but its author, as a FHIR R4 Consent (https://hl7.org/fhir/R4/consent.html).
import { type JsonObject, objectOf } from '../json/value.ts';
import { recordReference } from './access-scope.ts';
import { coding, codings, head, type Named, reference, type Version } from './datatype.ts';

/** What is withheld since when; `withheldAt` is an instant in UTC. `author` is undefined where no practitioner wrote it. */
export interface Withholding extends Version {
  readonly patient: Named;
  readonly patientNumber: string;
  readonly record: number;
  readonly author?: Named;
  readonly withheldAt: string;
  readonly state: 'active' | 'inactive';
}

/** The Consent of a withholding: it denies access to one record, its author excepted. */
export function withholdingResource(withholding: Withholding): JsonObject {
  const { patient, patientNumber, record, author, withheldAt, state } = withholding;
  const access = [codings(coding('consentaction', 'access', 'Access'))];
  return objectOf({
    ...head('Consent', withholding),
    status: state,
    scope: codings(coding('consent-scope', 'patient-privacy', 'Privacy Consent')),
    category: [codings(coding('v3-ActCode', 'IDSCL', 'information disclosure'))],
    patient: reference(patient),
    dateTime: withheldAt,
    performer: [reference(patient)],
    policyRule: codings(coding('v3-ActCode', 'OPTOUT', 'opt-out')),
    provision: objectOf({
      type: 'deny',
      action: access,
      data: [{ meaning: 'instance', reference: recordReference(patientNumber, record) }],
      provision: author && [{ type: 'permit', actor: [authorOf(author)], action: access }],
    }),
  });
}

function authorOf(author: Named): JsonObject {
  const role = codings(coding('v3-ParticipationType', 'AUT', 'author (originator)'));
  return { role, reference: reference(author) };
}
