// What administrators acknowledged of the self-check, as rows, held against the institution's chain: a finding that somebody
// silenced by hand shows here.

import { objectAt, objectsAt, textAt } from '@patrec/fhir';
import type { Db } from '../../db/pool.ts';
import { statement } from '../../db/statement.ts';
import { actOf } from './account-rows.ts';
import { mismatch, type Problem } from './problem.ts';
import { newestOf, type Tally } from './tally.ts';

/** Where such a finding is placed: while it stands, no acknowledgement counts. */
export const ACKNOWLEDGEMENTS = 'the acknowledgements';

interface Row {
  readonly id: string;
  readonly by: string | undefined;
  readonly at: string;
  readonly reason: string;
  readonly seq: number;
}

const selectRows = statement(
  'verify.acknowledgements',
  `SELECT id, acknowledged_by AS by, reason, block_seq AS seq,
     to_char(acknowledged_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS at
   FROM check_acknowledgement`,
);

/** Holds every acknowledgement against what the chain says. */
export async function checkAcknowledgementRows(db: Db, tally: Tally): Promise<Problem[]> {
  if (!tally.isInstitution) return [];
  const rows = await db.rows<Row>(selectRows, []);
  const differing = new Set(rows.map(textOf)).symmetricDifference(new Set(stated(tally).map(textOf)));
  return differing.size === 0
    ? []
    : [mismatch(ACKNOWLEDGEMENTS, 'They are not what the institution\u2019s chain says.')];
}

// Where acknowledgements did not count for a while, one may have been made anew: the last of a finding stands.
function stated(tally: Tally): Row[] {
  const acts = newestOf(tally, 'AuditEvent').flatMap(([, { row, resource }]) => {
    const { action, at, details } = actOf(resource);
    if (action !== 'finding-acknowledged') return [];
    const by = textAt(objectAt(objectsAt(resource, 'entity')[0], 'what'), 'display');
    return [{ id: details.finding ?? '', by, at, reason: textAt(resource, 'outcomeDesc') ?? '', seq: row.block_seq }];
  });
  return [...new Map(acts.map((act) => [act.id, act])).values()];
}

function textOf({ id, by, at, reason, seq }: Row): string {
  return JSON.stringify([id, by, at, reason, seq]);
}
