// The kinds of document that are filed as they came, with the codes of their Ayushman Bharat documents (RECORDS.md). Where
// no code is certain there is none.
import { coding, codings } from '../build/datatype.ts';
import type { JsonObject } from '../json/value.ts';

/** A kind by its id, and what FHIR says of it. */
export const documentKinds = [
  { id: 'prescription', name: 'Prescription', code: coding('snomed', '440545006', 'Prescription record') },
  { id: 'discharge-summary', name: 'Discharge summary', code: coding('snomed', '373942005', 'Discharge summary') },
  { id: 'consultation', name: 'Consultation', code: coding('snomed', '371530004', 'Clinical consultation report') },
  { id: 'laboratory', name: 'Laboratory report', code: coding('loinc', '11502-2', 'Laboratory report') },
  { id: 'imaging', name: 'Imaging', code: undefined },
  { id: 'immunization', name: 'Immunisation', code: coding('snomed', '41000179103', 'Immunization record') },
  { id: 'other', name: 'Other document', code: undefined },
] as const;

/** The id of a kind. */
export type DocumentKind = (typeof documentKinds)[number]['id'];

/** Whether the text is the id of a kind. */
export function isDocumentKind(text: string): text is DocumentKind {
  return documentKinds.some(({ id }) => id === text);
}

/** A kind as a CodeableConcept. */
export function kindConcept(kind: DocumentKind): JsonObject {
  const { name, code } = documentKinds.find(({ id }) => id === kind) ?? documentKinds[6];
  return code === undefined ? { text: name } : { ...codings(code), text: name };
}

/** The kind that is called so in a resource; `other` where none is. */
export function kindNamed(name: string | undefined): DocumentKind {
  return documentKinds.find((kind) => kind.name === name)?.id ?? 'other';
}
