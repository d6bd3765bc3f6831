// The proof that goes with a receipt: from an entry of the log to a checkpoint, with what witnesses signed under it.

import { formatTlogProof, inclusionProof, openWitnessed, type Policy } from '@patrec/ledger';
import type { Db } from '../db/pool.ts';
import { checkpointsOver, tileReader } from './log-store.ts';

// Witnesses are a second or two behind the log. Where they are hours behind, no older checkpoint would help.
const LOOKED_AT = 64;

/**
 * The C2SP tlog-proof of the entry at `index`, to the newest checkpoint that the policy's quorum has cosigned, else to the newest;
 * undefined where none covers it yet. Throws ProofError where a checkpoint does not hold.
 */
export async function proveLeaf(db: Db, index: number, policy: Policy): Promise<string | undefined> {
  const notes = (await checkpointsOver(db, index, LOOKED_AT)).map(({ note }) => note);
  const checkpoint = notes.find((note) => openWitnessed(note, policy).witnessed) ?? notes[0];
  if (checkpoint === undefined) return undefined;
  const { size } = openWitnessed(checkpoint, policy);
  const hashes = await inclusionProof(index, size, tileReader(db));
  return formatTlogProof({ index, hashes, checkpoint });
}
