// What a story is made of: results of a laboratory and visits, some days ago, by one of the demonstration's people.

import type { Chance } from './random.ts';

/** Values of the laboratory form by field, exactly as they would be typed. */
export type Form = Readonly<Record<string, string>>;

interface EntryBase {
  /** Names the entry within its patient's story. */
  readonly key: string;
  readonly daysAgo: number;
  /** Local time, `09:30`. */
  readonly time: string;
  /** Who writes it, `DOC1`. */
  readonly author: string;
}

/** A form of the laboratory. */
export interface LaboratoryEntry extends EntryBase {
  readonly kind: 'laboratory';
  readonly laboratory: string;
  readonly form: Form;
  readonly comment?: string;
}

/** What was measured at a visit, as written: kg, cm, mmHg, per minute, degrees Celsius, per cent. */
export interface Vitals {
  readonly weight?: string;
  readonly height?: string;
  readonly systolic?: string;
  readonly diastolic?: string;
  readonly heartRate?: string;
  readonly respiration?: string;
  readonly temperature?: string;
  readonly oxygen?: string;
}

/** A diagnosis with its ICD-10 code. */
export interface Diagnosis {
  readonly icd10: string;
  readonly name: string;
  readonly resolved?: true;
}

/** A medicine and how it is taken. */
export interface Medicine {
  readonly name: string;
  readonly dosage: string;
}

/** A vaccine given; `cvx` where FHIR's vaccine code set has the very vaccine. */
export interface Vaccine {
  readonly name: string;
  readonly cvx?: string;
  readonly dose?: number;
}

export type VisitKind = 'check-up' | 'follow-up' | 'complaint' | 'prenatal' | 'well-child' | 'emergency' | 'video';

/** A visit and all that hangs on it. */
export interface VisitEntry extends EntryBase {
  readonly kind: 'visit';
  readonly visit: VisitKind;
  readonly title: string;
  readonly reason: string;
  readonly vitals?: Vitals;
  readonly diagnoses?: readonly Diagnosis[];
  readonly medicines?: readonly Medicine[];
  readonly vaccines?: readonly Vaccine[];
  readonly procedures?: readonly string[];
}

export type Entry = LaboratoryEntry | VisitEntry;

/** Whose story it is: age in days, and the chance that is this person's own. */
export interface Life {
  readonly bornDaysAgo: number;
  readonly chance: Chance;
}

/** Tells a life in entries, in any order. */
export type Story = (life: Life) => Entry[];
