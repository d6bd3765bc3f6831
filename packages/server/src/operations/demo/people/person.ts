// What is known of the demonstration's people. All of them are invented.

import type { Hours, PersonName, PostalAddress, Relationship, SpecialityId } from '@patrec/fhir';

/** An allergy as the patient tells it. */
export interface Allergy {
  readonly substance: string;
  readonly category: 'food' | 'medication' | 'environment' | 'biologic';
  readonly reaction: string;
  readonly severity: 'mild' | 'moderate' | 'severe';
}

/** Asked and answered some days ago; `list` is empty where there are none. Undefined: nobody asked. */
export interface Allergies {
  readonly askedDaysAgo: number;
  readonly list: readonly Allergy[];
}

/** Somebody who answers for the patient or is called for the patient. */
export interface Kin {
  readonly name: string;
  readonly relationship: string;
  readonly phone: string;
}

/** A patient. `birth` is a date, or days before the day of the demonstration for those whose age is their story. */
export interface DemoPatient {
  readonly number: string;
  readonly name: PersonName;
  readonly sex: 'female' | 'male';
  readonly birth: string | { readonly daysAgo: number };
  readonly address: PostalAddress;
  readonly language: string;
  readonly phone: string;
  readonly email?: string;
  readonly abhaNumber?: string;
  readonly abhaAddress?: string;
  readonly bloodGroup?: 'A+' | 'A-' | 'B+' | 'B-' | 'AB+' | 'AB-' | 'O+' | 'O-';
  readonly allergies?: Allergies;
  readonly kin?: Kin;
  readonly guardian?: { readonly name: string; readonly relationship: Relationship; readonly phone: string };
}

/** A doctor, or a member of staff where there is no speciality. */
export interface DemoPractitioner {
  readonly login: string;
  readonly name: PersonName;
  readonly sex: 'female' | 'male';
  readonly birth: string;
  readonly speciality: SpecialityId | null;
  readonly registration?: { readonly number: string; readonly council: string };
  readonly qualifications: readonly { readonly degree: string; readonly place?: string }[];
  readonly languages: readonly string[];
  readonly workPhone: string;
  readonly workplace: string;
  readonly city: string;
  readonly hours: readonly Hours[];
}
