// One entry of a patient's chain, opened: what it says, what it seals, and the way from it to a signed root of the log.

import {
  type CheckedBlock,
  checkBlockAlone,
  fromHex,
  hex,
  type InclusionStep,
  inclusionSteps,
  leafHash,
  logEntry,
  type Policy,
  ProofError,
  ZERO_HASH_HEX,
} from '@patrec/ledger';
import type { Actor } from '../access/actor.ts';
import type { Db } from '../db/pool.ts';
import { statement } from '../db/statement.ts';
import { findLeafProof, type LeafProof } from '../ledger/prove-leaf.ts';
import { CHAIN_BLOCK, type ChainBlock, countBlocks } from './chain-blocks.ts';
import { noChart, openChart, type Parts } from './open-chart.ts';
import type { Patient } from './patient-store.ts';

/**
 * `waiting`: no checkpoint covers it yet. `failed`: what is stored is not what was sealed, or the log does not prove it. What an
 * erased entry said is null: its hash is still in the log.
 */
export type EntryProof =
  | { readonly state: 'failed' }
  | { readonly state: 'waiting'; readonly sealed: CheckedBlock | null }
  | { readonly state: 'proven'; readonly sealed: CheckedBlock | null; readonly way: WayToRoot };

/** From the entry's leaf to the root that was signed. */
export interface WayToRoot extends Pick<LeafProof, 'index' | 'opened' | 'signedAt'> {
  readonly leaf: Uint8Array;
  readonly steps: readonly InclusionStep[];
}

/** `records` are the numbers of those it brought, `total` the entries of the whole chain. */
export interface ChainEntry {
  readonly patient: Patient;
  readonly block: ChainBlock;
  readonly records: readonly number[];
  readonly total: number;
  readonly proof: EntryProof;
}

interface StoredEntry extends ChainBlock {
  readonly records: readonly number[];
  readonly account: string | null;
  readonly header: Buffer | null;
  readonly statement: Buffer | null;
}

const selectEntry = statement(
  'chain.entry',
  `SELECT ${CHAIN_BLOCK}, b.author AS account, b.header, b.statement,
     ARRAY(SELECT DISTINCT v.record FROM resource_version v
       WHERE v.chain = b.chain AND v.block_seq = b.seq AND v.record IS NOT NULL ORDER BY v.record) AS records
   FROM block b LEFT JOIN account a ON a.id = b.author WHERE b.chain = $1 AND b.seq = $2`,
);

/** The entry at a place of the chain. Only the patient's own. Throws not-found. */
export async function readEntry(
  parts: Parts,
  actor: Actor,
  patientNumber: string,
  seq: number,
  policy: Policy,
): Promise<ChainEntry> {
  const { patient } = await openChart(parts, actor, patientNumber, 'check-chain');
  const [[block], { blocks: total }] = await Promise.all([
    parts.db.rows<StoredEntry>(selectEntry, [patient.chain, seq]),
    countBlocks(parts, patient.chain),
  ]);
  if (!block) throw noChart();
  return { patient, block, records: block.records, total, proof: await proveStored(parts.db, block, policy) };
}

async function proveStored(db: Db, block: StoredEntry, policy: Policy): Promise<EntryProof> {
  try {
    const sealed = checkStored(block);
    const way = await wayToRoot(db, block, policy);
    return way ? { state: 'proven', sealed, way } : { state: 'waiting', sealed };
  } catch (error) {
    if (error instanceof ProofError) return { state: 'failed' };
    throw error;
  }
}

// The columns beside the header are what the list shows: they have to say the same.
function checkStored({ header: stored, statement: stated, ...block }: StoredEntry): CheckedBlock | null {
  if (stored === null || stated === null) return null;
  const sealed = checkBlockAlone({ header: stored, statement: stated, contents: [], complete: false });
  const { header, statement: said } = sealed;
  const pairs = [
    [hex(sealed.hash), block.hash],
    [header.seq, block.seq],
    [header.prev, block.prev ?? ZERO_HASH_HEX],
    [header.recordedAt, block.recordedAt?.toISOString()],
    [said.type, block.type],
    [said.author, block.account],
  ];
  if (pairs.some(([sealedValue, shown]) => sealedValue !== shown))
    throw new ProofError('header', 'The row of the block is not what its header says.');
  return sealed;
}

async function wayToRoot(db: Db, { leafIndex, hash }: ChainBlock, policy: Policy): Promise<WayToRoot | undefined> {
  const proof = leafIndex === null ? undefined : await findLeafProof(db, leafIndex, policy);
  if (!proof) return undefined;
  const { index, hashes, opened, signedAt } = proof;
  const leaf = leafHash(logEntry(fromHex(hash)));
  return { index, opened, signedAt, leaf, steps: inclusionSteps(index, opened.size, leaf, hashes, opened.root) };
}
