// Access that a doctor took in an emergency, as FHIR R4: a Consent (who reads until when, without the patient's consent)
// and a Task (why, and how an administrator closed it). https://hl7.org/fhir/R4/consent.html, https://hl7.org/fhir/R4/task.html
import { type JsonObject, objectAt, objectOf, objectsAt, textAt } from '../json/value.ts';
import { purposeCoding } from './access-scope.ts';
import { coding, codings, head, type Named, reference, type Version } from './datatype.ts';

const REVIEW = 'Review of an emergency access';
const UNASKED = 'NOCONSENT';
const statuses = { waiting: 'requested', justified: 'completed', 'not-justified': 'rejected' } as const;

/** Why nobody could be asked. */
export const emergencyReasons = ['unconscious', 'accident', 'cannot-be-asked', 'other'] as const;

/** One of these reasons. */
export type EmergencyReason = (typeof emergencyReasons)[number];

/** How an administrator closed it. */
export type EmergencyOutcome = Exclude<keyof typeof statuses, 'waiting'>;

/** The right itself. Times are instants in UTC; `endedBy` is the number of whoever ended it before its time. */
export interface EmergencyAccess extends Version {
  readonly patient: Named;
  readonly doctor: Named;
  readonly since: string;
  readonly until: string;
  readonly endedBy: string | null;
}

/** Why it was taken, and its review. `due` is an instant in UTC; `by` are the numbers of the doctor and the administrator. */
export interface EmergencyReview extends Version {
  readonly consent: string;
  readonly patient: Named;
  readonly doctor: Named;
  readonly reason: EmergencyReason;
  readonly note: { readonly text: string; readonly at: string; readonly by: string };
  readonly due: string;
  readonly closed: { readonly outcome: EmergencyOutcome; readonly text: string; readonly by: string } | null;
}

/** The Consent of an emergency access. Whoever performed it, its doctor or who ended it, is its performer. */
export function emergencyConsent(access: EmergencyAccess): JsonObject {
  const { patient, doctor, since, until, endedBy } = access;
  const role = codings(coding('v3-ParticipationType', 'IRCP', 'information recipient'));
  return objectOf({
    ...head('Consent', access),
    status: endedBy === null ? 'active' : 'inactive',
    scope: codings(coding('consent-scope', 'patient-privacy', 'Privacy Consent')),
    category: [codings(coding('v3-ActCode', 'IDSCL', 'information disclosure'))],
    patient: reference(patient),
    dateTime: since,
    performer: [endedBy === null ? reference(doctor) : numbered(endedBy)],
    policyRule: codings(coding('v3-ActCode', UNASKED, 'no consent')),
    provision: {
      type: 'permit',
      period: { start: since, end: until },
      actor: [{ role, reference: reference(doctor) }],
      action: [codings(coding('consentaction', 'access', 'Access'))],
      purpose: [purposeCoding('BTG')],
    },
  });
}

/** The Task of its review. Its exact state is `businessStatus.text`; the doctor's words are the first note, the review's the second. */
export function emergencyReviewTask(review: EmergencyReview): JsonObject {
  const { consent, patient, doctor, reason, note, due, closed, lastUpdated } = review;
  const state = closed?.outcome ?? 'waiting';
  return objectOf({
    ...head('Task', review),
    status: statuses[state],
    businessStatus: { text: state },
    intent: 'order',
    code: { text: REVIEW },
    focus: { reference: `Consent/${consent}` },
    for: reference(patient),
    authoredOn: note.at,
    lastModified: lastUpdated,
    requester: reference(doctor),
    reasonCode: { ...codings(purposeCoding('BTG')), text: reason },
    note: [
      { authorString: note.by, time: note.at, text: note.text },
      ...(closed ? [{ authorString: closed.by, time: lastUpdated, text: closed.text }] : []),
    ],
    restriction: { period: { end: due } },
  });
}

/** True for the Consent of an emergency access. */
export function isEmergencyConsent(resource: JsonObject): boolean {
  const [rule] = objectsAt(objectAt(resource, 'policyRule'), 'coding');
  return resource.resourceType === 'Consent' && textAt(rule, 'code') === UNASKED;
}

/** True for the Task of its review. */
export function isEmergencyReview(resource: JsonObject): boolean {
  return resource.resourceType === 'Task' && textAt(objectAt(resource, 'code'), 'text') === REVIEW;
}

/** Whether the text is a reason. */
export function isEmergencyReason(text: string): text is EmergencyReason {
  return emergencyReasons.some((reason) => reason === text);
}

function numbered(login: string): JsonObject {
  return { identifier: { value: login }, display: login };
}
