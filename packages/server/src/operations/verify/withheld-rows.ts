// Which records are withheld, as rows, held against the newest Consents that deny: neither says what the other does not.

import { type JsonObject, objectAt, objectsAt, textAt } from '@patrec/fhir';
import type { Db } from '../../db/pool.ts';
import { statement } from '../../db/statement.ts';
import { mismatch, type Problem } from './problem.ts';
import { newestOf, type Tally } from './tally.ts';

interface Row {
  readonly number: number;
  readonly consent: string;
  readonly since: string;
}

const selectWithheld = statement(
  'verify.withheld',
  `SELECT number, withheld_by AS consent, to_char(withheld_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS since
   FROM (SELECT number, chain, withheld_by, withheld_at FROM record
     UNION ALL SELECT number, chain, withheld_by, withheld_at FROM erased_record) r
   WHERE chain = $1 AND withheld_by IS NOT NULL`,
);

/** Holds what is withheld in a chain against what the chain says. */
export async function checkWithheldRows(db: Db, { chain, name, newest }: Tally): Promise<Problem[]> {
  const rows = await db.rows<Row>(selectWithheld, [chain]);
  const found = new Map(rows.map((row) => [JSON.stringify([row.number, row.consent, row.since]), row.number]));
  const stated = new Map(
    newestOf({ newest }, 'Consent').flatMap(([id, { resource }]) => {
      if (!isWithholding(resource) || textAt(resource, 'status') !== 'active') return [];
      const number = recordOf(resource);
      return [[JSON.stringify([number, id, textAt(resource, 'dateTime')]), number] as const];
    }),
  );
  const differing = [...new Set(found.keys()).symmetricDifference(new Set(stated.keys()))];
  const records = new Set(differing.map((said) => found.get(said) ?? stated.get(said)));
  return [...records].map((number) =>
    mismatch(`${name}-REC${number}`, 'It is withheld, or not, against what the chain says.'),
  );
}

/** True for a Consent that withholds a record. */
export function isWithholding(resource: JsonObject): boolean {
  const provision = objectAt(resource, 'provision');
  const denies = textAt(provision, 'type') === 'deny' && objectsAt(provision, 'data').length > 0;
  return resource.resourceType === 'Consent' && denies;
}

/** The number of the record that such a Consent withholds. */
export function recordOf(consent: JsonObject): number {
  const [data] = objectsAt(objectAt(consent, 'provision'), 'data');
  return Number(textAt(objectAt(objectAt(data, 'reference'), 'identifier'), 'value')?.split('-REC')[1]);
}
