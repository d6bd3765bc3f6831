// What a record says, of the bytes that are stored of it.

import { isInError, type JsonObject, parseJson, revisionOf } from '@patrec/fhir';

/** The resources of a version, without the Provenance that says why it was made. */
export function contentOf(bytes: readonly Uint8Array[]): JsonObject[] {
  return bytes.map((one) => parseJson(one) as JsonObject).filter((one) => revisionOf(one) === undefined);
}

/** What of them is shown: what was entered in error is not, unless all of it was. */
export function shownOf(resources: readonly JsonObject[]): readonly JsonObject[] {
  return isInError(resources[0]) ? resources : resources.filter((one) => !isInError(one));
}
