// The allergies of a patient for the banner of a chart: those of the registration, and those that records hold which the
// reader may see. What a record found later never hides behind what the desk was told.

import { type JsonObject, parseJson } from '@patrec/fhir';
import { type Visibility, visibilityValues, visibleCondition } from '../access/visible.ts';
import type { Db } from '../db/pool.ts';
import { statement } from '../db/statement.ts';

const selectAllergies = statement(
  'allergies.of-records',
  `SELECT v.bytes FROM resource_version v JOIN record r ON r.chain = v.chain AND r.number = v.record
   WHERE v.chain = $1 AND v.type = 'AllergyIntolerance' AND v.record IS NOT NULL AND v.current
     AND ${visibleCondition('$2', '$3')}
   ORDER BY r.effective DESC, r.number DESC, v.place`,
);

/** The AllergyIntolerances of the records that the reader may see, latest first. Only for a page whose view is logged. */
export async function readAllergies(db: Db, chain: string, visibility: Visibility): Promise<JsonObject[]> {
  const rows = await db.rows<{ bytes: Uint8Array }>(selectAllergies, [chain, ...visibilityValues(visibility)]);
  return rows.map(({ bytes }) => parseJson(bytes) as JsonObject);
}
