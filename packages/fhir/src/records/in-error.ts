// What was entered in error (https://hl7.org/fhir/R4/lifecycle.html): marked, never gone.
import { coding, codings, type SystemName } from '../build/datatype.ts';
import { type JsonObject, objectAt, objectOf, objectsAt, textAt } from '../json/value.ts';

const ENTERED_IN_ERROR = 'entered-in-error';
/** Resources that say so in `verificationStatus`, and may have no clinical status then (con-5, ait-2). */
const verified: Readonly<Record<string, SystemName>> = {
  Condition: 'condition-ver-status',
  AllergyIntolerance: 'allergyintolerance-verification',
};

/** Whether a resource says that it was entered in error. */
export function isInError(resource: JsonObject | undefined): boolean {
  const [status] = objectsAt(objectAt(resource, 'verificationStatus'), 'coding');
  return textAt(resource, 'status') === ENTERED_IN_ERROR || textAt(status, 'code') === ENTERED_IN_ERROR;
}

/** The resource, marked as entered in error; undefined for one that has no way to say so. */
export function inError(resource: JsonObject): JsonObject | undefined {
  const system = verified[String(resource.resourceType)];
  if (system === undefined)
    return resource.status === undefined ? undefined : { ...resource, status: ENTERED_IN_ERROR };
  // Without a clinical status nothing has ended either (con-4).
  const { clinicalStatus: _, abatementDateTime: __, ...rest } = resource;
  return objectOf({ ...rest, verificationStatus: codings(coding(system, ENTERED_IN_ERROR)) });
}
