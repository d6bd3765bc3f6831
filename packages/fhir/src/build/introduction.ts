// A code by which a patient lets one doctor know who they are, as a FHIR R4 Consent (https://hl7.org/fhir/R4/consent.html).
import { type JsonObject, objectOf, objectsAt, textAt } from '../json/value.ts';
import { purposeCoding } from './access-scope.ts';
import { coding, codings, head, type Named, period, reference, type Version } from './datatype.ts';

const CATEGORY = 'Introduction';
const statuses = { waiting: 'proposed', opened: 'active', ended: 'inactive' } as const;

/** Where an introduction stands: its code waits, a doctor has used it, or it was ended. The end by time is in the period. */
export type IntroductionState = keyof typeof statuses;

/** An introduction. Times are instants in UTC; `codes` are the SHA-256 of what is scanned and of what is typed, in hex. */
export interface Introduction extends Version {
  readonly patient: Named;
  readonly codes: readonly [scanned: string, typed: string];
  readonly doctor?: Named;
  readonly state: IntroductionState;
  readonly madeAt: string;
  readonly openedAt: string | null;
  readonly until: string;
}

/** The Consent of an introduction: it permits the headings of records (their type, day and author), and names no data. */
export function introductionResource(introduction: Introduction): JsonObject {
  const { patient, codes, doctor, state, madeAt, openedAt, until } = introduction;
  const role = codings(coding('v3-ParticipationType', 'IRCP', 'information recipient'));
  return objectOf({
    ...head('Consent', introduction),
    identifier: codes.map((value) => ({ type: { text: 'SHA-256 of the code' }, value })),
    status: statuses[state],
    scope: codings(coding('consent-scope', 'patient-privacy', 'Privacy Consent')),
    category: [codings(coding('v3-ActCode', 'IDSCL', 'information disclosure')), { text: CATEGORY }],
    patient: reference(patient),
    dateTime: madeAt,
    performer: [reference(patient)],
    policyRule: codings(coding('v3-ActCode', 'OPTIN', 'opt-in')),
    provision: objectOf({
      type: 'permit',
      period: period(openedAt ?? madeAt, until),
      actor: doctor && [{ role, reference: reference(doctor) }],
      action: [codings(coding('consentaction', 'access', 'Access'))],
      purpose: [purposeCoding('CAREMGT')],
      code: [{ text: 'headings' }],
    }),
  });
}

/** Whether the resource is the Consent of an introduction. */
export function isIntroduction(resource: JsonObject): boolean {
  return resource.resourceType === 'Consent' && categoryOf(resource) === CATEGORY;
}

/** What a Consent of a kind of its own calls itself. */
export function categoryOf(consent: JsonObject): string | undefined {
  return textAt(objectsAt(consent, 'category')[1], 'text');
}
