// What access is asked for or granted (RECORDS.md, "Access").
import { type JsonObject, objectOf } from '../json/value.ts';
import { type DefinedType, definitions } from '../records/definitions.ts';
import { coding, codings } from './datatype.ts';

/** The kind of a record: those that have a form, visits, scanned documents, and what was brought in from elsewhere. */
export type RecordType = DefinedType | 'visit' | 'document' | 'history';

/** The kinds of record. */
export const recordTypes: readonly RecordType[] = [
  ...definitions.map(({ type }) => type),
  'visit',
  'document',
  'history',
];

/** Limits that all hold together; null is no limit. `from` and `to` are dates of what happened, both inside. */
export interface AccessScope {
  readonly types: readonly RecordType[] | null;
  readonly records: readonly number[] | null;
  readonly from: string | null;
  readonly to: string | null;
}

const purposes = {
  CAREMGT: 'care management',
  BTG: 'break the glass',
  PATRQT: 'patient requested',
  HPAYMT: 'healthcare payment',
  PUBHLTH: 'public health',
  DSRCH: 'disease specific healthcare research',
} as const;

/** What access is for: a code of v3-ActReason. */
export type Purpose = keyof typeof purposes;

/** Whether the text is a purpose. */
export function isPurpose(text: string): text is Purpose {
  return Object.hasOwn(purposes, text);
}

/** Whether the text is a kind of record. */
export function isRecordType(text: string): text is RecordType {
  return recordTypes.some((type) => type === text);
}

/** A purpose as a Coding. */
export function purposeCoding(purpose: Purpose): JsonObject {
  return coding('v3-ActReason', purpose, purposes[purpose]);
}

/** A kind of record as a CodeableConcept: a laboratory record is a LOINC laboratory report. */
export function recordTypeConcept(type: RecordType): JsonObject {
  return type === 'laboratory'
    ? { ...codings(coding('loinc', '11502-2', 'Laboratory report')), text: type }
    : { text: type };
}

/** A record of a patient, by its number (`PAT001-REC7`), as a logical Reference. */
export function recordReference(patientNumber: string, record: number): JsonObject {
  const label = `${patientNumber}-REC${record}`;
  return objectOf({ identifier: { value: label }, display: label });
}
