// Whom the patient blocked, as rows, held against the newest Consents that say so: neither has one that the other has not.

import { type JsonObject, objectAt, objectsAt, textAt } from '@patrec/fhir';
import type { Db } from '../../db/pool.ts';
import { statement } from '../../db/statement.ts';
import { mismatch, type Problem } from './problem.ts';
import { newestOf, type Tally } from './tally.ts';
import { isWithholding } from './withheld-rows.ts';

interface Row {
  readonly id: string;
  readonly practitioner: string | null;
  readonly since: string;
  readonly ended: string | null;
}

const time = (column: string) => `to_char(b.${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
const selectBlocks = statement(
  'verify.blocked',
  `SELECT b.id, d.resource_id AS practitioner, ${time('since')} AS since, ${time('ended_at')} AS ended
   FROM access_block b LEFT JOIN practitioner d ON d.account_id = b.blocked WHERE b.chain = $1`,
);

/** Holds the blocks of a chain against what the chain says. */
export async function checkBlockRows(db: Db, { chain, name, newest }: Tally): Promise<Problem[]> {
  const rows = await db.rows<Row>(selectBlocks, [chain]);
  const found = new Set(
    rows.map(({ id, practitioner, since, ended }) =>
      JSON.stringify([id, `Practitioner/${practitioner}`, since, ended ?? since, ended === null]),
    ),
  );
  const stated = new Set(
    newestOf({ newest }, 'Consent').flatMap(([id, { resource }]) =>
      isBlocking(resource) ? [JSON.stringify([id, ...says(resource)])] : [],
    ),
  );
  if (found.symmetricDifference(stated).size === 0) return [];
  return [mismatch(name, 'Somebody is blocked, or not, against what the chain says.')];
}

function says(consent: JsonObject): unknown[] {
  const [actor] = objectsAt(objectAt(consent, 'provision'), 'actor');
  return [
    textAt(objectAt(actor, 'reference'), 'reference'),
    textAt(consent, 'dateTime'),
    textAt(objectAt(consent, 'meta'), 'lastUpdated'),
    textAt(consent, 'status') === 'active',
  ];
}

/** True for a Consent that blocks a person: it denies, and names no record. */
export function isBlocking(resource: JsonObject): boolean {
  const denies = textAt(objectAt(resource, 'provision'), 'type') === 'deny';
  return resource.resourceType === 'Consent' && denies && !isWithholding(resource);
}
