// The documents of the Ayushman Bharat Digital Mission, by the names of their profiles (https://nrces.in/ndhm/fhir/r4), and the
// codes by which they tell documents and sections apart. A profile knows a section by its code, and each at most once.
import type { SystemName } from '../build/datatype.ts';

/** A code and its system. */
export interface Code {
  readonly system: SystemName;
  readonly code: string;
  readonly display: string;
}

const snomed = (code: string, display: string): Code => ({ system: 'snomed', code, display });

/** The documents and their Composition.type. WellnessRecord, which has no code, is in wellness-record.ts. */
export const abdmDocuments = {
  OPConsultRecord: snomed('371530004', 'Clinical consultation report'),
  PrescriptionRecord: snomed('440545006', 'Prescription record'),
  DiagnosticReportRecord: snomed('721981007', 'Diagnostic studies report'),
  DischargeSummaryRecord: snomed('373942005', 'Discharge summary'),
  ImmunizationRecord: snomed('41000179103', 'Immunization record'),
  HealthDocumentRecord: snomed('419891008', 'Record artifact'),
} as const;

/** The name of a document's profile. */
export type AbdmDocument = keyof typeof abdmDocuments;

/** The codes of sections that our own sections have. */
export const abdmSections = {
  allergies: snomed('722446000', 'Allergy record'),
  history: snomed('371529009', 'History and physical report'),
  medications: snomed('721912009', 'Medication summary document'),
  medicationsAtDischarge: snomed('1003606003', 'Medication history section'),
  procedure: snomed('371525003', 'Clinical procedure report'),
} as const;
