// A grant of access as a FHIR R4 Consent (https://hl7.org/fhir/R4/consent.html).
import { type JsonObject, objectAt, objectOf, textAt } from '../json/value.ts';
import { type AccessScope, type Purpose, purposeCoding, recordReference, recordTypeConcept } from './access-scope.ts';
import { coding, codings, head, listOf, type Named, period, reference, type Version } from './datatype.ts';

/** What a patient granted to whom. `until` and `grantedAt` are instants in UTC; `requestRef` is the Task it answers. */
export interface Grant extends Version {
  readonly patient: Named;
  readonly patientNumber: string;
  readonly grantee: Named;
  readonly scope: AccessScope;
  readonly purpose: Purpose;
  readonly until: string;
  readonly state: 'active' | 'inactive';
  readonly grantedAt: string;
  readonly requestRef?: string;
  /** The collection that it was brought in from. */
  readonly source?: string | null;
}

/** The Consent of a grant. R4 has no element for the request it answers, so that is the identifier. */
export function consentResource(grant: Grant): JsonObject {
  const { patient, requestRef } = grant;
  return objectOf({
    ...head('Consent', grant),
    identifier: requestRef === undefined ? undefined : [{ type: { text: 'Request' }, value: requestRef }],
    status: grant.state,
    scope: codings(coding('consent-scope', 'patient-privacy', 'Privacy Consent')),
    category: [codings(coding('v3-ActCode', 'IDSCL', 'information disclosure'))],
    patient: reference(patient),
    dateTime: grant.grantedAt,
    performer: [reference(patient)],
    ...consentSource(grant),
    policyRule: codings(coding('v3-ActCode', 'OPTIN', 'opt-in')),
    provision: provision(grant),
  });
}

/** The element of a Consent that says that it was brought in from elsewhere. */
export function consentSource({ source = null }: { readonly source?: string | null }): JsonObject {
  return source === null ? {} : { sourceAttachment: { title: source } };
}

/** The collection that a Consent was brought in from; null where it was given here. */
export function sourceOfConsent(consent: JsonObject): string | null {
  return textAt(objectAt(consent, 'sourceAttachment'), 'title') ?? null;
}

function provision({ patientNumber, grantee, scope, purpose, until, grantedAt }: Grant): JsonObject {
  const recipient = codings(coding('v3-ParticipationType', 'IRCP', 'information recipient'));
  return objectOf({
    type: 'permit',
    period: { start: grantedAt, end: until },
    actor: [{ role: recipient, reference: reference(grantee) }],
    action: [codings(coding('consentaction', 'access', 'Access'))],
    purpose: [purposeCoding(purpose)],
    code: listOf((scope.types ?? []).map(recordTypeConcept)),
    dataPeriod: period(scope.from, scope.to),
    data: listOf((scope.records ?? []).map((record) => dataOf(patientNumber, record))),
  });
}

function dataOf(patientNumber: string, record: number): JsonObject {
  return { meaning: 'instance', reference: recordReference(patientNumber, record) };
}
