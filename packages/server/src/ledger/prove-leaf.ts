// The proof that goes with a receipt and is drawn on an entry's page: from an entry of the log to a checkpoint, with what witnesses signed under it.

import {
  formatTlogProof,
  inclusionProof,
  openWitnessed,
  type Policy,
  type TlogProof,
  type WitnessedCheckpoint,
} from '@patrec/ledger';
import type { Db } from '../db/pool.ts';
import { checkpointsOver, tileReader } from './log-store.ts';

// Witnesses are a second or two behind the log. Where they are hours behind, no older checkpoint would help.
const LOOKED_AT = 64;

/** A proof and what its checkpoint says; `signedAt` is when the log signed it. */
export interface LeafProof extends TlogProof {
  readonly opened: WitnessedCheckpoint;
  readonly signedAt: Date;
}

/**
 * Proves the entry at `index`, to the newest checkpoint that the policy's quorum has cosigned, else to the newest; undefined
 * where none covers it yet. Throws ProofError where a checkpoint does not hold.
 */
export async function findLeafProof(db: Db, index: number, policy: Policy): Promise<LeafProof | undefined> {
  const covering = await checkpointsOver(db, index, LOOKED_AT);
  const chosen = covering.find(({ note }) => openWitnessed(note, policy).witnessed) ?? covering[0];
  if (chosen === undefined) return undefined;
  const { note, signed_at } = chosen;
  const opened = openWitnessed(note, policy);
  const hashes = await inclusionProof(index, opened.size, tileReader(db));
  return { index, hashes, checkpoint: note, opened, signedAt: signed_at };
}

/** The same as the text of a C2SP tlog-proof. */
export async function proveLeaf(db: Db, index: number, policy: Policy): Promise<string | undefined> {
  const proof = await findLeafProof(db, index, policy);
  return proof && formatTlogProof(proof);
}
