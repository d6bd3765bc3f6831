// The people in a document, and the institutions.
import { coding, codings } from '../build/datatype.ts';
import { formatAbhaNumber } from '../build/identifiers.ts';
import { type JsonObject, objectOf } from '../json/value.ts';

/** Somebody whom a document names, and by which number. */
export interface DocumentPerson {
  readonly id: string;
  readonly number: string;
  readonly name: string;
}

/** The patient of a document, as far as it may tell. */
export interface DocumentPatient extends DocumentPerson {
  readonly sex: string;
  readonly birthDate?: string;
  readonly abha?: string;
}

// Less than what is stored of them, and said so: a document tells who it is about, not where they live.
const subsetted = {
  tag: [{ system: 'http://terminology.hl7.org/CodeSystem/v3-ObservationValue', code: 'SUBSETTED' }],
};

/** The Patient of a document. */
export function patientOf({ id, number, name, sex, birthDate, abha }: DocumentPatient): JsonObject {
  return objectOf({
    resourceType: 'Patient',
    id,
    meta: subsetted,
    identifier: [
      { type: codings(coding('v2-0203', 'MR', 'Medical record number')), value: number },
      ...(abha === undefined ? [] : [{ type: { text: 'ABHA number' }, value: formatAbhaNumber(abha) ?? abha }]),
    ],
    name: [{ text: name }],
    gender: sex,
    birthDate,
  });
}

/** Somebody of the directory, or an institution, as far as a document tells of them; undefined for any other resource. */
export function directoryEntryOf({
  resourceType,
  id,
  identifier,
  name,
  telecom,
  address,
}: JsonObject): JsonObject | undefined {
  const known = { resourceType, id, meta: subsetted, identifier, name };
  if (resourceType === 'Organization') return objectOf({ ...known, telecom, address });
  return resourceType === 'Practitioner' || resourceType === 'Location' ? objectOf(known) : undefined;
}

/** The Practitioner of a document. */
export function practitionerOf({ id, number, name }: DocumentPerson): JsonObject {
  return { resourceType: 'Practitioner', id, meta: subsetted, identifier: [{ value: number }], name: [{ text: name }] };
}
