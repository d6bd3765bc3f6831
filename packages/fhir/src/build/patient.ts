// A registered patient as a FHIR R4 Patient (https://hl7.org/fhir/R4/patient.html).
import { type JsonObject, objectOf } from '../json/value.ts';
import type { Sex } from '../records/field.ts';
import { coding, codings, head, listOf, type Version } from './datatype.ts';
import { formatAbhaNumber } from './identifiers.ts';
import { address, contactPoints, humanNames, languageConcept, type PersonName, type PostalAddress } from './person.ts';

/** The photo identity cards by which somebody is registered. */
export const photoCards = {
  'voter-id': 'Voter identity card',
  'driving-licence': 'Driving licence',
  passport: 'Passport',
  pan: 'PAN card',
  'other-photo': 'Another official card with a photo',
} as const;
export type PhotoCard = keyof typeof photoCards;

/** Genders that people state beside their sex, in words: no code is certain. */
export const genders = { woman: 'Woman', man: 'Man', transgender: 'Transgender', other: 'Other' } as const;
export type Gender = keyof typeof genders;

/** What is known of a patient. Of an Aadhaar number and of a card's number only the last four characters come here. */
export interface Registration extends Version {
  readonly number: string;
  readonly name: PersonName;
  readonly sex: Sex;
  readonly gender?: Gender;
  /** A day, or as much of it as is known: `1961`, `1961-04`. */
  readonly birthDate: string;
  readonly address?: PostalAddress;
  readonly phone?: string;
  readonly email?: string;
  readonly emergencyContact?: { readonly name: string; readonly relationship: string; readonly phone: string };
  readonly abhaNumber?: string;
  readonly abhaAddress?: string;
  readonly aadhaarLastFour?: string;
  readonly photoCard?: { readonly kind: PhotoCard; readonly lastFour: string };
  readonly language?: string;
}

/** The extension that states it. */
export const GENDER_IDENTITY = 'http://hl7.org/fhir/StructureDefinition/patient-genderIdentity';

/** The Patient of a registration. */
export function patientResource(registration: Registration): JsonObject {
  const { name, sex, gender, birthDate, phone, email, language } = registration;
  return objectOf({
    ...head('Patient', registration),
    extension: gender && [{ url: GENDER_IDENTITY, valueCodeableConcept: { text: genders[gender] } }],
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

function identifiers({ number, abhaNumber, abhaAddress, aadhaarLastFour, photoCard }: Registration): JsonObject[] {
  const abha = abhaNumber === undefined ? undefined : (formatAbhaNumber(abhaNumber) ?? abhaNumber);
  const official = { use: 'official' };
  return [
    { use: 'usual', type: codings(coding('v2-0203', 'MR', 'Medical record number')), value: number },
    ...(abha === undefined ? [] : [{ ...official, type: { text: 'ABHA number' }, value: abha }]),
    ...(abhaAddress === undefined ? [] : [{ ...official, type: { text: 'ABHA address' }, value: abhaAddress }]),
    ...(aadhaarLastFour === undefined
      ? []
      : [{ use: 'secondary', type: { text: 'Aadhaar, last four digits' }, value: aadhaarLastFour }]),
    ...(photoCard === undefined ? [] : [cardIdentifier(photoCard)]),
  ];
}

function cardIdentifier({ kind, lastFour }: NonNullable<Registration['photoCard']>): JsonObject {
  return { use: 'secondary', type: { text: `${photoCards[kind]}, last four characters` }, value: lastFour };
}

function contact({ name, relationship, phone }: NonNullable<Registration['emergencyContact']>): JsonObject {
  return {
    relationship: [{ ...codings(coding('v2-0131', 'C', 'Emergency Contact')), text: relationship }],
    name: { text: name },
    telecom: contactPoints(phone, undefined, 'home'),
  };
}
