// Headings: of which kind a record is, of which day and by whom. No title, number or value, and nothing that is withheld.

import type { RecordType } from '@patrec/fhir';
import { type AccessEvent, eventValues, loggedRead } from '../access/access-log.ts';
import type { Db } from '../db/pool.ts';

/** One heading; `day` is a date where the institution is. */
export interface Heading {
  readonly type: RecordType;
  readonly day: string;
  readonly author: string;
}

const selectHeadings = loggedRead(
  'headings.read',
  `SELECT r.type, r.day, a.name AS author FROM record r JOIN account a ON a.id = r.author
   WHERE r.chain = $9 AND r.withheld_by IS NULL AND NOT r.in_error ORDER BY r.effective DESC, r.number DESC LIMIT $10`,
);

/** The newest headings of a chart; the event is logged before they leave. */
export function readHeadings(db: Db, event: AccessEvent, limit: number): Promise<Heading[]> {
  return db.rows<Heading>(selectHeadings, [...eventValues(event), event.chain, limit]);
}
