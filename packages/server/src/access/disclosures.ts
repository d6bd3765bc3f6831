// Disclosures: whenever somebody other than the patient was shown something of the record (MoHFW EHR Standards 2016).

import type { Purpose } from '@patrec/fhir';
import type { Db } from '../db/pool.ts';
import { statement } from '../db/statement.ts';
import type { EventAction } from './log-kinds.ts';

/** One disclosure, with the recipient's present workplace. `at` is ISO 8601 UTC. */
export interface DisclosureRow {
  readonly at: string;
  readonly login: string;
  readonly name: string;
  readonly workplace: string | null;
  readonly city: string | null;
  readonly action: EventAction;
  readonly record: number | null;
  readonly purpose: Purpose;
}

const DISCLOSING: readonly EventAction[] = [
  'view-record',
  'print-record',
  'print-summary',
  'export-record',
  'download-record',
  'download-receipt',
  'download-summary',
  'view-file',
  'download-file',
  'view-list',
  'view-trend',
  'view-summary',
  'view-registration',
  'view-correction',
  'view-corrections',
  'view-emergency',
  'view-review',
  'view-erasure',
  'verify',
  'find-patient',
  'open-introduction',
  'view-headings',
  'scan-card',
  'print-card',
];
const AT_A_TIME = 500;

const DISCLOSURES = `FROM access_log e JOIN patient p ON p.chain = e.chain
  WHERE e.chain = $1 AND e.actor IS DISTINCT FROM p.account_id AND e.action = ANY ($2::text[])`;
const selectPage = statement(
  'disclosure.page',
  `SELECT e.at, e.id, a.login, a.name, d.workplace, d.city, e.action, e.record, e.purpose
   FROM (SELECT e.* ${DISCLOSURES} AND e.at < $3 AND (e.at, e.id) > ($4, $5) ORDER BY e.at, e.id LIMIT ${AT_A_TIME}) e
   JOIN account a ON a.id = e.actor LEFT JOIN practitioner d ON d.account_id = e.actor ORDER BY e.at, e.id`,
);
const selectCount = statement('disclosure.count', `SELECT count(*) AS count ${DISCLOSURES}`);

/** The disclosures from `from` (inside) to `until` (outside), oldest first, read as they are taken. */
export async function* readDisclosures(
  db: Db,
  chain: string,
  { from, until }: { readonly from: string; readonly until: string },
): AsyncGenerator<DisclosureRow> {
  let place = { at: from, id: '' };
  for (;;) {
    const values = [chain, DISCLOSING, until, place.at, place.id];
    const rows = await db.rows<Omit<DisclosureRow, 'at'> & { at: Date; id: string }>(selectPage, values);
    for (const { id, at, ...row } of rows) {
      place = { at: at.toISOString(), id };
      yield { ...row, at: place.at };
    }
    if (rows.length < AT_A_TIME) return;
  }
}

/** How many disclosures there have been. */
export async function countDisclosures(db: Db, chain: string): Promise<number> {
  const [row] = await db.rows<{ count: number }>(selectCount, [chain, DISCLOSING]);
  return row?.count ?? 0;
}
