// A doctor, laboratory or hospital adds a record to a patient's chart.

import type { JsonObject, Named, RecordType } from '@patrec/fhir';
import { insertEvent, makeEvent } from '../access/access-log.ts';
import type { Actor } from '../access/actor.ts';
import { decide } from '../access/decide.ts';
import type { DenialReason } from '../access/decision.ts';
import { party } from '../access/party-store.ts';
import type { Db } from '../db/pool.ts';
import { type Tx, transaction } from '../db/transaction.ts';
import { AppError } from '../errors.ts';
import { type ClaimedFile, claimUploads } from '../files/uploads.ts';
import { lockHead } from '../ledger/append.ts';
import { type Ledger, newResourceId, now } from '../ledger/ledger.ts';
import type { Signing } from '../ledger/sign.ts';
import { recordByNonce, takeRecordNumbers } from './record-store.ts';
import { mustBeSigned, requireSigned, useKeyOf } from './sign-record.ts';
import { writeRecords } from './write-records.ts';

/** What the author submits. `nonce` (32 hex) is the form's: the same submission twice makes one record. */
export interface RecordDraft {
  readonly type: RecordType;
  /** Holds what the form of that type leaves to doctors. */
  readonly judging?: boolean;
  readonly chain: string;
  readonly occurredAt: string;
  readonly nonce: string;
  /** The author's uploads that become files of the record. */
  readonly uploads?: readonly string[];
  /** Where the author signs it: `recordedAt` of the resources is then when they began. */
  readonly signing?: Signing | undefined;
  /** Makes the resources once what they name is known; ids all belong to the patient's chain. */
  readonly resources: (known: KnownToRecord) => JsonObject[];
}

export interface KnownToRecord {
  readonly newId: () => string;
  readonly recordedAt: string;
  readonly patient: Named;
  readonly author: Named;
  /** In the order of the draft's uploads. */
  readonly files: readonly ClaimedFile[];
}

export type CreatedRecord =
  | { readonly created: true; readonly number: number; readonly repeated: boolean }
  | { readonly created: false; readonly reason: DenialReason };

/**
 * Writes the record and its block, or neither. Throws AppError not-found where there is no such patient, FileError where an
 * upload waits no more; SignatureNeeded before it is signed, SigningError where it has to be, or key or signature
 * is not the author's.
 */
export async function createRecord(
  { db, ledger }: { db: Db; ledger: Ledger },
  actor: Actor,
  draft: RecordDraft,
): Promise<CreatedRecord> {
  return transaction(db, (tx) => addRecord(tx, ledger, actor, draft));
}

/** The same within a transaction. Of several patients, the one whose chain sorts first comes first. */
export async function addRecord(tx: Tx, ledger: Ledger, actor: Actor, draft: RecordDraft): Promise<CreatedRecord> {
  const { chain, type, judging = false, signing } = draft;
  const unsigned = signing === undefined && mustBeSigned(ledger, type);
  const decision = decide(actor, { action: 'create-record', chain, type, judging, unsigned }, [], now(ledger));
  requireSigned(decision);
  if (!decision.permit) return { created: false, reason: decision.reason };
  const [number, head, earlier, { patient, practitioner: author }] = await Promise.all([
    takeRecordNumbers(tx, chain, 1),
    lockHead(tx, ledger, chain),
    recordByNonce(tx, chain, actor.account, draft.nonce),
    party(tx, chain, actor.account),
  ]);
  if (number === undefined) throw new AppError('not-found', 'There is no such patient.');
  if (earlier !== undefined) return giveBack(tx, chain, earlier);
  await useKeyOf(tx, ledger, actor, signing);
  const { recordedAt } = head;
  const place = { record: number, blockSeq: head.seq + 1 };
  const files = await claimUploads(tx, ledger, { chain, account: actor.account }, draft.uploads ?? [], place);
  const resources = draft.resources({
    newId: () => newResourceId(ledger, chain),
    recordedAt: signing?.at ?? recordedAt,
    patient,
    author,
    files,
  });
  const { occurredAt, nonce } = draft;
  const block = { type: 'record', author: actor.account, occurredAt, nonce, signing } as const;
  const event = makeEvent(ledger, actor, 'write-record', {
    chain,
    basis: decision.basis,
    record: number,
    at: recordedAt,
  });
  await Promise.all([
    writeRecords(tx, ledger, head, block, [{ number, resources, files }]),
    insertEvent(tx, event, head.seq + 1),
  ]);
  return { created: true, number, repeated: false };
}

// The same submission arrived before: the number just taken goes back, and the first record is the answer.
async function giveBack(tx: Tx, chain: string, earlier: number): Promise<CreatedRecord> {
  await takeRecordNumbers(tx, chain, -1);
  return { created: true, number: earlier, repeated: true };
}
