// The patient withholds a record from everybody but its author and themself, and may give it free again.

import { type JsonObject, type Named, withholdingResource } from '@patrec/fhir';
import { statement } from '../db/statement.ts';
import { type Tx, transaction } from '../db/transaction.ts';
import { AppError } from '../errors.ts';
import { lockHead } from '../ledger/append.ts';
import { makeVersion } from '../ledger/content-store.ts';
import { newResourceId, now } from '../ledger/ledger.ts';
import { insertEvent, makeEvent } from './access-log.ts';
import type { Actor } from './actor.ts';
import { appendAct } from './append-act.ts';
import { decide } from './decide.ts';
import { asItStands } from './guardianship-store.ts';
import type { Answer, Parts } from './request-access.ts';

interface RecordRow {
  readonly patient: string;
  readonly patientNumber: string;
  readonly authorName: string;
  readonly practitioner: string | null;
  readonly consent: string | null;
  readonly since: Date | null;
}

const selectRecord = statement(
  'withholding.record',
  `SELECT p.resource_id AS patient, p.number AS "patientNumber", a.name AS "authorName", d.resource_id AS practitioner,
     r.withheld_by AS consent, r.withheld_at AS since
   FROM record r JOIN patient p ON p.chain = r.chain JOIN account a ON a.id = r.author
   LEFT JOIN practitioner d ON d.account_id = r.author WHERE r.chain = $1 AND r.number = $2`,
);
const updateRecord = statement(
  'withholding.update',
  'UPDATE record SET withheld_by = $3, withheld_at = $4 WHERE chain = $1 AND number = $2',
);

/** Withholds a record of the actor's own chart. Throws not-found where it is not the actor's, or there is none. */
export function withholdRecord(parts: Parts, actor: Actor, chain: string, record: number): Promise<Answer<object>> {
  return changeRecord(parts, actor, chain, record, true);
}

/** Ends that: grants reach the record again. Throws not-found where it is not the actor's, or there is none. */
export function releaseRecord(parts: Parts, actor: Actor, chain: string, record: number): Promise<Answer<object>> {
  return changeRecord(parts, actor, chain, record, false);
}

// The locked head makes those who change the same record take turns; the second finds it changed.
async function changeRecord(
  { db, ledger }: Parts,
  actor: Actor,
  chain: string,
  record: number,
  withhold: boolean,
): Promise<Answer<object>> {
  return transaction(db, async (tx) => {
    const head = await lockHead(tx, ledger, chain);
    const decision = decide(await asItStands(tx, actor), { action: 'withhold-record', chain }, [], now(ledger));
    if (!decision.permit) throw noRecord();
    const row = await recordRow(tx, chain, record);
    if ((row.consent === null) !== withhold) return { done: false, reason: 'not-waiting' };
    const at = head.recordedAt;
    const id = row.consent ?? newResourceId(ledger, chain);
    const version = withhold ? 1 : 2;
    const consent = consentOf(row, { record, id, version, at });
    const type = withhold ? 'access-decision' : 'access-revocation';
    const contents = [makeVersion(ledger, consent, { version })];
    const block = await appendAct(tx, ledger, head, actor, { type }, contents);
    const action = withhold ? 'withhold-record' : 'release-record';
    await Promise.all([
      tx.rows(updateRecord, [chain, record, withhold ? id : null, withhold ? at : null]),
      insertEvent(tx, makeEvent(ledger, actor, action, { chain, basis: decision.basis, record, at }), block.seq),
    ]);
    return { done: true };
  });
}

async function recordRow(tx: Tx, chain: string, record: number): Promise<RecordRow> {
  const [row] = await tx.rows<RecordRow>(selectRecord, [chain, record]);
  if (!row) throw noRecord();
  return row;
}

function consentOf(
  { patient, patientNumber, authorName, practitioner, since }: RecordRow,
  { record, id, version, at }: { record: number; id: string; version: number; at: string },
): JsonObject {
  const author: Named | null = practitioner ? { reference: `Practitioner/${practitioner}`, display: authorName } : null;
  return withholdingResource({
    id,
    versionId: String(version),
    lastUpdated: at,
    patient: { reference: `Patient/${patient}`, display: patientNumber },
    patientNumber,
    record,
    ...(author && { author }),
    withheldAt: since?.toISOString() ?? at,
    state: version === 1 ? 'active' : 'inactive',
  });
}

function noRecord(): AppError {
  return new AppError('not-found', 'There is no such record, or you have no access to it.');
}
