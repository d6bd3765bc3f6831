// The specialities of RECORDS.md. A code is given where FHIR's practice code set has the very speciality
// (http://hl7.org/fhir/ValueSet/c80-practice-codes, SNOMED CT); elsewhere the text alone is stored.
import type { JsonObject } from '../json/value.ts';
import { coding, codings } from './datatype.ts';

interface Speciality {
  readonly name: string;
  readonly snomed?: string;
  readonly display?: string;
}

const list = {
  'allergy-immunology': { name: 'Allergy and immunology' },
  anaesthesiology: { name: 'Anaesthesiology', snomed: '394577000', display: 'Anesthetics' },
  cardiology: { name: 'Cardiology', snomed: '394579002', display: 'Cardiology' },
  'child-psychiatry': {
    name: 'Child psychiatry',
    snomed: '394588006',
    display: 'Pediatric (Child and adolescent) psychiatry',
  },
  dermatology: { name: 'Dermatology', snomed: '394582007', display: 'Dermatology' },
  radiology: { name: 'Radiology', snomed: '394914008', display: 'Radiology' },
  'emergency-medicine': { name: 'Emergency medicine', snomed: '394576009', display: 'Surgical-Accident & emergency' },
  psychology: { name: 'Psychology' },
  'general-surgery': { name: 'General surgery', snomed: '394609007', display: 'Surgery-general' },
  haematology: { name: 'Haematology', snomed: '394803006', display: 'Clinical hematology' },
  'primary-care': { name: 'Primary care', snomed: '394814009', display: 'General practice' },
  neurology: { name: 'Neurology', snomed: '394591006', display: 'Neurology' },
  nephrology: { name: 'Nephrology', snomed: '394589003', display: 'Nephrology' },
  nutrition: { name: 'Nutrition' },
  gynaecology: { name: 'Gynaecology', snomed: '394586005', display: 'Gynecology' },
  ophthalmology: { name: 'Ophthalmology', snomed: '394594003', display: 'Ophthalmology' },
  paediatrics: { name: 'Paediatrics' },
  orthopaedics: { name: 'Orthopaedics', snomed: '394801008', display: 'Surgery-Trauma and orthopedics' },
  oncology: { name: 'Oncology', snomed: '394593009', display: 'Medical oncology' },
  ent: { name: 'ENT', snomed: '418960008', display: 'Otolaryngology' },
} as const satisfies Readonly<Record<string, Speciality>>;

/** The id of a speciality. */
export type SpecialityId = keyof typeof list;

/** The specialities by id, with their English names. */
export const specialities: Readonly<Record<SpecialityId, Speciality>> = list;

/** A speciality as a CodeableConcept. */
export function specialityConcept(id: SpecialityId): JsonObject {
  const { name, snomed, display } = specialities[id];
  return snomed === undefined ? { text: name } : { ...codings(coding('snomed', snomed, display)), text: name };
}
