// Whether a hash is that of a block in the log, and under which checkpoint: what anybody may ask, for the log is public.

import {
  checkInclusion,
  formatTlogProof,
  fromHex,
  inclusionProof,
  leafHash,
  logEntry,
  openLogCheckpoint,
  ProofError,
} from '@patrec/ledger';
import type { Db } from '../db/pool.ts';
import { statement } from '../db/statement.ts';
import type { Ledger } from './ledger.ts';
import { logKeySpans } from './log-keys.ts';
import { newestCheckpoint, tileReader } from './log-store.ts';

/** What the log says of a hash. `waiting` is in the log, and newer than what was signed; `failed` does not verify. */
export type EntryAnswer =
  | { readonly state: 'unknown' | 'waiting' | 'failed' }
  | {
      readonly state: 'sealed';
      readonly index: number;
      readonly size: number;
      /** ISO 8601 UTC. */
      readonly signedAt: string;
      /** C2SP tlog-proof. */
      readonly proof: string;
    };

interface Parts {
  readonly db: Db;
  readonly ledger: Pick<Ledger, 'log'>;
  readonly verifierKey: string;
}

const selectLeaf = statement('log.leaf-of-block', 'SELECT index FROM log_leaf WHERE block_hash = $1');

/** Looks the hash (64 hexadecimal digits) up, and checks the proof from it to the newest signed checkpoint. */
export async function proveEntry(parts: Parts, hash: string): Promise<EntryAnswer> {
  const { db } = parts;
  const [leaf] = await db.rows<{ index: number }>(selectLeaf, [Buffer.from(hash, 'hex')]);
  if (!leaf) return { state: 'unknown' };
  const checkpoint = await newestCheckpoint(db);
  if (!checkpoint || leaf.index >= checkpoint.size) return { state: 'waiting' };
  try {
    const proof = await provenTo(parts, hash, leaf.index, checkpoint.note);
    const { size, signed_at } = checkpoint;
    return { state: 'sealed', index: leaf.index, size, signedAt: signed_at.toISOString(), proof };
  } catch (error) {
    if (error instanceof ProofError) return { state: 'failed' };
    throw error;
  }
}

async function provenTo({ db, ledger, verifierKey }: Parts, hash: string, index: number, note: string) {
  const { size, root } = openLogCheckpoint(note, ledger.log, await logKeySpans(db, verifierKey));
  const hashes = await inclusionProof(index, size, tileReader(db));
  checkInclusion(index, size, leafHash(logEntry(fromHex(hash))), hashes, root);
  return formatTlogProof({ index, hashes, checkpoint: note });
}
