// A patient's guardian as a FHIR R4 RelatedPerson (https://hl7.org/fhir/R4/relatedperson.html).
import { type JsonObject, objectOf } from '../json/value.ts';
import { coding, codings, head, listOf, type Named, period, reference, type Version } from './datatype.ts';
import { contactPoints } from './person.ts';

const relationships = { GUARD: 'guardian', PRN: 'parent', SPS: 'spouse', CHILD: 'child', SIB: 'sibling' } as const;

/** How a guardian is related: a code of v3-RoleCode. */
export type Relationship = keyof typeof relationships;

/** A guardian of a patient. `from` and `until` are dates; null is open. */
export interface Guardian extends Version {
  readonly patient: Named;
  /** The guardian's own number here, where they have one. */
  readonly number?: string;
  readonly name: string;
  readonly relationship: Relationship;
  readonly phone?: string;
  readonly active: boolean;
  readonly from: string | null;
  readonly until: string | null;
}

/** The RelatedPerson of a guardian. */
export function relatedPersonResource(guardian: Guardian): JsonObject {
  const { relationship, number } = guardian;
  const codes = [coding('v3-RoleCode', 'GUARD', relationships.GUARD)];
  if (relationship !== 'GUARD') codes.push(coding('v3-RoleCode', relationship, relationships[relationship]));
  return objectOf({
    ...head('RelatedPerson', guardian),
    identifier: number === undefined ? undefined : [{ type: { text: 'Number' }, value: number }],
    active: guardian.active,
    patient: reference(guardian.patient),
    relationship: codes.map((code) => codings(code)),
    name: [{ text: guardian.name }],
    telecom: listOf(contactPoints(guardian.phone, undefined, 'home')),
    period: period(guardian.from, guardian.until),
  });
}
