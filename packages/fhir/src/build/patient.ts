// A registered patient as a FHIR R4 Patient (https://hl7.org/fhir/R4/patient.html).
import { type JsonObject, objectOf } from '../json/value.ts';
import type { Sex } from '../records/field.ts';
import { coding, codings, head, listOf, type Version } from './datatype.ts';
import { formatAbhaNumber } from './identifiers.ts';
import { address, contactPoints, humanNames, languageConcept, type PersonName, type PostalAddress } from './person.ts';

/** What is known of a patient. Of an Aadhaar number only the last four digits come here. */
export interface Registration extends Version {
  readonly number: string;
  readonly name: PersonName;
  readonly sex: Sex;
  readonly birthDate: string;
  readonly address?: PostalAddress;
  readonly phone?: string;
  readonly email?: string;
  readonly emergencyContact?: { readonly name: string; readonly relationship: string; readonly phone: string };
  readonly abhaNumber?: string;
  readonly abhaAddress?: string;
  readonly aadhaarLastFour?: string;
  readonly language?: string;
}

/** The Patient of a registration. */
export function patientResource(registration: Registration): JsonObject {
  const { name, sex, birthDate, phone, email, language } = registration;
  return objectOf({
    ...head('Patient', registration),
    identifier: identifiers(registration),
    active: true,
    name: humanNames(name),
    telecom: listOf(contactPoints(phone, email, 'home')),
    gender: sex,
    birthDate,
    address: registration.address && [address(registration.address)],
    contact: registration.emergencyContact && [contact(registration.emergencyContact)],
    communication: language === undefined ? undefined : [{ language: languageConcept(language), preferred: true }],
  });
}

function identifiers({ number, abhaNumber, abhaAddress, aadhaarLastFour }: Registration): JsonObject[] {
  const abha = abhaNumber === undefined ? undefined : (formatAbhaNumber(abhaNumber) ?? abhaNumber);
  const official = { use: 'official' };
  return [
    { use: 'usual', type: codings(coding('v2-0203', 'MR', 'Medical record number')), value: number },
    ...(abha === undefined ? [] : [{ ...official, type: { text: 'ABHA number' }, value: abha }]),
    ...(abhaAddress === undefined ? [] : [{ ...official, type: { text: 'ABHA address' }, value: abhaAddress }]),
    ...(aadhaarLastFour === undefined
      ? []
      : [{ use: 'secondary', type: { text: 'Aadhaar, last four digits' }, value: aadhaarLastFour }]),
  ];
}

function contact({ name, relationship, phone }: NonNullable<Registration['emergencyContact']>): JsonObject {
  return {
    relationship: [{ ...codings(coding('v2-0131', 'C', 'Emergency Contact')), text: relationship }],
    name: { text: name },
    telecom: contactPoints(phone, undefined, 'home'),
  };
}
