// A second administrator consents, and in the same transaction it is done: the content goes, and the block that says so, with
// the legal basis, is appended. What was foreseen has to be what goes, to the last version.

import { auditBundle } from '@patrec/fhir';
import { type Content, contentRef, ERASURE, erasureBytes } from '@patrec/ledger';
import { insertEvent, makeEvent } from '../access/access-log.ts';
import type { Actor } from '../access/actor.ts';
import { AUDITED_COLUMNS, AUDITED_NAMES, type AuditedRow, auditedEvent } from '../access/audited-event.ts';
import { statement } from '../db/statement.ts';
import { type Tx, transaction } from '../db/transaction.ts';
import { type ChainHead, lockHead } from '../ledger/append.ts';
import { appendContents } from '../ledger/append-contents.ts';
import { makeVersion, type Version } from '../ledger/content-store.ts';
import { type Ledger, newResourceId } from '../ledger/ledger.ts';
import { emptied, eraseContent } from './erase-content.ts';
import { type ErasureExtent, erasureExtent } from './erasure-extent.ts';
import { erasureRef } from './erasure-manifests.ts';
import { endErasure, type ListedErasure, type StoredErasure } from './erasure-store.ts';
import type { Parts } from './open-chart.ts';
import { erasureVersion, findErasure, permitted, standingErasure, tell } from './propose-erasure.ts';

const SALT_BYTES = 32;

const selectEvents = statement(
  'erase.events',
  `SELECT ${AUDITED_COLUMNS} FROM access_event e ${AUDITED_NAMES}
   WHERE e.chain = $1 AND e.block_seq = ANY ($2::bigint[]) ORDER BY e.at, e.id`,
);
const moveEvents = statement(
  'erase.move-events',
  'UPDATE access_event SET block_seq = $3 WHERE chain = $1 AND block_seq = ANY ($2::bigint[])',
);

/** What became of it; `changed` where what would go is not what was proposed any more. */
export type Consented = 'erased' | 'changed';

/**
 * Erases, or nothing. The objects of files go afterwards (`removeErasedObjects`). Throws not-found where there is no such
 * proposal, forbidden for who proposed it, conflict where it does not wait any more.
 */
export async function consentToErasure(
  parts: Pick<Parts, 'db' | 'ledger'>,
  actor: Actor,
  id: string,
): Promise<Consented> {
  const { db, ledger } = parts;
  const { chain } = (await findErasure(parts, actor, id)).erasure;
  return transaction(db, async (tx) => {
    const head = await lockHead(tx, ledger, chain);
    const proposed = await standingErasure(tx, chain, id, head.recordedAt);
    const basis = permitted(actor, { action: 'answer-erasure', proposedBy: proposed.proposedBy }, ledger);
    const extent = await erasureExtent(tx, chain, proposed.record);
    if (extent.hash !== proposed.extent) return 'changed';
    const seq = await erase(tx, ledger, head, actor, proposed, extent);
    const { record } = proposed;
    const event = makeEvent(ledger, actor, 'erase', { chain, basis, record, at: head.recordedAt });
    await insertEvent(tx, event, seq);
    await tell(tx, ledger, chain, head.recordedAt, 'erased');
    return 'erased';
  });
}

async function erase(
  tx: Tx,
  ledger: Ledger,
  head: ChainHead,
  actor: Actor,
  { proposer, ender: _, patientNumber: __, ...proposed }: ListedErasure,
  extent: ErasureExtent,
): Promise<number> {
  const { recordedAt: at } = head;
  const seq = head.seq + 1;
  const one: StoredErasure = { ...proposed, state: 'erased', endedBy: actor.account, endedAt: at };
  const manifest = manifestOf(ledger, one, extent);
  const restated = await restate(tx, ledger, head, emptied(extent));
  const task = await erasureVersion(tx, ledger, one, { proposer: proposer.login, ender: actor.login });
  await eraseContent(tx, { ...one, at }, extent);
  await endErasure(tx, one, { seq, manifest: manifest.bytes, salt: manifest.salt });
  const act = { type: 'erasure', author: actor.account } as const;
  await appendContents(tx, ledger, head, act, [task, ...restated], [contentRef(manifest)]);
  return seq;
}

function manifestOf(ledger: Ledger, { id, basis, reference }: StoredErasure, { blocks }: ErasureExtent): Content {
  return {
    ref: erasureRef(id),
    mediaType: ERASURE,
    bytes: erasureBytes({ basis, reference, blocks }),
    salt: ledger.random(SALT_BYTES),
  };
}

// Blocks stated by themselves who wrote and amended: with their bodies gone, the erasing block says it in their place.
async function restate(
  tx: Tx,
  ledger: Ledger,
  { chain, seq, recordedAt }: ChainHead,
  seqs: readonly number[],
): Promise<Version[]> {
  const rows = await tx.rows<AuditedRow>(selectEvents, [chain, seqs]);
  if (rows.length === 0) return [];
  await tx.rows(moveEvents, [chain, seqs, seq + 1]);
  const id = newResourceId(ledger, chain);
  return [makeVersion(ledger, auditBundle(rows.map(auditedEvent), { id, at: recordedAt }))];
}
