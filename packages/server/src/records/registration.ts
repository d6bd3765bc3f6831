// A patient's registration as readers of the chart see it: the resources that belong to no record.

import { type JsonObject, parseJson } from '@patrec/fhir';
import type { Db } from '../db/pool.ts';
import { statement } from '../db/statement.ts';

/** Other resources outside records (Task, Consent, Bundle of AuditEvent) are the patient's own affair. */
export const REGISTRATION_TYPES: readonly string[] = [
  'Patient',
  'RelatedPerson',
  'AllergyIntolerance',
  'Observation',
  'MedicationStatement',
];

const selectResources = statement(
  'registration.read',
  `SELECT bytes FROM resource_version WHERE chain = $1 AND record IS NULL AND current AND type = ANY ($2) ORDER BY type, id`,
);

/** The current resources of a registration. Only for a chart that was opened, or for the patient's name and age. */
export async function readRegistration(db: Db, chain: string): Promise<JsonObject[]> {
  const rows = await db.rows<{ bytes: Uint8Array }>(selectResources, [chain, REGISTRATION_TYPES]);
  return rows.map(({ bytes }) => parseJson(bytes) as JsonObject);
}
