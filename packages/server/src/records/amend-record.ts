// Whoever wrote a record makes a new version of it, or says that all of it was entered in error. The version before stays
// as it was written; nothing is changed in place.

import {
  type JsonObject,
  parseJson,
  type RecordType,
  type RevisionKind,
  revise,
  reviseInError,
  revisionOf,
  revisionResource,
  type Standing,
} from '@patrec/fhir';
import { insertEvent, makeEvent } from '../access/access-log.ts';
import type { Actor } from '../access/actor.ts';
import { decide } from '../access/decide.ts';
import { party } from '../access/party-store.ts';
import type { Db } from '../db/pool.ts';
import { statement } from '../db/statement.ts';
import { type Tx, transaction } from '../db/transaction.ts';
import { type ClaimedFile, claimUploads } from '../files/uploads.ts';
import { lockHead } from '../ledger/append.ts';
import { type Ledger, newResourceId, now } from '../ledger/ledger.ts';
import type { Signing } from '../ledger/sign.ts';
import type { KnownToRecord } from './create-record.ts';
import { noChart } from './open-chart.ts';
import { mustBeSigned, requireSigned, useKeyOf } from './sign-record.ts';
import { writeVersion } from './write-records.ts';

/** What the author submits. `version` is the one they saw; `nonce` (32 hex) is the form's: sent twice, it is made once. */
export interface Amendment {
  readonly chain: string;
  readonly number: number;
  readonly version: number;
  readonly reason: string;
  readonly nonce: string;
  /** The author's uploads that become files of the record. */
  readonly uploads?: readonly string[];
  /** Where the author signs it. */
  readonly signing?: Signing | undefined;
  /** Makes the resources of the form; without it, all of the record was entered in error. */
  readonly resources?: (known: KnownToAmendment) => JsonObject[];
}

/** `standing` is what the record says before. */
export interface KnownToAmendment extends KnownToRecord {
  readonly standing: readonly JsonObject[];
}

/** What became of it; `changed` where there is another version by now, or the record was marked as entered in error. */
export type Amended = 'done' | 'changed';

interface Row {
  readonly type: RecordType;
  readonly author: string;
  readonly version: number;
  readonly inError: boolean;
  readonly hash: string;
  readonly repeated: boolean;
}

const selectRecord = statement(
  'amend.record',
  `SELECT r.type, r.author, r.version, r.in_error AS "inError", encode(b.hash, 'hex') AS hash,
     EXISTS (SELECT FROM block o WHERE o.chain = $1 AND o.author = $3 AND o.nonce = $4) AS repeated
   FROM record r JOIN block b ON b.chain = r.chain AND b.seq = r.active_seq WHERE r.chain = $1 AND r.number = $2`,
);
const selectStanding = statement(
  'amend.standing',
  'SELECT bytes, version FROM resource_version WHERE chain = $1 AND record = $2 AND current ORDER BY block_seq DESC, place',
);

/**
 * Writes the next version and its block, or neither. Throws not-found where there is no such record of the actor's,
 * FileError where an upload waits no more; SignatureNeeded and SigningError as creating a record does.
 */
export async function amendRecord(
  { db, ledger }: { db: Db; ledger: Ledger },
  actor: Actor,
  amendment: Amendment,
): Promise<Amended> {
  const { chain, number, nonce, signing } = amendment;
  return transaction(db, async (tx) => {
    const head = await lockHead(tx, ledger, chain);
    const [record] = await tx.rows<Row>(selectRecord, [chain, number, actor.account, nonce]);
    const unsigned = record !== undefined && signing === undefined && mustBeSigned(ledger, record.type);
    const decision = decide(actor, { action: 'amend-record', author: record?.author ?? '', unsigned }, [], now(ledger));
    requireSigned(decision);
    if (!record || !decision.permit) throw noChart();
    if (record.repeated) return 'done';
    if (record.inError || record.version !== amendment.version) return 'changed';
    await useKeyOf(tx, ledger, actor, signing);
    const at = head.recordedAt;
    const place = { record: number, blockSeq: head.seq + 1 };
    const files = await claimUploads(tx, ledger, { chain, account: actor.account }, amendment.uploads ?? [], place);
    const version = { ...(await nextVersion(tx, ledger, actor, amendment, signing?.at ?? at, files)), files };
    const act = { type: 'amendment', author: actor.account, nonce, baseHead: record.hash, signing } as const;
    const block = await writeVersion(tx, ledger, head, act, version);
    const action = amendment.resources ? 'amend-record' : 'mark-in-error';
    const event = makeEvent(ledger, actor, action, { chain, basis: decision.basis, record: number, at });
    await insertEvent(tx, event, block.seq);
    return 'done';
  });
}

async function nextVersion(
  tx: Tx,
  ledger: Ledger,
  actor: Actor,
  { chain, number, version, reason, resources }: Amendment,
  recordedAt: string,
  files: readonly ClaimedFile[],
) {
  const [before, { patient, practitioner: author }] = await Promise.all([
    standingOf(tx, chain, number),
    party(tx, chain, actor.account),
  ]);
  const newId = () => newResourceId(ledger, chain);
  const known = { recordedAt, patient, author, files, standing: before.map(({ resource }) => resource) };
  const standing = resources
    ? revise(before, (nextId) => resources({ ...known, newId: nextId }), { recordedAt, newId })
    : reviseInError(before, { recordedAt });
  const kind: RevisionKind = resources ? 'amended' : 'entered-in-error';
  const provenance = revisionResource({
    id: newId(),
    versionId: '1',
    lastUpdated: recordedAt,
    targets: standing.map(({ resource, version: one }) => `${resource.resourceType}/${resource.id}/_history/${one}`),
    agent: author,
    reason,
    kind,
  });
  return { number, version: version + 1, before: known.standing, standing, provenance };
}

async function standingOf(tx: Tx, chain: string, record: number): Promise<Standing[]> {
  const rows = await tx.rows<{ bytes: Uint8Array; version: number }>(selectStanding, [chain, record]);
  return rows
    .map(({ bytes, version }) => ({ resource: parseJson(bytes) as JsonObject, version }))
    .filter(({ resource }) => revisionOf(resource) === undefined);
}
