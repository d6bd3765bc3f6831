// What an emergency view gathers from a whole chart, as far as the reader may see: allergies, diagnoses, medicines and
// the newest vital signs.

import { isTakenBack, type JsonObject, parseJson } from '@patrec/fhir';
import { type AccessEvent, eventValues, loggedRead } from '../access/access-log.ts';
import { type Visibility, visibilityValues, visibleCondition } from '../access/visible.ts';
import type { Db } from '../db/pool.ts';
import { readTrends, type TrendValue } from './trends.ts';
import { VITAL_SIGNS } from './vital-signs.ts';

/** The resources, newest first, and the newest value of each vital sign that was measured. */
export interface EmergencyView {
  readonly resources: readonly JsonObject[];
  readonly vitalSigns: readonly TrendValue[];
}

// The types stand in the text: the index of the view is for them alone.
const selectResources = loggedRead(
  'emergency-view.read',
  `SELECT v.bytes FROM resource_version v LEFT JOIN record r ON r.chain = v.chain AND r.number = v.record
   WHERE v.chain = $9 AND v.current
     AND v.type IN ('AllergyIntolerance', 'Condition', 'MedicationRequest', 'MedicationStatement')
     AND (v.record IS NULL OR ${visibleCondition('$10', '$11')})
   ORDER BY v.block_seq DESC, v.place LIMIT 500`,
);

/** The view; the event is logged before it leaves. */
export async function readEmergencyView(db: Db, event: AccessEvent, visibility: Visibility): Promise<EmergencyView> {
  const values = [...eventValues(event), event.chain, ...visibilityValues(visibility)];
  const rows = await db.rows<{ bytes: Uint8Array }>(selectResources, values);
  const series = await readTrends(db, event.chain, visibility, VITAL_SIGNS);
  return {
    resources: rows.map(({ bytes }) => parseJson(bytes) as JsonObject).filter((one) => !isTakenBack(one)),
    vitalSigns: VITAL_SIGNS.flatMap((code) => series.get(code)?.at(-1) ?? []),
  };
}
