// FHIR R4 datatypes that several builders need (https://hl7.org/fhir/R4/datatypes.html).
import { type JsonObject, objectOf } from '../json/value.ts';

const systems = {
  loinc: 'http://loinc.org',
  snomed: 'http://snomed.info/sct',
  'icd-10': 'http://hl7.org/fhir/sid/icd-10',
  'condition-clinical': 'http://terminology.hl7.org/CodeSystem/condition-clinical',
  'condition-ver-status': 'http://terminology.hl7.org/CodeSystem/condition-ver-status',
  'condition-category': 'http://terminology.hl7.org/CodeSystem/condition-category',
  'allergyintolerance-clinical': 'http://terminology.hl7.org/CodeSystem/allergyintolerance-clinical',
  'allergyintolerance-verification': 'http://terminology.hl7.org/CodeSystem/allergyintolerance-verification',
  'v3-ActSite': 'http://terminology.hl7.org/CodeSystem/v3-ActSite',
  'v3-orderableDrugForm': 'http://terminology.hl7.org/CodeSystem/v3-orderableDrugForm',
  'v3-RouteOfAdministration': 'http://terminology.hl7.org/CodeSystem/v3-RouteOfAdministration',
  'v2-0074': 'http://terminology.hl7.org/CodeSystem/v2-0074',
  'v2-0203': 'http://terminology.hl7.org/CodeSystem/v2-0203',
  'v2-0131': 'http://terminology.hl7.org/CodeSystem/v2-0131',
  'v3-ObservationInterpretation': 'http://terminology.hl7.org/CodeSystem/v3-ObservationInterpretation',
  'v3-ActReason': 'http://terminology.hl7.org/CodeSystem/v3-ActReason',
  'v3-DataOperation': 'http://terminology.hl7.org/CodeSystem/v3-DataOperation',
  'provenance-participant-type': 'http://terminology.hl7.org/CodeSystem/provenance-participant-type',
  'v3-ParticipationType': 'http://terminology.hl7.org/CodeSystem/v3-ParticipationType',
  'v3-RoleCode': 'http://terminology.hl7.org/CodeSystem/v3-RoleCode',
  'observation-category': 'http://terminology.hl7.org/CodeSystem/observation-category',
  'consent-scope': 'http://terminology.hl7.org/CodeSystem/consentscope',
  'v3-ActCode': 'http://terminology.hl7.org/CodeSystem/v3-ActCode',
  consentaction: 'http://terminology.hl7.org/CodeSystem/consentaction',
  'iso-21089-lifecycle': 'http://terminology.hl7.org/CodeSystem/iso-21089-lifecycle',
  'security-source-type': 'http://terminology.hl7.org/CodeSystem/security-source-type',
  'object-role': 'http://terminology.hl7.org/CodeSystem/object-role',
  dicom: 'http://dicom.nema.org/resources/ontology/DCM',
  'audit-entity-type': 'http://terminology.hl7.org/CodeSystem/audit-entity-type',
} as const;

/** The code systems that builders name, by a short name. */
export type SystemName = keyof typeof systems;

/** The address of a code system. */
export function systemOf(name: SystemName): string {
  return systems[name];
}

/** A Coding. */
export function coding(system: SystemName, code: string, display?: string): JsonObject {
  return objectOf({ system: systems[system], code, display });
}

/** A CodeableConcept of codings. */
export function codings(...items: JsonObject[]): JsonObject {
  return { coding: items };
}

/** A resource that is referred to, and what people call it. */
export interface Named {
  readonly reference: string;
  readonly display: string;
}

/** The id and version that a built resource carries. `lastUpdated` is an instant in UTC. */
export interface Version {
  readonly id: string;
  readonly versionId: string;
  readonly lastUpdated: string;
}

/** Somebody or something of whom only a name is known. */
export type OnlyNamed = Pick<Named, 'display'>;

/** A Reference with what people call the thing. */
export function reference(named: Named | OnlyNamed): JsonObject {
  return objectOf({ reference: 'reference' in named ? named.reference : undefined, display: named.display });
}

/** The members a built resource opens with. */
export function head(resourceType: string, { id, versionId, lastUpdated }: Version): JsonObject {
  return { resourceType, id, meta: { versionId, lastUpdated } };
}

/** A Period of what is known of it; undefined when nothing is. */
export function period(start: string | null, end: string | null): JsonObject | undefined {
  if (start === null && end === null) return undefined;
  return objectOf({ start: start ?? undefined, end: end ?? undefined });
}

/** The list, or undefined when it is empty: FHIR has no empty arrays. */
export function listOf(items: readonly JsonObject[]): JsonObject[] | undefined {
  return items.length === 0 ? undefined : [...items];
}
