// What administrators acknowledged of the self-check, as rows, held against the institution's chain: a row that somebody put in
// would keep an alarm quiet.

import { objectAt, objectsAt, textAt } from '@patrec/fhir';
import type { Db } from '../../db/pool.ts';
import { statement } from '../../db/statement.ts';
import type { Acknowledgement } from '../self-check/acknowledge-store.ts';
import { actOf } from './account-rows.ts';
import { mismatch, type Problem } from './problem.ts';
import { newestOf, type Tally } from './tally.ts';

const selectRows = statement(
  'verify.acknowledgements',
  `SELECT id, acknowledged_by AS by, to_char(acknowledged_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS at, reason,
     block_seq AS seq
   FROM check_acknowledgement`,
);

/** Holds the rows against the acts that the institution's chain states. */
export async function checkAcknowledgementRows(db: Db, tally: Tally): Promise<Problem[]> {
  if (!tally.isInstitution) return [];
  const found = (await db.rows<Acknowledgement>(selectRows, [])).map(textOf);
  const differing = new Set(found).symmetricDifference(new Set(acknowledged(tally)));
  if (differing.size === 0) return [];
  return [
    mismatch(
      tally.name,
      'What is said to be acknowledged of the self-check is not what an administrator acknowledged.',
    ),
  ];
}

function acknowledged(tally: Tally): string[] {
  return newestOf(tally, 'AuditEvent').flatMap(([, { row, resource }]) => {
    const { action, at, details } = actOf(resource);
    if (action !== 'finding-acknowledged') return [];
    const [agent] = objectsAt(resource, 'agent');
    const by = textAt(objectAt(agent, 'who'), 'display') ?? '';
    const reason = textAt(resource, 'outcomeDesc') ?? '';
    return [textOf({ id: details.finding ?? '', by, at, reason, seq: row.block_seq })];
  });
}

function textOf({ id, by, at, reason, seq }: Acknowledgement): string {
  return JSON.stringify([id, by, at, reason, seq]);
}
