// What the form of an emergency card is filled in with at first: from the registration, and from records that are not
// withheld. Nothing of it is on the card before somebody says so.

import {
  allergiesOf,
  type CardAnswers,
  displayOf,
  isInError,
  isInForce,
  type JsonObject,
  type JsonValue,
  medicationConcept,
  objectAt,
  objectsAt,
  parseJson,
  textAt,
} from '@patrec/fhir';
import { type AccessEvent, eventValues, loggedRead } from '../access/access-log.ts';
import type { Db } from '../db/pool.ts';
import type { Patient } from './patient-store.ts';
import { readRegistration } from './registration.ts';

const LONGEST = 300;

const selectResources = loggedRead(
  'card.suggestions',
  `SELECT v.bytes FROM resource_version v LEFT JOIN record r ON r.chain = v.chain AND r.number = v.record
   WHERE v.chain = $9 AND v.current AND r.withheld_by IS NULL
     AND v.type IN ('AllergyIntolerance', 'Condition', 'MedicationRequest', 'MedicationStatement')
   ORDER BY v.block_seq DESC, v.place LIMIT 500`,
);

/** Suggestions for a patient's card; the event is logged before they leave. */
export async function suggestAnswers(db: Db, event: AccessEvent, patient: Patient): Promise<CardAnswers> {
  const rows = await db.rows<{ bytes: Uint8Array }>(selectResources, [...eventValues(event), event.chain]);
  const resources = rows.map(({ bytes }) => parseJson(bytes) as JsonObject).filter((one) => !isInError(one));
  const of = (...types: string[]) => resources.filter(({ resourceType }) => types.includes(String(resourceType)));
  const { listed: allergies, none } = allergiesOf(resources);
  const registration = await readRegistration(db, event.chain);
  const [contact] = registration.flatMap((one) => (one.resourceType === 'Patient' ? objectsAt(one, 'contact') : []));
  const name = textAt(objectAt(contact, 'name'), 'text') ?? '';
  const relation = textAt(objectsAt(contact, 'relationship')[0], 'text') ?? '';
  return {
    name: patient.name,
    birthDate: patient.birthDate ?? '',
    sex: patient.sex,
    bloodGroup: patient.bloodGroup ?? '',
    allergies: listed([...allergies, ...none].map(({ code }) => code)),
    medication: listed(of('MedicationRequest', 'MedicationStatement').filter(isInForce).map(medicationConcept)),
    conditions: listed(
      of('Condition')
        .filter(isInForce)
        .map(({ code }) => code),
    ),
    contact: relation === '' ? name : `${name} (${relation})`,
    contactPhone: textAt(objectsAt(contact, 'telecom')[0], 'value') ?? '',
    note: '',
  };
}

// Each once, as many as fit.
function listed(concepts: readonly (JsonValue | undefined)[]): string {
  const texts = new Set(concepts.flatMap((concept) => displayOf(concept) ?? []));
  let text = '';
  for (const one of texts) {
    const longer = text === '' ? one : `${text}, ${one}`;
    if (longer.length <= LONGEST) text = longer;
  }
  return text;
}
