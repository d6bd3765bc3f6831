// Somebody who stands in a patient's place, as FHIR R4: a RelatedPerson (who) and a Consent (how far, until when, by whom
// it was last changed). https://hl7.org/fhir/R4/relatedperson.html, https://hl7.org/fhir/R4/consent.html
import { type JsonObject, objectAt, objectOf, objectsAt, textAt } from '../json/value.ts';
import { consentSource } from './consent.ts';
import { coding, codings, head, type Named, period, reference, type Version } from './datatype.ts';
import { type Relationship, relatedPersonResource } from './related-person.ts';

const statuses = {
  invited: 'proposed',
  accepted: 'active',
  declined: 'rejected',
  cancelled: 'inactive',
  removed: 'inactive',
  'stepped-down': 'inactive',
} as const;
const bothActions = {
  view: [['access', 'Access']],
  complete: [
    ['access', 'Access'],
    ['disclose', 'Disclose'],
  ],
} as const;

/** Where a guardianship stands: the last three are ends, by the patient before or after it was accepted, or by the guardian. */
export type GuardianshipState = keyof typeof statuses;

/** Whether a guardian only reads, or also decides. */
export type GuardianLevel = keyof typeof bothActions;

/** A guardianship. Times are instants in UTC; `id` is the RelatedPerson's, `consentId` the Consent's. */
export interface Guardianship extends Version {
  readonly consentId: string;
  readonly patient: Named;
  readonly guardian: { readonly number: string; readonly name: string };
  readonly relationship: Relationship;
  readonly level: GuardianLevel;
  readonly state: GuardianshipState;
  readonly invitedAt: string;
  readonly acceptedAt: string | null;
  readonly until: string | null;
  /** False for an invitation that the patient did not agree to themselves: a parent's, a court's. */
  readonly byPatient?: boolean;
  /** The collection that it was brought in from. */
  readonly source?: string | null;
}

/** The RelatedPerson and the Consent, of the same version. */
export function guardianshipResources(guardianship: Guardianship): [JsonObject, JsonObject] {
  const { id, consentId, patient, guardian, relationship, state, acceptedAt, until } = guardianship;
  const { versionId, lastUpdated } = guardianship;
  const person = relatedPersonResource({
    ...{ id, versionId, lastUpdated, patient, relationship },
    number: guardian.number,
    name: guardian.name,
    active: state === 'accepted',
    from: acceptedAt,
    until,
  });
  return [person, consentOf(guardianship, { ...head('Consent', { id: consentId, versionId, lastUpdated }) })];
}

function consentOf(
  { patient, state, invitedAt, byPatient = true, ...rest }: Guardianship,
  opening: JsonObject,
): JsonObject {
  const guardian: Named = { reference: `RelatedPerson/${rest.id}`, display: rest.guardian.name };
  const byGuardian = state === 'accepted' || state === 'declined' || state === 'stepped-down';
  return objectOf({
    ...opening,
    status: statuses[state],
    scope: codings(coding('consent-scope', 'patient-privacy', 'Privacy Consent')),
    category: [codings(coding('v3-ActCode', 'IDSCL', 'information disclosure'))],
    patient: reference(patient),
    dateTime: invitedAt,
    performer:
      byPatient || byGuardian || state !== 'invited' ? [reference(byGuardian ? guardian : patient)] : undefined,
    ...consentSource(rest),
    policyRule: codings(coding('v3-ActCode', 'OPTIN', 'opt-in')),
    provision: objectOf({
      type: 'permit',
      period: period(rest.acceptedAt, rest.until),
      actor: [{ role: codings(coding('v3-RoleCode', 'GUARD', 'guardian')), reference: reference(guardian) }],
      action: bothActions[rest.level].map(([code, display]) => codings(coding('consentaction', code, display))),
    }),
  });
}

/** Whether the resource is the Consent of a guardianship. */
export function isGuardianshipConsent(resource: JsonObject): boolean {
  return resource.resourceType === 'Consent' && guardianOf(resource).startsWith('RelatedPerson/');
}

/** The state that such a Consent tells. */
export function guardianshipStateOf(consent: JsonObject): GuardianshipState {
  const status = textAt(consent, 'status');
  if (status === 'proposed') return 'invited';
  if (status === 'active') return 'accepted';
  if (status === 'rejected') return 'declined';
  if (textAt(objectsAt(consent, 'performer')[0], 'reference') === guardianOf(consent)) return 'stepped-down';
  return textAt(objectAt(objectAt(consent, 'provision'), 'period'), 'start') === undefined ? 'cancelled' : 'removed';
}

/** The reference to the RelatedPerson, or to whoever else a Consent is for. */
export function guardianOf(consent: JsonObject): string {
  const [actor] = objectsAt(objectAt(consent, 'provision'), 'actor');
  return textAt(objectAt(actor, 'reference'), 'reference') ?? '';
}
