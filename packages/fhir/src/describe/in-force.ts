// What holds of a patient now, in one place for everything that lists allergies, problems and medicines: what was refuted
// or entered in error never does, and that none are known counts only where nothing is listed.
// (https://hl7.org/fhir/R4/allergyintolerance.html, https://hl7.org/fhir/uv/ips/CodeSystem-absent-unknown-uv-ips.html)
import { type JsonObject, objectAt, objectsAt, textAt } from '../json/value.ts';
import { isInError } from '../records/in-error.ts';
import { medicationConcept } from '../records/prescription/medication.ts';

const IN_FORCE = ['active', 'recurrence', 'relapse'];
const NO_KNOWN_ALLERGY = '716186003'; // SNOMED CT
const IPS_ABSENT = 'http://hl7.org/fhir/uv/ips/CodeSystem/absent-unknown-uv-ips';

/** True for what somebody took back: it was refuted, entered in error, or not done at all. */
export function isTakenBack(resource: JsonObject): boolean {
  const states = [textAt(resource, 'status'), codeIn(resource, 'verificationStatus')];
  return isInError(resource) || states.includes('refuted') || states.includes('not-done');
}

/** True for what holds now: not taken back, and neither over nor stopped. */
export function isInForce(resource: JsonObject): boolean {
  const state = codeIn(resource, 'clinicalStatus') ?? textAt(resource, 'status') ?? 'active';
  return !isTakenBack(resource) && IN_FORCE.includes(state);
}

/** True where a resource says that there are none of its kind, such as 'No known allergies'. */
function saysNone(resource: JsonObject): boolean {
  return codingsOf(resource).some(
    ({ system, code }) => code === NO_KNOWN_ALLERGY || (system === IPS_ABSENT && String(code).startsWith('no-known-')),
  );
}

/** What is listed, or who said that there are none; neither where nobody said anything. */
export interface Listing<Entry> {
  readonly listed: readonly Entry[];
  readonly none: readonly Entry[];
}

/** Of entries that hold now: those that name something; where there are none, those that say so. */
export function listingOf<Entry>(entries: readonly Entry[], resourceOf: (entry: Entry) => JsonObject): Listing<Entry> {
  const said = entries.filter((entry) => !isUnknown(resourceOf(entry)));
  const listed = said.filter((entry) => !saysNone(resourceOf(entry)));
  return listed.length > 0 ? { listed, none: [] } : { listed, none: said };
}

/** The allergies that hold now, whichever other resources are among them. */
export function allergiesOf(resources: readonly JsonObject[]): Listing<JsonObject> {
  const held = resources.filter((one) => one.resourceType === 'AllergyIntolerance' && isInForce(one));
  return listingOf(held, (one) => one);
}

// 'no-allergy-info' and the like: nobody knows, which is what nothing at all says too.
function isUnknown(resource: JsonObject): boolean {
  return codingsOf(resource).some(({ system, code }) => system === IPS_ABSENT && String(code).endsWith('-info'));
}

function codingsOf(resource: JsonObject): JsonObject[] {
  const concepts = [objectAt(resource, 'code'), medicationConcept(resource), objectAt(resource, 'vaccineCode')];
  return concepts.flatMap((concept) => objectsAt(concept, 'coding'));
}

function codeIn(resource: JsonObject, element: string): string | undefined {
  return textAt(objectsAt(objectAt(resource, element), 'coding')[0], 'code');
}
