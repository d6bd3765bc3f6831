// A doctor who waits for verification, as the administrator sees them.

import { type JsonObject, objectsAt, textAt } from '@patrec/fhir';
import type { ApplicantView } from '@patrec/web';
import { registrationOf } from '../../identity/prescriber.ts';
import type { WaitingDoctor } from '../../identity/verify-practitioner.ts';

/** What the doctor stated at sign-up. */
export function applicantView({ resource, login, name, since, ...place }: WaitingDoctor): ApplicantView {
  const { speciality, workplace, city } = place;
  const registration = registrationOf(resource);
  return {
    login,
    name,
    since,
    speciality,
    workplace,
    city,
    sex: sexOf(resource),
    registration: registration?.number ?? '',
    council: registration?.council ?? '',
    phone: textAt(objectsAt(resource, 'telecom')[0], 'value') ?? '',
  };
}

function sexOf({ gender }: JsonObject): ApplicantView['sex'] {
  return gender === 'male' || gender === 'female' || gender === 'other' ? gender : 'unknown';
}
